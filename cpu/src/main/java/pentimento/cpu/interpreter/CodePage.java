package pentimento.cpu.interpreter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import pentimento.memory.physical.PhysicalMemory;

/** The blocks of one page of memory, by the granule that they begin in. */
final class CodePage {
    static final int GRANULES = PhysicalMemory.PAGE_SIZE >> PhysicalMemory.GRANULE_SHIFT;

    private final @Nullable Block[] first = new @Nullable Block[GRANULES];

    /** Bit n is set if byte n of the page may be code of a block that begins in the page. */
    private final long[] covered = new long[PhysicalMemory.PAGE_SIZE / Long.SIZE];

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

    private void cover(Block block) {
        int from = block.flat & PhysicalMemory.PAGE_MASK;
        for (int at = from; at < from + block.length; at++) {
            covered[at >>> 6] |= 1L << at;
        }
    }

    /**
     * Quick: most stores into a granule with code are to data beside it.
     *
     * @param length of the store, in bytes
     * @return true if a store may hit a block, or if the granules that it touches hold none
     */
    boolean mayDrop(int flat, int length) {
        int from = flat & PhysicalMemory.PAGE_MASK, last = from + length - 1;
        if (length > Long.BYTES
                || granule(from) == 0 && entering != Block.NONE
                || granule(last) == GRANULES - 1 && leaving != Block.NONE) {
            return true;
        }
        for (int at = from; at <= last; at++) {
            if ((covered[at >>> 6] >>> at & 1) != 0) {
                return true;
            }
        }
        return isBare(granule(from)) || isBare(granule(last));
    }

    private boolean isBare(int granule) {
        return (covered[2 * granule] | covered[2 * granule + 1]) == 0;
    }

    void add(Block block) {
        cover(block);
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
        if (dropped > 0) {
            coverAgain(Math.max(granule(flat) - 1, 0), Math.min(last + 1, GRANULES - 1));
        }
        return dropped;
    }

    /** Among the granules from one to another; a block may reach into the first one. */
    private void coverAgain(int from, int to) {
        Arrays.fill(covered, 2 * from, 2 * to + 2, 0);
        for (int granule = Math.max(from - 1, 0); granule <= to; granule++) {
            for (Block b = first[granule]; b != null; b = b.chained) {
                cover(b);
            }
        }
    }

    void dropAll() {
        for (int granule = 0; granule < GRANULES; granule++) {
            for (Block b = first[granule]; b != null; b = b.chained) {
                b.drop();
            }
            first[granule] = null;
        }
        Arrays.fill(covered, 0);
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
