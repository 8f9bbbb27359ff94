package pentimento.cpu.interpreter;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.memory.CodeObserver;
import pentimento.memory.physical.PhysicalMemory;

/**
 * All decoded blocks, by place in physical memory and, for those in use, by linear address. Stores
 * to their code drop exactly the blocks that they hit.
 */
final class CodeCache implements CodeObserver {
    private static final int RECENT = 1 << 12, MOST_BLOCKS = 1 << 15;

    private final PhysicalMemory memory;
    private final @Nullable CodePage[] pages;
    private final Block[] recent = new Block[RECENT];
    private int blocks;
    private int mapping;
    private Runnable onMapping = () -> {};
    private Runnable onDrop = () -> {};
    private int version;

    CodeCache(PhysicalMemory memory, int flatBytes) {
        this.memory = memory;
        pages = new @Nullable CodePage[flatBytes >> PhysicalMemory.PAGE_SHIFT];
        forget();
    }

    private void forget() {
        java.util.Arrays.fill(recent, Block.NONE);
    }

    /** Hears that the number of the mapping has changed. */
    void onMapping(Runnable listener) {
        onMapping = listener;
    }

    /** Hears that blocks were dropped before a store, and may throw to stop the store. */
    void onDrop(Runnable listener) {
        onDrop = listener;
    }

    /**
     * @return the number of the present mapping of linear addresses
     */
    int mapping() {
        return mapping;
    }

    /**
     * @return a number that changes whenever blocks are dropped
     */
    int version() {
        return version;
    }

    // ---------------------------------------------------------------- finding

    private static int slot(int linear, int context) {
        return (linear ^ linear >>> 12 ^ (context & Context.SINGLE) << 9) & RECENT - 1;
    }

    /**
     * @return the block in use at a linear address, or {@link Block#NONE}
     */
    Block recent(int linear, int context) {
        Block block = recent[slot(linear, context)];
        return block.isAt(linear, context) ? block : Block.NONE;
    }

    /** Notes where a block was found. */
    void use(Block block, int linear, int context) {
        block.linear = linear;
        block.context = context;
        recent[slot(linear, context)] = block;
    }

    /**
     * @return the block at a place of the flat array, or {@link Block#NONE}
     */
    Block find(int flat, int mode) {
        CodePage page = pages[flat >>> PhysicalMemory.PAGE_SHIFT];
        Block block = page == null ? null : page.find(flat, mode);
        return block == null ? Block.NONE : block;
    }

    // ---------------------------------------------------------------- adding

    private CodePage page(int flat) {
        int number = flat >>> PhysicalMemory.PAGE_SHIFT;
        CodePage page = pages[number];
        if (page == null) {
            page = new CodePage();
            pages[number] = page;
        }
        return page;
    }

    void add(Block block) {
        if (++blocks > MOST_BLOCKS) {
            clear();
        }
        page(block.flat).add(block);
        memory.watchCode(block.flat, block.length);
    }

    /**
     * Adds an instruction that crosses a page. It is found by its linear address only, since the
     * two pages need not be neighbours in memory.
     *
     * @param flat index of its first byte
     * @param length bytes in the first page
     * @param secondFlat index of its first byte in the second page
     */
    void addCrossing(Block block, int flat, int length, int secondFlat) {
        page(flat).addLeaving(block);
        page(secondFlat).addEntering(block);
        memory.watchCode(flat, length);
        memory.watchCode(secondFlat, block.length - length);
    }

    // ---------------------------------------------------------------- dropping

    @Override
    public void codeWritten(int flatAddress, int length) {
        int number = flatAddress >>> PhysicalMemory.PAGE_SHIFT;
        CodePage page = pages[number];
        if (page != null && !page.mayDrop(flatAddress, length)) {
            return;
        }
        int dropped = page == null ? 0 : page.drop(flatAddress, length);
        if (dropped > 0) {
            version++;
            blocks -= dropped;
        }
        int near = page == null ? -1 : CodePage.near(flatAddress, length);
        int kept = page == null ? 0 : page.granules(near);
        memory.unwatchCode(number, near & ~kept);
        if (dropped > 0) {
            onDrop.run();
        }
    }

    @Override
    public void translationChanged() {
        if (++mapping == Context.MOST_MAPPINGS) {
            mapping = 0;
            clear();
        }
        onMapping.run();
    }

    /** Drops everything. */
    void clear() {
        for (int number = 0; number < pages.length; number++) {
            CodePage page = pages[number];
            if (page != null) {
                page.dropAll();
                memory.unwatchCode(number, -1);
                pages[number] = null;
            }
        }
        forget();
        blocks = 0;
        version++;
    }
}
