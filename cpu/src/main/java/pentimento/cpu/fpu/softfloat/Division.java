package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;
import static pentimento.cpu.fpu.softfloat.Float80.ZERO_DIVIDE;
import static pentimento.cpu.fpu.softfloat.Float80.isInfinity;
import static pentimento.cpu.fpu.softfloat.Float80.isNan;
import static pentimento.cpu.fpu.softfloat.Float80.isNormal;
import static pentimento.cpu.fpu.softfloat.Float80.isUnsupported;
import static pentimento.cpu.fpu.softfloat.Float80.isZero;

/** Quotient of two 80-bit numbers. */
public final class Division {
    private Division() {}

    /**
     * @param control as in {@link Float80}
     * @return flags
     */
    public static int divide(
            int aSignExponent,
            long aSignificand,
            int bSignExponent,
            long bSignificand,
            int control,
            FloatResult result) {
        if (isNormal(aSignExponent, aSignificand) && isNormal(bSignExponent, bSignificand)) {
            return divideNormal(
                    (aSignExponent ^ bSignExponent) & SIGN,
                    (aSignExponent & EXPONENT) - (bSignExponent & EXPONENT),
                    aSignificand,
                    bSignificand,
                    control,
                    result);
        }
        return divideSpecial(
                aSignExponent, aSignificand, bSignExponent, bSignificand, 0, control, result);
    }

    /**
     * Any operands.
     *
     * @param denormal DENORMAL if an operand was one before it was converted
     */
    static int divideSpecial(
            int aSignExponent,
            long aSignificand,
            int bSignExponent,
            long bSignificand,
            int denormal,
            int control,
            FloatResult result) {
        if (isUnsupported(aSignExponent, aSignificand)
                || isUnsupported(bSignExponent, bSignificand)) {
            return Float80.invalid(result);
        }
        if (isNan(aSignExponent, aSignificand) || isNan(bSignExponent, bSignificand)) {
            return Float80.propagate(
                    aSignExponent, aSignificand, bSignExponent, bSignificand, result);
        }
        int sign = (aSignExponent ^ bSignExponent) & SIGN;
        boolean aInfinite = isInfinity(aSignExponent, aSignificand);
        boolean bInfinite = isInfinity(bSignExponent, bSignificand);
        boolean aZero = isZero(aSignExponent, aSignificand);
        boolean bZero = isZero(bSignExponent, bSignificand);
        if (aInfinite && bInfinite || aZero && bZero) {
            return Float80.invalid(result);
        }
        if (bZero && !aInfinite) {
            result.set(sign | EXPONENT, INTEGER_BIT);
            return ZERO_DIVIDE;
        }
        int flags = denormal;
        if (Float80.isDenormal(aSignExponent, aSignificand)
                || Float80.isDenormal(bSignExponent, bSignificand)) {
            flags |= DENORMAL;
        }
        if ((flags & ~control) != 0) {
            return flags;
        }
        if (aInfinite) {
            result.set(sign | EXPONENT, INTEGER_BIT);
            return flags;
        }
        if (aZero || bInfinite) {
            result.set(sign, 0);
            return flags;
        }
        return flags
                | divideNormal(
                        sign,
                        Float80.normalExponent(aSignExponent, aSignificand)
                                - Float80.normalExponent(bSignExponent, bSignificand),
                        Float80.normalSignificand(aSignificand),
                        Float80.normalSignificand(bSignificand),
                        control,
                        result);
    }

    /** Two significands with their integer bits set. */
    private static int divideNormal(
            int sign, int exponents, long a, long b, int control, FloatResult result) {
        boolean below = Long.compareUnsigned(a, b) < 0;
        long high = below ? a : a >>> 1, low = below ? 0 : a << 63;
        long quotient = Wide.divide(high, low, b);
        long remainder = low - quotient * b;
        long tail = 0;
        if (remainder != 0) {
            // Twice the remainder against the divisor: what follows the last bit, against a half.
            int order = Long.compareUnsigned(remainder, b - remainder);
            tail = order < 0 ? 1 : order == 0 ? INTEGER_BIT : INTEGER_BIT | 1;
        }
        int exponent = exponents + BIAS - (below ? 1 : 0);
        return Rounding.round(sign, exponent, quotient, tail, control, result);
    }
}
