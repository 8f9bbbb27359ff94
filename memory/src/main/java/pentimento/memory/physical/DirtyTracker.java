package pentimento.memory.physical;

import java.util.function.IntConsumer;

/**
 * One observer's set of pages that were stored to since it last looked. Observers don't disturb
 * each other.
 */
public final class DirtyTracker {
    private final PhysicalMemory memory;
    private final int firstPage;
    private final int pages;
    private final long[] bits;

    DirtyTracker(PhysicalMemory memory, int firstPage, int pages) {
        this.memory = memory;
        this.firstPage = firstPage;
        this.pages = pages;
        this.bits = new long[(pages + 63) / 64];
        markAll();
    }

    void mark(int flatPage) {
        int page = flatPage - firstPage;
        if (page >= 0 && page < pages) {
            bits[page >> 6] |= 1L << page;
        }
    }

    boolean isMarked(int flatPage) {
        int page = flatPage - firstPage;
        return page < 0 || page >= pages || (bits[page >> 6] & 1L << page) != 0;
    }

    void markAll() {
        for (int page = 0; page < pages; page++) {
            bits[page >> 6] |= 1L << page;
        }
    }

    public boolean isAnyDirty() {
        for (long word : bits) {
            if (word != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Hands out the dirty pages in ascending order and forgets them.
     *
     * @param consumer takes page numbers relative to the tracked range (page = 4 KiB)
     */
    public void drain(IntConsumer consumer) {
        if (!isAnyDirty()) {
            return;
        }
        memory.watchStores();
        for (int word = 0; word < bits.length; word++) {
            long rest = bits[word];
            bits[word] = 0;
            while (rest != 0) {
                consumer.accept(word << 6 | Long.numberOfTrailingZeros(rest));
                rest &= rest - 1;
            }
        }
    }
}
