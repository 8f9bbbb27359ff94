package pentimento.cpu.alu;

import pentimento.cpu.state.Flags;

/**
 * Shifts and rotates. Counts are masked to 5 bits; a count of 0 changes no flag. OF is defined for
 * a count of 1 and follows the same formula for others; AF is undefined and becomes 0.
 *
 * @see "SDM vol. 2B, SAL/SAR/SHL/SHR, RCL/RCR/ROL/ROR, SHLD, SHRD"
 */
public final class Shifts {
    private static final int COUNT = 31;

    private Shifts() {}

    public static int shl(Flags flags, Width width, int value, int count) {
        int n = count & COUNT;
        if (n == 0) {
            return value;
        }
        int result = value << n;
        flags.set(width.signExtend(result), carriesOfShl(width, value, n));
        return result;
    }

    /**
     * @param n 1..31
     * @return the carries as {@link Flags#set} takes them
     */
    public static int carriesOfShl(Width width, int value, int n) {
        int atSign = value << width.toTop() << n - 1; // CF, then the result's sign
        return atSign & Flags.CARRY_OUT_AND_IN;
    }

    public static int shr(Flags flags, Width width, int value, int count) {
        int n = count & COUNT;
        if (n == 0) {
            return value;
        }
        int result = width.truncate(value) >>> n - 1 >>> 1;
        flags.set(width.signExtend(result), carriesOfShr(width, value, n));
        return result;
    }

    /**
     * @param n 1..31
     * @return the carries as {@link Flags#set} takes them
     */
    public static int carriesOfShr(Width width, int value, int n) {
        int before = width.truncate(value) >>> n - 1;
        int carry = before & 1, overflow = width.sign(before);
        return carry << 31 | (carry ^ overflow) << 30;
    }

    public static int sar(Flags flags, Width width, int value, int count) {
        int n = count & COUNT;
        if (n == 0) {
            return value;
        }
        int result = width.signExtend(value) >> n - 1 >> 1;
        flags.set(result, carriesOfSar(width, value, n));
        return result;
    }

    /**
     * @param n 1..31
     * @return the carries as {@link Flags#set} takes them
     */
    public static int carriesOfSar(Width width, int value, int n) {
        int before = width.signExtend(value) >> n - 1;
        return -(before & 1) & Flags.CARRY_OUT_AND_IN;
    }

    public static int rol(Flags flags, Width width, int value, int count) {
        if ((count & COUNT) == 0) {
            return value;
        }
        int result = rotateLeft(width, value, count & width.bits() - 1);
        int carry = result & 1;
        flags.setCarryAndOverflow(carry, carry ^ width.sign(result));
        return result;
    }

    public static int ror(Flags flags, Width width, int value, int count) {
        if ((count & COUNT) == 0) {
            return value;
        }
        int result = rotateLeft(width, value, width.bits() - count & width.bits() - 1);
        int carry = width.sign(result);
        flags.setCarryAndOverflow(carry, carry ^ width.sign(result << 1));
        return result;
    }

    private static int rotateLeft(Width width, int value, int n) {
        int bits = width.truncate(value);
        return bits << n | (n == 0 ? 0 : bits >>> width.bits() - n);
    }

    public static int rcl(Flags flags, Width width, int value, int count) {
        int n = (count & COUNT) % (width.bits() + 1);
        if (n == 0) {
            return value;
        }
        long ring = ring(flags, width, value);
        long turned = ring << n | ring >>> width.bits() + 1 - n;
        int carry = (int) (turned >>> width.bits()) & 1;
        flags.setCarryAndOverflow(carry, carry ^ width.sign((int) turned));
        return (int) turned;
    }

    public static int rcr(Flags flags, Width width, int value, int count) {
        int n = (count & COUNT) % (width.bits() + 1);
        if (n == 0) {
            return value;
        }
        long ring = ring(flags, width, value);
        long turned = ring >>> n | ring << width.bits() + 1 - n;
        int result = (int) turned;
        int carry = (int) (turned >>> width.bits()) & 1;
        flags.setCarryAndOverflow(carry, width.sign(result) ^ width.sign(result << 1));
        return result;
    }

    /**
     * @return the value with CF above its sign
     */
    private static long ring(Flags flags, Width width, int value) {
        return width.truncate(value) & 0xFFFFFFFFL | (long) flags.carry() << width.bits();
    }

    /** SHLD. A 16-bit count above 16 is undefined: the source comes round, then the destination. */
    public static int shld(Flags flags, Width width, int value, int source, int count) {
        int n = count & COUNT;
        if (n == 0) {
            return value;
        }
        int low = width.truncate(source);
        long both =
                width.bits() == 32
                        ? (long) value << 32 | low & 0xFFFFFFFFL
                        : ((long) width.truncate(value) << 16 | low) << 16 | width.truncate(value);
        long before = both << n - 1 << 64 - (width.bits() == 32 ? 64 : 48);
        int carry = (int) (before >>> 63);
        int result = (int) (before << 1 >>> 64 - width.bits());
        flags.set(width.signExtend(result), carry << 31 | width.sign(result) << 30);
        return result;
    }

    /** SHRD. */
    public static int shrd(Flags flags, Width width, int value, int source, int count) {
        int n = count & COUNT;
        if (n == 0) {
            return value;
        }
        long low = width.truncate(value) & 0xFFFFFFFFL;
        long both =
                width.bits() == 32
                        ? (long) source << 32 | low
                        : low << 32 | (long) width.truncate(source) << 16 | low;
        long before = both >>> n - 1;
        int carry = (int) before & 1, result = (int) (before >>> 1);
        int overflow = width.sign(result) ^ width.sign((int) before);
        flags.set(width.signExtend(result), carry << 31 | (carry ^ overflow) << 30);
        return result;
    }
}
