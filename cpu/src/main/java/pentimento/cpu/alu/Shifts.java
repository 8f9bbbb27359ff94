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
        int result = rotateLeft(width, value, count);
        int carry = result & 1;
        flags.setCarryAndOverflow(carry, carry ^ width.sign(result));
        return result;
    }

    public static int ror(Flags flags, Width width, int value, int count) {
        if ((count & COUNT) == 0) {
            return value;
        }
        int result = rotateLeft(width, value, -count);
        int carry = width.sign(result);
        flags.setCarryAndOverflow(carry, carry ^ width.sign(result << 1));
        return result;
    }

    /**
     * @param count of any sign: its low bits count
     */
    public static int rotateLeft(Width width, int value, int count) {
        if (width.bits() == 32) {
            return Integer.rotateLeft(value, count);
        }
        int n = count & width.bits() - 1, bits = width.truncate(value);
        return bits << n | bits >>> 1 >>> width.bits() - 1 - n;
    }

    public static int rcl(Flags flags, Width width, int value, int count) {
        int n = countThroughCarry(width, count);
        if (n == 0) {
            return value;
        }
        long turned = rcl(width, value, flags.carry(), n);
        int carry = (int) (turned >>> width.bits()) & 1;
        flags.setCarryAndOverflow(carry, carry ^ width.sign((int) turned));
        return (int) turned;
    }

    public static int rcr(Flags flags, Width width, int value, int count) {
        int n = countThroughCarry(width, count);
        if (n == 0) {
            return value;
        }
        long turned = rcr(width, value, flags.carry(), n);
        int result = (int) turned;
        int carry = (int) (turned >>> width.bits()) & 1;
        flags.setCarryAndOverflow(carry, width.sign(result) ^ width.sign(result << 1));
        return result;
    }

    /**
     * @return how far RCL and RCR turn, CF being part of the ring: below {@code bits + 1}
     */
    public static int countThroughCarry(Width width, int count) {
        return (count & COUNT) % (width.bits() + 1);
    }

    /**
     * @param carry CF, 0 or 1
     * @param n as {@link #countThroughCarry} gives it
     * @return the result, with the new CF above its sign
     */
    public static long rcl(Width width, int value, int carry, int n) {
        long ring = ring(width, value, carry);
        return ring << n | ring >>> width.bits() + 1 - n;
    }

    /** As {@link #rcl}. */
    public static long rcr(Width width, int value, int carry, int n) {
        long ring = ring(width, value, carry);
        return ring >>> n | ring << width.bits() + 1 - n;
    }

    private static long ring(Width width, int value, int carry) {
        return width.truncate(value) & 0xFFFFFFFFL | (long) carry << width.bits();
    }

    /** SHLD. A 16-bit count above 16 is undefined: the source comes round, then the destination. */
    public static int shld(Flags flags, Width width, int value, int source, int count) {
        int n = count & COUNT;
        if (n == 0) {
            return value;
        }
        int result = shld(width, value, source, n);
        flags.set(width.signExtend(result), carriesOfShld(width, value, source, n));
        return result;
    }

    /**
     * @param n 1..31
     */
    public static int shld(Width width, int value, int source, int n) {
        return (int) (leftBy(width, value, source, n - 1) << 1 >>> 64 - width.bits());
    }

    /**
     * @param n 1..31
     * @return the carries as {@link Flags#set} takes them
     */
    public static int carriesOfShld(Width width, int value, int source, int n) {
        long before = leftBy(width, value, source, n - 1);
        return (int) (before >>> 63) << 31 | (int) (before << 1 >>> 63) << 30;
    }

    /**
     * @return destination and source, shifted, from bit 63 down
     */
    private static long leftBy(Width width, int value, int source, int n) {
        int low = width.truncate(source);
        return width.bits() == 32
                ? ((long) value << 32 | low & 0xFFFFFFFFL) << n
                : (((long) width.truncate(value) << 16 | low) << 16 | width.truncate(value))
                        << n
                        << 16;
    }

    /** SHRD. */
    public static int shrd(Flags flags, Width width, int value, int source, int count) {
        int n = count & COUNT;
        if (n == 0) {
            return value;
        }
        int result = shrd(width, value, source, n);
        flags.set(width.signExtend(result), carriesOfShrd(width, value, source, n));
        return result;
    }

    /**
     * @param n 1..31
     */
    public static int shrd(Width width, int value, int source, int n) {
        return (int) (rightBy(width, value, source, n - 1) >>> 1);
    }

    /**
     * @param n 1..31
     * @return the carries as {@link Flags#set} takes them
     */
    public static int carriesOfShrd(Width width, int value, int source, int n) {
        long before = rightBy(width, value, source, n - 1);
        int carry = (int) before & 1;
        int overflow = width.sign((int) (before >>> 1)) ^ width.sign((int) before);
        return carry << 31 | (carry ^ overflow) << 30;
    }

    private static long rightBy(Width width, int value, int source, int n) {
        long low = width.truncate(value) & 0xFFFFFFFFL;
        return (width.bits() == 32
                        ? (long) source << 32 | low
                        : low << 32 | (long) width.truncate(source) << 16 | low)
                >>> n;
    }
}
