package pentimento.fuzz;

import java.util.List;

/**
 * Where things lie in the memory of a fuzzed machine; linear is physical unless tables say else.
 */
final class Layout {
    static final int RAM = 0x120000, REAL_HANDLERS = 0x600, GDT = 0x1000, LDT = 0x1400;
    static final int IDT = 0x1800, TSS = 0x2000, OTHER_TSS = 0x2400, TSS16 = 0x2600;
    static final int OTHER_TSS16 = 0x2700, POINTERS = 0x2800;
    static final int DIRECTORY = 0x3000, TABLES = 0x4000, DIRECTORY_POINTERS = 0x6000;
    static final int STACKS = 0x7000, STACK0 = 0x7400, STACK1 = 0x7800, STACK3 = 0x7FF0;
    static final int CODE = 0x8000, CODE_END = 0xB000, DATA = 0xC000;
    static final int HANDLERS32 = 0xE000, HANDLERS16 = 0xF000, HANDLER_BYTES = 16;
    static final int INERT_WINDOW = 0xA0000, LIVE_WINDOW = 0xC0000, UNMAPPED = 0xD0000;
    static final int WINDOW_BYTES = 0x4000, ROM = 0xF0000, ROM_BYTES = 0x4000;

    /** Linear addresses that page tables show the same memory at. */
    static final int ALIAS = 0x200000, LARGE_ALIAS = 0x800000, TABLES_ALIAS = 0xFFC00000;

    // Bits of a segment's access, as pentimento.cpu.state.Segment has them.
    private static final int CODE_R = 0x9B, DATA_W = 0x93, BIG = 0x4000, PAGES = 0xC000;

    /**
     * A descriptor of a segment or system segment.
     *
     * @param limit in bytes
     */
    record Descriptor(int base, int limit, int access) {
        int low() {
            return base << 16 | field() & 0xFFFF;
        }

        int high() {
            return base & 0xFF000000
                    | base >>> 16 & 0xFF
                    | (access & 0xF0FF) << 8
                    | field() & 0xF0000;
        }

        private int field() {
            return (access & 0x8000) != 0 ? limit >>> 12 : limit;
        }
    }

    static final int CODE32 = 0x08, DATA32 = 0x10, CODE16 = 0x18, DATA16 = 0x20;
    static final int USER = 0x20; // what to add for the same at level 3
    static final int CODE_LEVEL1 = 0xA8, DATA_LEVEL1 = 0xB0, LDT_SELECTOR = 0x60;
    static final int TSS_SELECTOR = 0x68, FIRST_GATE = 0x80, SELECTORS = 0x100;

    /** From selector 8 on; those that are null here are gates. */
    static final List<Descriptor> SEGMENTS =
            List.of(
                    new Descriptor(0, -1, PAGES | CODE_R),
                    new Descriptor(0, -1, PAGES | DATA_W),
                    new Descriptor(0, 0xFFFF, CODE_R),
                    new Descriptor(0, 0xFFFF, DATA_W),
                    new Descriptor(0, -1, PAGES | CODE_R | 0x60),
                    new Descriptor(0, -1, PAGES | DATA_W | 0x60),
                    new Descriptor(0, 0xFFFF, CODE_R | 0x60),
                    new Descriptor(0, 0xFFFF, DATA_W | 0x60),
                    new Descriptor(0, -1, PAGES | CODE_R | 4), // conforming
                    new Descriptor(0, 0xFFF, BIG | DATA_W | 0x64), // expand-down
                    new Descriptor(0, 0xFFF, DATA_W | 0x64),
                    new Descriptor(LDT, 0xFF, 0x82),
                    new Descriptor(TSS, 0xE8, 0x8B),
                    new Descriptor(OTHER_TSS, 0x67, 0xE9),
                    new Descriptor(TSS16, 0x2B, 0xE1));

    /** Behind the gates, from selector 98h on. */
    static final List<Descriptor> MORE_SEGMENTS =
            List.of(
                    new Descriptor(0, -1, PAGES | 0x7B), // not present
                    new Descriptor(0, -1, PAGES | 0x73),
                    new Descriptor(0, -1, PAGES | CODE_R | 0x20),
                    new Descriptor(0, -1, PAGES | DATA_W | 0x20),
                    new Descriptor(0, -1, PAGES | CODE_R | 0x40),
                    new Descriptor(0, -1, PAGES | DATA_W | 0x40),
                    new Descriptor(0, -1, PAGES | 0xF9), // execute only
                    new Descriptor(0, -1, PAGES | 0xF1), // read only
                    new Descriptor(0x5, 0xBFFF, BIG | 0xFB), // unaligned base
                    new Descriptor(0xFFFFF000, -1, PAGES | 0xF3), // wraps at 4 GiB
                    new Descriptor(0, 0xFFFF, 0x8E), // an interrupt gate has no place here
                    new Descriptor(0, 0xFFFF, 0x88), // reserved
                    new Descriptor(OTHER_TSS16, 0x2B, 0xE1));

    private Layout() {}
}
