package pentimento.cpu.alu;

import pentimento.cpu.state.Flags;

/** Bit tests and scans. @see "SDM vol. 2A, BSF, BSR, BT, BTC, BTR, BTS" */
public final class Bits {
    private Bits() {}

    /** CF becomes the bit; all other flags stay (OF, SF, AF, PF are undefined, ZF is unchanged). */
    public static int bt(Flags flags, Width width, int value, int bit) {
        flags.setCarry((value >>> (bit & width.bits() - 1) & 1) != 0);
        return value;
    }

    public static int bts(Flags flags, Width width, int value, int bit) {
        return bt(flags, width, value, bit) | 1 << (bit & width.bits() - 1);
    }

    public static int btr(Flags flags, Width width, int value, int bit) {
        return bt(flags, width, value, bit) & ~(1 << (bit & width.bits() - 1));
    }

    public static int btc(Flags flags, Width width, int value, int bit) {
        return bt(flags, width, value, bit) ^ 1 << (bit & width.bits() - 1);
    }

    /** BSF. ZF tells of a zero source; the destination keeps its value then. */
    public static int bsf(Flags flags, Width width, int destination, int source) {
        int bits = width.truncate(source);
        flags.setZero(bits == 0);
        return bsf(destination, bits);
    }

    public static int bsr(Flags flags, Width width, int destination, int source) {
        int bits = width.truncate(source);
        flags.setZero(bits == 0);
        return bsr(destination, bits);
    }

    /**
     * @param source zero-extended
     */
    public static int bsf(int destination, int source) {
        return source == 0 ? destination : Integer.numberOfTrailingZeros(source);
    }

    /**
     * @param source zero-extended
     */
    public static int bsr(int destination, int source) {
        return source == 0 ? destination : 31 - Integer.numberOfLeadingZeros(source);
    }
}
