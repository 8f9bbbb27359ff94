package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.NARROW_RANGE;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_64;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_CONTROL;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;
import static pentimento.cpu.fpu.softfloat.Float80.ZERO_DIVIDE;

/**
 * Exponents taken apart and added: FSCALE and FXTRACT.
 *
 * @see "SDM vol. 2A, FSCALE and FXTRACT"
 */
public final class Scaling {
    /** More than any number can be scaled by and stay one. */
    private static final int FAR = 0x1_0000;

    private Scaling() {}

    /**
     * The first times two to the power of the second, truncated.
     *
     * @return flags
     */
    public static int scale(
            int aSignExponent,
            long aSignificand,
            int bSignExponent,
            long bSignificand,
            int control,
            FloatResult result) {
        if (Float80.isUnsupported(aSignExponent, aSignificand)
                || Float80.isUnsupported(bSignExponent, bSignificand)) {
            return Float80.invalid(result);
        }
        if (Float80.isNan(aSignExponent, aSignificand)
                || Float80.isNan(bSignExponent, bSignificand)) {
            return Float80.propagate(
                    aSignExponent, aSignificand, bSignExponent, bSignificand, result);
        }
        boolean aInfinite = Float80.isInfinity(aSignExponent, aSignificand);
        boolean bNegative = (bSignExponent & SIGN) != 0;
        int sign = aSignExponent & SIGN;
        boolean bInfinite = Float80.isInfinity(bSignExponent, bSignificand);
        if (bInfinite && (bNegative ? aInfinite : aSignificand == 0)) {
            return Float80.invalid(result);
        }
        int flags =
                Float80.isDenormal(aSignExponent, aSignificand)
                                || Float80.isDenormal(bSignExponent, bSignificand)
                        ? DENORMAL
                        : 0;
        if ((flags & ~control) != 0) {
            return flags;
        }
        if (bInfinite) {
            if (bNegative) {
                result.set(sign, 0);
            } else {
                result.set(sign | EXPONENT, INTEGER_BIT);
            }
            return flags;
        }
        if (aInfinite || aSignificand == 0) {
            result.set(aSignExponent, aSignificand);
            return flags;
        }
        int power = truncate(bSignExponent, bSignificand);
        return flags
                | Rounding.round(
                        sign,
                        Float80.normalExponent(aSignExponent, aSignificand) + power,
                        Float80.normalSignificand(aSignificand),
                        0,
                        control & ~(PRECISION_CONTROL | NARROW_RANGE) | PRECISION_64,
                        result);
    }

    /**
     * A number that is neither zero nor special, as the result of an operation: a pseudo-denormal
     * becomes normal, an unmasked underflow adjusts the exponent.
     *
     * @return flags
     */
    public static int same(int signExponent, long significand, int control, FloatResult result) {
        return Rounding.round(
                signExponent & SIGN,
                Float80.normalExponent(signExponent, significand),
                Float80.normalSignificand(significand),
                0,
                control,
                result);
    }

    private static int truncate(int signExponent, long significand) {
        int exponent = (signExponent & EXPONENT) - BIAS;
        if (exponent < 0) {
            return 0;
        }
        int magnitude = exponent >= 16 ? FAR : (int) (significand >>> 63 - exponent);
        return (signExponent & SIGN) != 0 ? -magnitude : magnitude;
    }

    /**
     * FXTRACT.
     *
     * @param power becomes the unbiased exponent
     * @param fraction becomes the significand with exponent 0
     * @return flags
     */
    public static int extract(
            int signExponent,
            long significand,
            int control,
            FloatResult power,
            FloatResult fraction) {
        if (Float80.isUnsupported(signExponent, significand)) {
            Float80.invalid(power);
            return Float80.invalid(fraction);
        }
        if (Float80.isNan(signExponent, significand)) {
            Float80.quiet(signExponent, significand, power);
            return Float80.quiet(signExponent, significand, fraction);
        }
        if (Float80.isInfinity(signExponent, significand)) {
            power.set(EXPONENT, INTEGER_BIT);
            fraction.set(signExponent, significand);
            return 0;
        }
        if (significand == 0) {
            power.set(SIGN | EXPONENT, INTEGER_BIT);
            fraction.set(signExponent, 0);
            return ZERO_DIVIDE;
        }
        int flags = Float80.isDenormal(signExponent, significand) ? DENORMAL : 0;
        if ((flags & ~control) != 0) {
            return flags;
        }
        Conversion.fromInteger(Float80.normalExponent(signExponent, significand) - BIAS, power);
        fraction.set(signExponent & SIGN | BIAS, Float80.normalSignificand(significand));
        return flags;
    }
}
