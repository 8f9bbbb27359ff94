package pentimento.cpu.fpu.simd;

/**
 * Packed integers in a long: sums, differences, comparisons and shifts on all lanes at once. A lane
 * is 8, 16 or 32 bits wide; its sign bit keeps carries from crossing into the next.
 */
public final class Packed {
    private Packed() {}

    /**
     * @return the top bit of each lane
     */
    private static long signs(int width) {
        return switch (width) {
            case 8 -> 0x8080_8080_8080_8080L;
            case 16 -> 0x8000_8000_8000_8000L;
            default -> 0x8000_0000_8000_0000L;
        };
    }

    /**
     * @param bits some of the lanes' top bits
     * @return all ones in those lanes
     */
    private static long fill(long bits, int width) {
        return (bits << 1) - (bits >>> width - 1);
    }

    private static long select(long mask, long a, long b) {
        return a & mask | b & ~mask;
    }

    public static long add(long a, long b, int width) {
        long signs = signs(width);
        return (a & ~signs) + (b & ~signs) ^ (a ^ b) & signs;
    }

    public static long subtract(long a, long b, int width) {
        long signs = signs(width);
        return (a | signs) - (b & ~signs) ^ (a ^ ~b) & signs;
    }

    public static long addUnsignedSaturated(long a, long b, int width) {
        long sum = add(a, b, width);
        long carries = (a & b | (a | b) & ~sum) & signs(width);
        return sum | fill(carries, width);
    }

    public static long subtractUnsignedSaturated(long a, long b, int width) {
        long difference = subtract(a, b, width);
        long borrows = (~a & b | (~a | b) & difference) & signs(width);
        return difference & ~fill(borrows, width);
    }

    public static long addSaturated(long a, long b, int width) {
        long sum = add(a, b, width);
        return saturate(a, sum, ~(a ^ b) & (a ^ sum), width);
    }

    public static long subtractSaturated(long a, long b, int width) {
        long difference = subtract(a, b, width);
        return saturate(a, difference, (a ^ b) & (a ^ difference), width);
    }

    private static long saturate(long a, long result, long overflows, int width) {
        long signs = signs(width);
        long limits = ((a & signs) >>> width - 1) + ~signs; // 7F.. or 80.. by a's sign
        return select(fill(overflows & signs, width), limits, result);
    }

    public static long equal(long a, long b, int width) {
        long signs = signs(width), difference = a ^ b;
        return fill(~((difference & ~signs) + ~signs | difference) & signs, width);
    }

    /** Signed. */
    public static long greater(long a, long b, int width) {
        long difference = subtract(b, a, width);
        return fill((difference ^ (b ^ a) & (b ^ difference)) & signs(width), width);
    }

    public static long maximum(long a, long b, int width) {
        return select(greater(a, b, width), a, b);
    }

    public static long minimum(long a, long b, int width) {
        return select(greater(a, b, width), b, a);
    }

    public static long maximumUnsigned(long a, long b, int width) {
        long signs = signs(width);
        return select(greater(a ^ signs, b ^ signs, width), a, b);
    }

    public static long minimumUnsigned(long a, long b, int width) {
        long signs = signs(width);
        return select(greater(a ^ signs, b ^ signs, width), b, a);
    }

    /** Unsigned, rounded up. */
    public static long average(long a, long b, int width) {
        long lowest = signs(width) >>> width - 1;
        return subtract(a | b, ((a ^ b) & ~lowest) >>> 1, width);
    }

    public static long absolute(long a, int width) {
        long negative = fill(a & signs(width), width);
        return subtract(a ^ negative, negative, width);
    }

    /** PSIGN: the first, negated or cleared where the second is negative or zero. */
    public static long sign(long a, long b, int width) {
        long negative = fill(b & signs(width), width);
        return subtract(a ^ negative, negative, width) & ~equal(b, 0, width);
    }

    /**
     * @param count unsigned; everything is shifted out from the lane's width on
     */
    public static long shiftLeft(long a, long count, int width) {
        if (Long.compareUnsigned(count, width) >= 0) {
            return 0;
        }
        int n = (int) count;
        return (a & fill(signs(width) >>> n, width - n)) << n;
    }

    public static long shiftRight(long a, long count, int width) {
        if (Long.compareUnsigned(count, width) >= 0) {
            return 0;
        }
        int n = (int) count;
        return a >>> n & fill(signs(width) >>> n, width - n);
    }

    /** Arithmetic. */
    public static long shiftRightSigned(long a, long count, int width) {
        int n = Long.compareUnsigned(count, width) >= 0 ? width - 1 : (int) count;
        long signs = signs(width) >>> n;
        return subtract(shiftRight(a, n, width) ^ signs, signs, width);
    }

    public static long shiftLeft64(long a, long count) {
        return Long.compareUnsigned(count, 64) >= 0 ? 0 : a << count;
    }

    public static long shiftRight64(long a, long count) {
        return Long.compareUnsigned(count, 64) >= 0 ? 0 : a >>> count;
    }
}
