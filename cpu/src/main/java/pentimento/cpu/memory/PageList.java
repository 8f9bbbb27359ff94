package pentimento.cpu.memory;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A set of linear pages that is cheap to fill, to walk and to empty. Hot code asks {@link #size}
 * and {@link #get}.
 */
final class PageList {
    private static final int PAGES = 1 << 20;

    private final long[] members = new long[PAGES / 64];
    private int[] pages = new int[256];
    private int size;

    void add(int page) {
        if (contains(page)) {
            return;
        }
        members[page >> 6] |= 1L << page;
        if (size == pages.length) {
            pages = Arrays.copyOf(pages, 2 * size);
        }
        pages[size++] = page;
    }

    boolean contains(int page) {
        return (members[page >> 6] & 1L << page) != 0;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return pages[index];
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            members[pages[i] >> 6] = 0;
        }
        size = 0;
    }

    void retain(IntPredicate keep) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int page = pages[i];
            if (keep.test(page)) {
                pages[kept++] = page;
            } else {
                members[page >> 6] &= ~(1L << page);
            }
        }
        size = kept;
    }

    int[] sorted() {
        int[] all = Arrays.copyOf(pages, size);
        Arrays.sort(all);
        return all;
    }
}
