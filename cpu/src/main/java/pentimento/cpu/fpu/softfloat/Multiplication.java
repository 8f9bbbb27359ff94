package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;
import static pentimento.cpu.fpu.softfloat.Float80.isInfinity;
import static pentimento.cpu.fpu.softfloat.Float80.isNan;
import static pentimento.cpu.fpu.softfloat.Float80.isNormal;
import static pentimento.cpu.fpu.softfloat.Float80.isUnsupported;
import static pentimento.cpu.fpu.softfloat.Float80.isZero;

/** Product of two 80-bit numbers. */
public final class Multiplication {
    private Multiplication() {}

    /**
     * @param control as in {@link Float80}
     * @return flags
     */
    public static int multiply(
            int aSignExponent,
            long aSignificand,
            int bSignExponent,
            long bSignificand,
            int control,
            FloatResult result) {
        if (isNormal(aSignExponent, aSignificand) && isNormal(bSignExponent, bSignificand)) {
            return multiplyNormal(
                    (aSignExponent ^ bSignExponent) & SIGN,
                    (aSignExponent & EXPONENT) + (bSignExponent & EXPONENT),
                    aSignificand,
                    bSignificand,
                    control,
                    result);
        }
        return multiplySpecial(
                aSignExponent, aSignificand, bSignExponent, bSignificand, 0, control, result);
    }

    /**
     * Any operands.
     *
     * @param denormal DENORMAL if an operand was one before it was converted
     */
    static int multiplySpecial(
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
        boolean infinite =
                isInfinity(aSignExponent, aSignificand) || isInfinity(bSignExponent, bSignificand);
        boolean zero = isZero(aSignExponent, aSignificand) || isZero(bSignExponent, bSignificand);
        if (infinite && zero) {
            return Float80.invalid(result);
        }
        int flags = denormal;
        if (Float80.isDenormal(aSignExponent, aSignificand)
                || Float80.isDenormal(bSignExponent, bSignificand)) {
            flags |= DENORMAL;
        }
        if ((flags & ~control) != 0) {
            return flags;
        }
        if (infinite) {
            result.set(sign | EXPONENT, INTEGER_BIT);
            return flags;
        }
        if (zero) {
            result.set(sign, 0);
            return flags;
        }
        return flags
                | multiplyNormal(
                        sign,
                        Float80.normalExponent(aSignExponent, aSignificand)
                                + Float80.normalExponent(bSignExponent, bSignificand),
                        Float80.normalSignificand(aSignificand),
                        Float80.normalSignificand(bSignificand),
                        control,
                        result);
    }

    /** Two significands with their integer bits set. */
    private static int multiplyNormal(
            int sign, int exponents, long a, long b, int control, FloatResult result) {
        long high = Math.unsignedMultiplyHigh(a, b);
        long low = a * b;
        if (high < 0) {
            return Rounding.round(sign, exponents - BIAS + 1, high, low, control, result);
        }
        return Rounding.round(
                sign, exponents - BIAS, high << 1 | low >>> 63, low << 1, control, result);
    }
}
