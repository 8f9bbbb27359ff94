package pentimento.cpu.memory;

import java.nio.ByteBuffer;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The translation lookaside buffer that the guest can notice: filled only by accesses that the
 * program makes, emptied only by what the architecture says. Of unlimited size, so that a stale
 * entry stays until it is flushed. A large page has one entry per 4 KiB that was touched. State,
 * unlike the fast tables that derive from it.
 *
 * @see "SDM vol. 3A, 4.10"
 */
final class ArchitecturalTlb implements Stateful {
    // An entry: frame number (36-bit addresses) in bits 31-8, and
    static final int VALID = 1, USER = 2, WRITABLE = 4, DIRTY = 8, GLOBAL = 0x10, LARGE = 0x20;
    static final int FRAME_SHIFT = 8;

    private static final int PAGES = 1 << 20,
            LARGE_SHIFT = 10,
            LARGE_PAGES = 1 << 10; // units of 4 MiB

    private int[] entries = {};
    private final PageList filled = new PageList();
    private final boolean[] hasLarge = new boolean[PAGES >> LARGE_SHIFT];

    /** Memory is taken when paging is first enabled. */
    void allocate() {
        if (entries.length == 0) {
            entries = new int[PAGES];
        }
    }

    /** Of a page number, 0 if there is none. */
    int entry(int page) {
        return entries[page];
    }

    void insert(int page, int entry) {
        entries[page] = entry;
        filled.add(page);
        if ((entry & LARGE) != 0) {
            hasLarge[page >> LARGE_SHIFT] = true;
        }
    }

    void flush() {
        for (int i = 0; i < filled.size(); i++) {
            int page = filled.get(i);
            entries[page] = 0;
            hasLarge[page >> LARGE_SHIFT] = false;
        }
        filled.clear();
    }

    void flushExceptGlobal() {
        filled.retain(
                page -> {
                    boolean global = (entries[page] & GLOBAL) != 0;
                    if (!global) {
                        entries[page] = 0;
                    }
                    return global;
                });
    }

    /** INVLPG, and a page fault: the page's entry goes, or all of a large page, global or not. */
    void flushPage(int page) {
        if (entries.length == 0) {
            return;
        }
        entries[page] = 0;
        int unit = page >> LARGE_SHIFT;
        if (hasLarge[unit]) {
            hasLarge[unit] = false;
            for (int p = unit << LARGE_SHIFT; p < (unit << LARGE_SHIFT) + LARGE_PAGES; p++) {
                if ((entries[p] & LARGE) != 0) {
                    entries[p] = 0;
                }
            }
        }
    }

    boolean hasLargePageAt(int page) {
        return hasLarge[page >> LARGE_SHIFT];
    }

    /** Valid entries by ascending page: the order in which they were filled is invisible. */
    @Override
    public void exchange(StateCodec state) {
        int[] pages = filled.sorted();
        var image = ByteBuffer.allocate(pages.length * 2 * Integer.BYTES);
        for (int page : pages) {
            if (entries[page] != 0) {
                image.putInt(page).putInt(entries[page]);
            }
        }
        byte[] saved = new byte[image.position()];
        image.get(0, saved);
        saved = state.blob("entries", saved);
        if (state.isLoading()) {
            flush();
            var loaded = ByteBuffer.wrap(saved);
            while (loaded.remaining() >= 2 * Integer.BYTES) {
                allocate();
                insert(loaded.getInt(), loaded.getInt());
            }
        }
    }
}
