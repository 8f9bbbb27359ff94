package pentimento.cpu.memory;

import java.util.function.IntPredicate;
import pentimento.memory.physical.PhysicalMemory;

/**
 * Four tables from linear page to the distance between a linear address and its index in the flat
 * array: loads and stores, with supervisor and with user rights. Linear address and entry give an
 * index below 0 where an access must take the slow path. There an entry whose low bits are clear
 * ("watched") is the distance with the sign changed, and points at memory whose stores must be
 * looked at: translated code lies in the page. All others are invalid.
 *
 * <p>Derived from the architectural TLB: any entry may be dropped for any reason of the host.
 */
final class FastTables {
    static final int PAGES = 1 << 20,
            OFFSET = PhysicalMemory.PAGE_MASK,
            WATCHED = Integer.MIN_VALUE;
    private static final int[] NONE = {};

    final int[] supervisorReads, supervisorWrites;
    private int[] userReads = NONE, userWrites = NONE; // made when a program first runs at CPL 3
    private int[] empty = NONE;
    private final PageList filled = new PageList();

    FastTables() {
        supervisorReads = invalidTable();
        supervisorWrites = supervisorReads.clone();
    }

    int[] userReads() {
        makeUserTables();
        return userReads;
    }

    int[] userWrites() {
        makeUserTables();
        return userWrites;
    }

    private void makeUserTables() {
        if (userReads.length == 0) {
            userReads = invalidTable();
            userWrites = userReads.clone();
        }
    }

    private static int[] invalidTable() {
        int[] table = new int[PAGES];
        for (int page = 0; page < PAGES; page++) {
            table[page] = invalid(page);
        }
        return table;
    }

    private static int invalid(int page) {
        return (WATCHED | OFFSET) - (page << PhysicalMemory.PAGE_SHIFT);
    }

    /**
     * A table without valid entries, made when first asked for: every access takes the slow path.
     */
    int[] empty() {
        if (empty.length == 0) {
            empty = invalidTable();
        }
        return empty;
    }

    /**
     * @return index in the flat array of the page of a watched entry, or -1
     */
    static int watchedPage(int linear, int entry) {
        int page = (linear & ~OFFSET) + entry;
        return page < 0 && (page & OFFSET) == 0 ? page ^ WATCHED : -1;
    }

    void fill(int[] table, int linear, int flatPage, boolean watched) {
        int page = linear >>> PhysicalMemory.PAGE_SHIFT;
        table[page] = flatPage - (linear & ~OFFSET) ^ (watched ? WATCHED : 0);
        filled.add(page);
    }

    boolean isFilled(int page) {
        return filled.contains(page);
    }

    void drop(int page) {
        int invalid = invalid(page);
        supervisorReads[page] = invalid;
        supervisorWrites[page] = invalid;
        if (userReads.length != 0) {
            userReads[page] = invalid;
            userWrites[page] = invalid;
        }
    }

    void dropAll() {
        for (int i = 0; i < filled.size(); i++) {
            drop(filled.get(i));
        }
        filled.clear();
    }

    /** After pages of the architectural TLB went. */
    void dropUnless(IntPredicate keep) {
        filled.retain(
                page -> {
                    boolean kept = keep.test(page);
                    if (!kept) {
                        drop(page);
                    }
                    return kept;
                });
    }

    void dropWrites() {
        for (int i = 0; i < filled.size(); i++) {
            int page = filled.get(i);
            supervisorWrites[page] = invalid(page);
            if (userWrites.length != 0) {
                userWrites[page] = invalid(page);
            }
        }
    }

    /** Stores to one page of the flat array must be looked at from now on. */
    void watch(int flatPage) {
        for (int i = 0; i < filled.size(); i++) {
            int page = filled.get(i);
            int distance = flatPage - (page << PhysicalMemory.PAGE_SHIFT);
            watch(supervisorWrites, page, distance);
            if (userWrites.length != 0) {
                watch(userWrites, page, distance);
            }
        }
    }

    private static void watch(int[] table, int page, int distance) {
        if (table[page] == distance) {
            table[page] = distance ^ WATCHED;
        }
    }
}
