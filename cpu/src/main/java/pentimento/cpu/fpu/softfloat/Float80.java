package pentimento.cpu.fpu.softfloat;

/**
 * The double extended-precision format: sign and 15-bit exponent in one int, 64-bit significand
 * with explicit integer bit in a long. All operations take a <em>control</em> word: exception masks
 * and rounding control where FCW has them, precision control likewise, and above bit 15 what only
 * the vector unit asks for. They return exception flags where FSW has them, with C1 for "rounded
 * away from zero".
 *
 * @see "SDM vol. 1, 4.2, 4.8 and 8.5"
 */
public final class Float80 {
    // Exception flags, and masks of the control word.
    public static final int INVALID = 1, DENORMAL = 2, ZERO_DIVIDE = 4;
    public static final int OVERFLOW = 8, UNDERFLOW = 0x10, PRECISION = 0x20;

    /** FSW's C1. */
    public static final int ROUNDED_UP = 0x200;

    public static final int PRECISION_CONTROL = 0x300, PRECISION_24 = 0, PRECISION_53 = 0x200;
    public static final int PRECISION_64 = 0x300;
    public static final int ROUNDING_CONTROL = 0xC00, NEAREST = 0, DOWN = 0x400, UP = 0x800;
    public static final int TOWARDS_ZERO = 0xC00;

    /** The result also has the exponent range of the format that precision control names. */
    public static final int NARROW_RANGE = 0x1_0000;

    /** Tiny results become zero (MXCSR.FTZ), if underflow is masked. */
    public static final int FLUSH_TO_ZERO = 0x2_0000;

    /** Denormal operands count as zeros (MXCSR.DAZ). */
    public static final int DENORMALS_ARE_ZERO = 0x4_0000;

    /**
     * Rounding is to nearest and the precision exception is masked and was noted before: whether a
     * result is exact makes no difference.
     */
    public static final int INEXACT_IS_OLD = 0x8_0000;

    public static final int SIGN = 0x8000, EXPONENT = 0x7FFF, BIAS = 0x3FFF;
    public static final long INTEGER_BIT = Long.MIN_VALUE, QUIET_BIT = 1L << 62;
    public static final int INDEFINITE_EXPONENT = 0xFFFF;
    public static final long INDEFINITE = INTEGER_BIT | QUIET_BIT;

    private Float80() {}

    /**
     * @return true for a normal number: neither zero, denormal, infinity, NaN nor an encoding that
     *     the format does not support
     */
    public static boolean isNormal(int signExponent, long significand) {
        return significand < 0 && (signExponent + 1 & EXPONENT) > 1;
    }

    public static boolean isZero(int signExponent, long significand) {
        return (signExponent & EXPONENT) == 0 && significand == 0;
    }

    /**
     * @return true for denormals and pseudo-denormals
     */
    public static boolean isDenormal(int signExponent, long significand) {
        return (signExponent & EXPONENT) == 0 && significand != 0;
    }

    public static boolean isInfinity(int signExponent, long significand) {
        return (signExponent & EXPONENT) == EXPONENT && significand == INTEGER_BIT;
    }

    public static boolean isNan(int signExponent, long significand) {
        return (signExponent & EXPONENT) == EXPONENT
                && significand < 0
                && significand != INTEGER_BIT;
    }

    public static boolean isSignalingNan(int signExponent, long significand) {
        return isNan(signExponent, significand) && (significand & QUIET_BIT) == 0;
    }

    /**
     * @return true for unnormals, pseudo-infinities and pseudo-NaNs, which the 387 and later refuse
     * @see "SDM vol. 1, 8.2.2"
     */
    public static boolean isUnsupported(int signExponent, long significand) {
        return (signExponent & EXPONENT) != 0 && significand >= 0;
    }

    /** The default NaN, as the answer to an invalid operation. */
    public static int invalid(FloatResult result) {
        result.set(INDEFINITE_EXPONENT, INDEFINITE);
        return INVALID;
    }

    /**
     * The result of an operation on one NaN.
     *
     * @return the flags
     */
    public static int quiet(int signExponent, long significand, FloatResult result) {
        result.set(signExponent, significand | QUIET_BIT);
        return (significand & QUIET_BIT) == 0 ? INVALID : 0;
    }

    /**
     * The result of an operation with at least one NaN, both operands supported: a quiet NaN wins
     * over a signaling one, else the larger significand, else the positive one.
     *
     * @return the flags
     * @see "SDM vol. 1, table 4-7"
     */
    public static int propagate(
            int aSignExponent,
            long aSignificand,
            int bSignExponent,
            long bSignificand,
            FloatResult result) {
        boolean aNan = isNan(aSignExponent, aSignificand);
        boolean bNan = isNan(bSignExponent, bSignificand);
        if (!bNan) {
            return quiet(aSignExponent, aSignificand, result);
        }
        if (!aNan) {
            return quiet(bSignExponent, bSignificand, result);
        }
        boolean aQuiet = (aSignificand & QUIET_BIT) != 0;
        boolean bQuiet = (bSignificand & QUIET_BIT) != 0;
        boolean takeA;
        if (aQuiet != bQuiet) {
            takeA = aQuiet;
        } else {
            int order = Long.compareUnsigned(aSignificand, bSignificand);
            takeA = order > 0 || order == 0 && aSignExponent < bSignExponent;
        }
        if (takeA) {
            result.set(aSignExponent, aSignificand | QUIET_BIT);
        } else {
            result.set(bSignExponent, bSignificand | QUIET_BIT);
        }
        return aQuiet && bQuiet ? 0 : INVALID;
    }

    /**
     * @return the exponent that the significand has once its integer bit is set, for a number that
     *     is neither zero nor special
     */
    static int normalExponent(int signExponent, long significand) {
        int exponent = Math.max(signExponent & EXPONENT, 1);
        return exponent - Long.numberOfLeadingZeros(significand);
    }

    /**
     * @return the significand shifted until its integer bit is set
     */
    static long normalSignificand(long significand) {
        return significand << Long.numberOfLeadingZeros(significand);
    }
}
