package pentimento.cpu.interpreter;

import org.jspecify.annotations.Nullable;
import pentimento.memory.physical.PhysicalMemory;

/** The blocks of one page of memory, by the granule that they begin in. */
final class CodePage {
    static final int GRANULES = PhysicalMemory.PAGE_SIZE >> PhysicalMemory.GRANULE_SHIFT;

    private final @Nullable Block[] first = new @Nullable Block[GRANULES];

    /** The instruction that crosses into this page from the one before in linear memory. */
    private Block entering = Block.NONE;

    /** The instruction that crosses out of this page. */
    private Block leaving = Block.NONE;

    private static int granule(int flat) {
        return (flat & PhysicalMemory.PAGE_MASK) >>> PhysicalMemory.GRANULE_SHIFT;
    }

    @Nullable Block find(int flat, int mode) {
        for (Block b = first[granule(flat)]; b != null; b = b.chained) {
            if (b.flat == flat && b.mode == mode) {
                return b;
            }
        }
        return null;
    }

    void add(Block block) {
        int granule = granule(block.flat);
        block.chained = first[granule];
        first[granule] = block;
    }

    void addEntering(Block block) {
        entering.drop();
        entering = block;
    }

    void addLeaving(Block block) {
        leaving.drop();
        leaving = block;
    }

    private void dropCrossing(int firstGranule, int lastGranule) {
        if (firstGranule == 0) {
            addEntering(Block.NONE);
        }
        if (lastGranule == GRANULES - 1) {
            addLeaving(Block.NONE);
        }
    }

    /**
     * Drops the blocks that a store hits.
     *
     * @return how many
     */
    int drop(int flat, int length) {
        int dropped = 0;
        int last = granule(flat + length - 1);
        // A block is at most one granule long, so that it begins in the hit one or in the one
        // before.
        for (int granule = Math.max(granule(flat) - 1, 0); granule <= last; granule++) {
            Block kept = null;
            Block next;
            for (Block b = first[granule]; b != null; b = next) {
                next = b.chained;
                if (flat < b.flat + b.length && b.flat < flat + length) {
                    b.drop();
                    dropped++;
                } else {
                    b.chained = kept;
                    kept = b;
                }
            }
            first[granule] = kept;
        }
        dropCrossing(granule(flat), last);
        return dropped;
    }

    void dropAll() {
        for (int granule = 0; granule < GRANULES; granule++) {
            for (Block b = first[granule]; b != null; b = b.chained) {
                b.drop();
            }
            first[granule] = null;
        }
        dropCrossing(0, GRANULES - 1);
    }

    /**
     * The granules whose code a store can have dropped: those hit and, since a block may reach over
     * a border, one on either side.
     */
    static int near(int flat, int length) {
        int from = Math.max(granule(flat) - 1, 0);
        int to = Math.min(granule(flat + length - 1) + 1, GRANULES - 1);
        return -1 >>> GRANULES - 1 - to & -1 << from;
    }

    /**
     * Looks at some granules only: a page may hold thousands of blocks.
     *
     * @param among bit n = look at granule n
     * @return bit n = granule n is one of them and holds code
     */
    int granules(int among) {
        int bits = entering == Block.NONE ? 0 : 1;
        bits |= leaving == Block.NONE ? 0 : 1 << GRANULES - 1;
        int begins = among | among >>> 1; // a block may begin in the granule before
        for (int granule = 0; granule < GRANULES; granule++) {
            if ((begins >>> granule & 1) != 0) {
                for (Block b = first[granule]; b != null; b = b.chained) {
                    bits |= 1 << granule | 1 << granule(b.flat + b.length - 1);
                }
            }
        }
        return bits & among;
    }
}
