package pentimento.fuzz;

/** Numbers at which something may happen. */
final class Values {
    private static final long ONE = 0x8000000000000000L;
    private static final int[] EDGES = {
        0,
        1,
        -1,
        0x7F,
        0x80,
        0xFF,
        0xFFFC,
        0xFFFF,
        0x10000,
        0x7FFFFFFF,
        0x80000000,
        0xFFFFFFFC,
        0xFFFFF000,
        0xFFFFF
    };

    private Values() {}

    static int value(Choices c) {
        return switch (c.below(12)) {
            case 0, 1 -> c.below(16);
            case 2 -> c.pick(EDGES);
            case 3, 4 -> Layout.DATA + c.next8();
            case 5 -> Layout.DATA + 0x1000 - 8 + c.below(16); // at the end of a page
            case 6 -> code(c);
            case 7 -> selector(c);
            case 8 ->
                    c.pick(
                                    Layout.INERT_WINDOW,
                                    Layout.LIVE_WINDOW,
                                    Layout.UNMAPPED,
                                    Layout.ROM,
                                    0x100000,
                                    Layout.STACKS,
                                    Layout.GDT,
                                    Layout.IDT,
                                    Layout.TSS,
                                    Layout.TABLES,
                                    Layout.DIRECTORY)
                            + c.below(64);
            case 9 ->
                    c.pick(Layout.ALIAS, Layout.LARGE_ALIAS, Layout.TABLES_ALIAS)
                            + c.pick(Layout.DATA, Layout.CODE, Layout.TABLES)
                            + c.next8();
            default -> c.next32();
        };
    }

    /** An address in the code, more often than not where an instruction begins. */
    static int code(Choices c) {
        return Layout.CODE + (c.oneIn(4) ? c.next16() & 0x1FF : c.below(48) * 16);
    }

    static int selector(Choices c) {
        return c.below(Layout.SELECTORS / 8) << 3 | c.pick(0, 0, 3, 1, 4, c.below(8));
    }

    static long significand(Choices c) {
        return switch (c.below(4)) {
            case 0 -> ONE;
            case 1 -> c.pick(0, 1, -1);
            case 2 -> ONE | c.next64();
            default -> c.next64();
        };
    }

    static int exponent(Choices c) {
        int sign = c.next8() << 8 & 0x8000;
        return sign
                | switch (c.below(5)) {
                    case 0 -> 0x3FFF + c.below(64) - 32;
                    case 1 -> c.pick(0, 1, 0x7FFF, 0x7FFE);
                    case 2 -> c.pick(0x3C01, 0x43FE, 0x3F81, 0x407E); // ends of double and single
                    default -> c.next16() & 0x7FFF;
                };
    }

    /** Two singles or a double, also denormals, infinities and NaNs. */
    static long packed(Choices c) {
        return switch (c.below(5)) {
            case 0 -> Double.doubleToRawLongBits(c.next16() - 0x8000);
            case 1 -> {
                long single = Float.floatToRawIntBits(c.next16() / 16.0f) & 0xFFFFFFFFL;
                yield single << 32 | single;
            }
            case 2 -> (long) c.pick(0x7FF00000, 0x7FF80000, 0xFFF00001, 0x80000000) << 32;
            case 3 -> c.pick(0x7F800000, 0x7FC00001, 1, 0x80000001) & 0xFFFFFFFFL;
            default -> c.next64();
        };
    }
}
