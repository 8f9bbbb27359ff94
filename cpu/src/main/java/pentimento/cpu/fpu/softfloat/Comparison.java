package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.QUIET_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

/** Order of two 80-bit numbers, as condition codes where FSW has them. */
public final class Comparison {
    public static final int GREATER = 0, LESS = 0x100, EQUAL = 0x4000, UNORDERED = 0x4500;
    public static final int CONDITION = 0x4500;

    private Comparison() {}

    /**
     * @param quietly true if only a signaling NaN is invalid (FUCOM)
     * @param denormal DENORMAL if an operand was one before it was converted
     * @return flags and one of the four outcomes
     */
    public static int compare(
            int aSignExponent,
            long aSignificand,
            int bSignExponent,
            long bSignificand,
            boolean quietly,
            int denormal) {
        if (Float80.isUnsupported(aSignExponent, aSignificand)
                || Float80.isUnsupported(bSignExponent, bSignificand)) {
            return UNORDERED | INVALID;
        }
        boolean aNan = Float80.isNan(aSignExponent, aSignificand);
        boolean bNan = Float80.isNan(bSignExponent, bSignificand);
        if (aNan || bNan) {
            boolean signaling =
                    aNan && (aSignificand & QUIET_BIT) == 0
                            || bNan && (bSignificand & QUIET_BIT) == 0;
            return quietly && !signaling ? UNORDERED : UNORDERED | INVALID;
        }
        int flags = denormal;
        if (Float80.isDenormal(aSignExponent, aSignificand)
                || Float80.isDenormal(bSignExponent, bSignificand)) {
            flags |= DENORMAL;
        }
        if (aSignificand == 0 && bSignificand == 0) {
            return flags | EQUAL;
        }
        boolean aNegative = (aSignExponent & SIGN) != 0, bNegative = (bSignExponent & SIGN) != 0;
        if (aNegative != bNegative) {
            return flags | (aNegative ? LESS : GREATER);
        }
        int order = compareMagnitude(aSignExponent, aSignificand, bSignExponent, bSignificand);
        if (order == 0) {
            return flags | EQUAL;
        }
        return flags | (order < 0 != aNegative ? LESS : GREATER);
    }

    private static int compareMagnitude(
            int aSignExponent, long aSignificand, int bSignExponent, long bSignificand) {
        // A pseudo-denormal has the value of a normal number with exponent 1.
        int aExponent = Math.max(aSignExponent & EXPONENT, 1);
        int bExponent = Math.max(bSignExponent & EXPONENT, 1);
        if (aSignificand == 0 || bSignificand == 0 || aExponent == bExponent) {
            return Long.compareUnsigned(aSignificand, bSignificand);
        }
        return aExponent - bExponent;
    }
}
