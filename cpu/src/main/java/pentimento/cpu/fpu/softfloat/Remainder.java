package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_64;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_CONTROL;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

/**
 * Remainders of 80-bit numbers: FPREM truncates the quotient, FPREM1 rounds it to the nearest. Both
 * are exact. One step reduces the exponent by less than 64.
 *
 * @see "SDM vol. 2A, FPREM and FPREM1"
 */
public final class Remainder {
    /** FSW's C0, C1 and C3 take bits 2, 0 and 1 of the quotient; C2 says that more is to do. */
    public static final int QUOTIENT_BIT2 = 0x100, QUOTIENT_BIT0 = 0x200, QUOTIENT_BIT1 = 0x4000;

    public static final int INCOMPLETE = 0x400;

    private Remainder() {}

    /**
     * @param nearest true for FPREM1
     * @return flags and condition codes
     */
    public static int remainder(
            int aSignExponent,
            long aSignificand,
            int bSignExponent,
            long bSignificand,
            boolean nearest,
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
        if (Float80.isInfinity(aSignExponent, aSignificand)
                || Float80.isZero(bSignExponent, bSignificand)) {
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
        if (aSignificand == 0) {
            result.set(aSignExponent, 0);
            return flags;
        }
        int sign = aSignExponent & SIGN;
        int exponent = Float80.normalExponent(aSignExponent, aSignificand);
        long a = Float80.normalSignificand(aSignificand);
        int full = control & ~(PRECISION_CONTROL | Float80.NARROW_RANGE) | PRECISION_64;
        if (Float80.isInfinity(bSignExponent, bSignificand)) {
            return flags | Rounding.round(sign, exponent, a, 0, full, result);
        }
        int bExponent = Float80.normalExponent(bSignExponent, bSignificand);
        long b = Float80.normalSignificand(bSignificand);
        int distance = exponent - bExponent;
        if (distance < 0) {
            if (nearest && distance == -1 && Long.compareUnsigned(a, b) > 0) {
                return flags
                        | QUOTIENT_BIT0
                        | normalise(sign ^ SIGN, exponent, (b << 1) - a, full, result);
            }
            return flags | Rounding.round(sign, exponent, a, 0, full, result);
        }
        boolean complete = distance < 64;
        int step = complete ? distance : distance & 31 | 32;
        long quotient = 0;
        long rest = a;
        if (Long.compareUnsigned(rest, b) >= 0) {
            rest -= b;
            quotient = 1;
        }
        if (step > 0) {
            long low = rest << step;
            long digits = Wide.divide(rest >>> -step, low, b);
            rest = low - digits * b;
            quotient = digits + (quotient << step);
        }
        if (!complete) {
            return flags
                    | INCOMPLETE
                    | normalise(sign, bExponent + distance - step, rest, full, result);
        }
        if (nearest) {
            int order = Long.compareUnsigned(rest, b - rest);
            if (order > 0 || order == 0 && (quotient & 1) != 0) {
                rest = b - rest;
                sign ^= SIGN;
                quotient++;
            }
        }
        return flags | quotientBits(quotient) | normalise(sign, bExponent, rest, full, result);
    }

    private static int quotientBits(long quotient) {
        return ((quotient & 4) != 0 ? QUOTIENT_BIT2 : 0)
                | ((quotient & 2) != 0 ? QUOTIENT_BIT1 : 0)
                | ((quotient & 1) != 0 ? QUOTIENT_BIT0 : 0);
    }

    private static int normalise(
            int sign, int exponent, long significand, int control, FloatResult result) {
        if (significand == 0) {
            result.set(sign, 0);
            return 0;
        }
        int shift = Long.numberOfLeadingZeros(significand);
        return Rounding.round(sign, exponent - shift, significand << shift, 0, control, result);
    }
}
