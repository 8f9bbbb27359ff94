package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.DOWN;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.ROUNDING_CONTROL;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;
import static pentimento.cpu.fpu.softfloat.Float80.isInfinity;
import static pentimento.cpu.fpu.softfloat.Float80.isNan;
import static pentimento.cpu.fpu.softfloat.Float80.isNormal;
import static pentimento.cpu.fpu.softfloat.Float80.isUnsupported;
import static pentimento.cpu.fpu.softfloat.Float80.isZero;

/** Sum and difference of two 80-bit numbers. */
public final class Addition {
    private Addition() {}

    /**
     * @param control as in {@link Float80}
     * @return flags
     */
    public static int add(
            int aSignExponent,
            long aSignificand,
            int bSignExponent,
            long bSignificand,
            int control,
            FloatResult result) {
        if (isNormal(aSignExponent, aSignificand) && isNormal(bSignExponent, bSignificand)) {
            return addNormal(
                    aSignExponent & SIGN,
                    aSignExponent & EXPONENT,
                    aSignificand,
                    bSignExponent & SIGN,
                    bSignExponent & EXPONENT,
                    bSignificand,
                    control,
                    result);
        }
        return addSpecial(
                aSignExponent, aSignificand, bSignExponent, bSignificand, 0, 0, control, result);
    }

    /** The first minus the second. */
    public static int subtract(
            int aSignExponent,
            long aSignificand,
            int bSignExponent,
            long bSignificand,
            int control,
            FloatResult result) {
        if (isNormal(aSignExponent, aSignificand) && isNormal(bSignExponent, bSignificand)) {
            return addNormal(
                    aSignExponent & SIGN,
                    aSignExponent & EXPONENT,
                    aSignificand,
                    bSignExponent & SIGN ^ SIGN,
                    bSignExponent & EXPONENT,
                    bSignificand,
                    control,
                    result);
        }
        return addSpecial(
                aSignExponent, aSignificand, bSignExponent, bSignificand, SIGN, 0, control, result);
    }

    /**
     * Any operands.
     *
     * @param negation SIGN to subtract; a NaN keeps its sign
     * @param denormal DENORMAL if an operand was one before it was converted
     */
    static int addSpecial(
            int aSignExponent,
            long aSignificand,
            int bSignExponent,
            long bSignificand,
            int negation,
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
        int aSign = aSignExponent & SIGN, bSign = bSignExponent & SIGN ^ negation;
        boolean aInfinite = isInfinity(aSignExponent, aSignificand);
        boolean bInfinite = isInfinity(bSignExponent, bSignificand);
        if (aInfinite && bInfinite && aSign != bSign) {
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
        if (aInfinite || bInfinite) {
            result.set((aInfinite ? aSign : bSign) | EXPONENT, INTEGER_BIT);
            return flags;
        }
        boolean aZero = isZero(aSignExponent, aSignificand);
        boolean bZero = isZero(bSignExponent, bSignificand);
        if (aZero && bZero) {
            result.set(aSign == bSign ? aSign : zeroSign(control), 0);
            return flags;
        }
        int aExponent = Float80.normalExponent(aSignExponent, aSignificand);
        int bExponent = Float80.normalExponent(bSignExponent, bSignificand);
        long aNormal = Float80.normalSignificand(aSignificand);
        long bNormal = Float80.normalSignificand(bSignificand);
        if (aZero) {
            return flags | Rounding.round(bSign, bExponent, bNormal, 0, control, result);
        }
        if (bZero) {
            return flags | Rounding.round(aSign, aExponent, aNormal, 0, control, result);
        }
        return flags
                | addNormal(aSign, aExponent, aNormal, bSign, bExponent, bNormal, control, result);
    }

    /** Two finite numbers with their integer bits set, exponents of any size. */
    private static int addNormal(
            int aSign,
            int aExponent,
            long aSignificand,
            int bSign,
            int bExponent,
            long bSignificand,
            int control,
            FloatResult result) {
        int distance = aExponent - bExponent;
        if (distance >= 0) {
            return aSign == bSign
                    ? sum(aSign, aExponent, aSignificand, bSignificand, distance, control, result)
                    : difference(
                            aSign,
                            aExponent,
                            aSignificand,
                            bSignificand,
                            distance,
                            control,
                            result);
        }
        return aSign == bSign
                ? sum(bSign, bExponent, bSignificand, aSignificand, -distance, control, result)
                : difference(
                        bSign, bExponent, bSignificand, aSignificand, -distance, control, result);
    }

    private static int sum(
            int sign,
            int exponent,
            long large,
            long small,
            int distance,
            int control,
            FloatResult result) {
        long shifted = distance < 64 ? small >>> distance : 0;
        long tail = tail(small, distance);
        long sum = large + shifted;
        if (distance == 0 || Long.compareUnsigned(sum, large) < 0) {
            tail = tail >>> 1 | tail & 1 | sum << 63;
            return Rounding.round(
                    sign, exponent + 1, sum >>> 1 | INTEGER_BIT, tail, control, result);
        }
        return Rounding.round(sign, exponent, sum, tail, control, result);
    }

    private static int difference(
            int sign,
            int exponent,
            long large,
            long small,
            int distance,
            int control,
            FloatResult result) {
        if (distance == 0) {
            long difference = large - small;
            if (difference == 0) {
                result.set(zeroSign(control), 0);
                return 0;
            }
            boolean negative = Long.compareUnsigned(large, small) < 0;
            long magnitude = negative ? -difference : difference;
            int shift = Long.numberOfLeadingZeros(magnitude);
            return Rounding.round(
                    negative ? sign ^ SIGN : sign,
                    exponent - shift,
                    magnitude << shift,
                    0,
                    control,
                    result);
        }
        long shifted = distance < 64 ? small >>> distance : 0;
        long tail = -tail(small, distance);
        long high = large - shifted - (tail == 0 ? 0 : 1);
        if (high < 0) {
            return Rounding.round(sign, exponent, high, tail, control, result);
        }
        int shift = Long.numberOfLeadingZeros(high);
        if (shift == 64) {
            return Rounding.round(sign, exponent - 64, tail, 0, control, result);
        }
        return Rounding.round(
                sign,
                exponent - shift,
                high << shift | tail >>> -shift,
                tail << shift,
                control,
                result);
    }

    /**
     * @return the bits that a shift to the right pushes out, the last of them sticky
     */
    private static long tail(long significand, int distance) {
        if (distance < 64) {
            return distance == 0 ? 0 : significand << -distance;
        }
        int below = distance - 64;
        if (below == 0) {
            return significand;
        }
        return below < 64 ? significand >>> below | (significand << -below == 0 ? 0 : 1) : 1;
    }

    /**
     * @return the sign of an exact zero difference
     */
    private static int zeroSign(int control) {
        return (control & ROUNDING_CONTROL) == DOWN ? SIGN : 0;
    }
}
