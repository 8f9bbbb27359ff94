package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

/** Square root of an 80-bit number. */
public final class SquareRoot {
    private SquareRoot() {}

    /**
     * @param control as in {@link Float80}
     * @return flags
     */
    public static int squareRoot(
            int signExponent, long significand, int control, FloatResult result) {
        if (Float80.isUnsupported(signExponent, significand)) {
            return Float80.invalid(result);
        }
        if (Float80.isNan(signExponent, significand)) {
            return Float80.quiet(signExponent, significand, result);
        }
        if (Float80.isZero(signExponent, significand)) {
            result.set(signExponent, 0);
            return 0;
        }
        if ((signExponent & SIGN) != 0) {
            return Float80.invalid(result);
        }
        if (Float80.isInfinity(signExponent, significand)) {
            result.set(signExponent, significand);
            return 0;
        }
        int flags = Float80.isDenormal(signExponent, significand) ? DENORMAL : 0;
        if ((flags & ~control) != 0) {
            return flags;
        }
        int exponent = Float80.normalExponent(signExponent, significand) - BIAS;
        long normal = Float80.normalSignificand(significand);
        // The radicand is high:low with an even exponent, in 2^126 .. 2^128 - 1.
        boolean odd = (exponent & 1) != 0;
        long high = odd ? normal : normal >>> 1, low = odd ? 0 : normal << 63;
        long root = root(high, low);
        long rest = low - root * root;
        long restHigh = high - Math.unsignedMultiplyHigh(root, root) - borrow(low, root * root);
        long tail = 0;
        if (rest != 0 || restHigh != 0) {
            // The root of an integer is never half-way; above if the rest exceeds the root.
            boolean above = restHigh != 0 || Long.compareUnsigned(rest, root) > 0;
            tail = above ? INTEGER_BIT | 1 : 1;
        }
        return flags | Rounding.round(0, (exponent >> 1) + BIAS, root, tail, control, result);
    }

    /**
     * @return the largest r with r * r <= high:low
     */
    private static long root(long high, long low) {
        double estimate = Math.sqrt(unsignedDouble(high)) * 0x1p32;
        long root = estimate >= 0x1p64 ? -1 : (long) (estimate * 0.5) << 1;
        long square = root * root;
        double error =
                (double) (high - Math.unsignedMultiplyHigh(root, root) - borrow(low, square))
                                * 0x1p64
                        + unsignedDouble(low - square);
        long correction = (long) Math.floor(error / (2 * unsignedDouble(root)));
        long corrected = root + correction;
        // The correction may carry out of 64 bits at the very top of the range.
        root = correction > 0 && corrected >= 0 ? -1 : corrected;
        while (exceeds(root, high, low)) {
            root--;
        }
        while (root != -1 && !exceeds(root + 1, high, low)) {
            root++;
        }
        return root;
    }

    private static boolean exceeds(long root, long high, long low) {
        int order = Long.compareUnsigned(Math.unsignedMultiplyHigh(root, root), high);
        return order > 0 || order == 0 && Long.compareUnsigned(root * root, low) > 0;
    }

    private static long borrow(long minuend, long subtrahend) {
        return Long.compareUnsigned(minuend, subtrahend) < 0 ? 1 : 0;
    }

    private static double unsignedDouble(long value) {
        return value >= 0 ? value : (double) (value >>> 1 | value & 1) * 2;
    }
}
