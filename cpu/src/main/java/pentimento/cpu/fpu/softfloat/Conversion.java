package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.NARROW_RANGE;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_24;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_53;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_CONTROL;
import static pentimento.cpu.fpu.softfloat.Float80.ROUNDED_UP;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

/**
 * Between the 80-bit format and the others: single, double, integers. Formats narrower than 80 bits
 * leave their bits in the result's significand.
 *
 * @see "SDM vol. 1, 4.2 and 4.8.3.3"
 */
public final class Conversion {
    private static final int EXPONENT_32 = 0xFF, EXPONENT_64 = 0x7FF;
    private static final int BIAS_32 = 127, BIAS_64 = 1023, SHIFT_32 = 40, SHIFT_64 = 11;
    private static final int FRACTION_32 = 23, FRACTION_64 = 52;
    private static final int INDEFINITE_32 = 0xFFC0_0000;
    private static final long INDEFINITE_64 = 0xFFF8L << 48;

    private Conversion() {}

    /**
     * A single-precision number, exactly; signaling NaNs stay signaling.
     *
     * @return DENORMAL if it is one, else 0
     */
    public static int fromSingle(int bits, FloatResult result) {
        int sign = bits >>> 16 & SIGN;
        int exponent = bits >>> FRACTION_32 & EXPONENT_32;
        long fraction = (long) (bits & 0x7F_FFFF) << SHIFT_32;
        return widen(sign, exponent, fraction, EXPONENT_32, BIAS_32, result);
    }

    /**
     * A double-precision number, exactly; signaling NaNs stay signaling.
     *
     * @return DENORMAL if it is one, else 0
     */
    public static int fromDouble(long bits, FloatResult result) {
        int sign = (int) (bits >>> 48) & SIGN;
        int exponent = (int) (bits >>> FRACTION_64) & EXPONENT_64;
        long fraction = (bits & 0xF_FFFF_FFFF_FFFFL) << SHIFT_64;
        return widen(sign, exponent, fraction, EXPONENT_64, BIAS_64, result);
    }

    private static int widen(
            int sign, int exponent, long fraction, int special, int bias, FloatResult result) {
        if (exponent == special) {
            result.set(sign | EXPONENT, INTEGER_BIT | fraction);
            return 0;
        }
        if (exponent != 0) {
            result.set(sign | exponent - bias + BIAS, INTEGER_BIT | fraction);
            return 0;
        }
        if (fraction == 0) {
            result.set(sign, 0);
            return 0;
        }
        int shift = Long.numberOfLeadingZeros(fraction);
        result.set(sign | BIAS - bias + 1 - shift, fraction << shift);
        return DENORMAL;
    }

    /** A signed integer, exactly. */
    public static void fromInteger(long value, FloatResult result) {
        if (value == 0) {
            result.set(0, 0);
            return;
        }
        long magnitude = Math.abs(value);
        int shift = Long.numberOfLeadingZeros(magnitude);
        result.set((value < 0 ? SIGN : 0) | BIAS + 63 - shift, magnitude << shift);
    }

    /**
     * Rounds to single precision.
     *
     * @return flags; the bits are in the result's significand
     */
    public static int toSingle(
            int signExponent, long significand, int control, FloatResult result) {
        int narrow = control & ~PRECISION_CONTROL | PRECISION_24 | NARROW_RANGE;
        int flags = toNarrow(signExponent, significand, narrow, result);
        result.significand = packSingle(result.signExponent, result.significand) & 0xFFFF_FFFFL;
        return flags;
    }

    /**
     * Rounds to double precision.
     *
     * @return flags; the bits are in the result's significand
     */
    public static int toDouble(
            int signExponent, long significand, int control, FloatResult result) {
        int narrow = control & ~PRECISION_CONTROL | PRECISION_53 | NARROW_RANGE;
        int flags = toNarrow(signExponent, significand, narrow, result);
        result.significand = packDouble(result.signExponent, result.significand);
        return flags;
    }

    private static int toNarrow(
            int signExponent, long significand, int control, FloatResult result) {
        if (Float80.isUnsupported(signExponent, significand)) {
            return Float80.invalid(result);
        }
        if ((signExponent & EXPONENT) == EXPONENT) {
            if (significand == INTEGER_BIT) {
                result.set(signExponent, significand);
                return 0;
            }
            return Float80.quiet(signExponent, significand, result);
        }
        if (significand == 0) {
            result.set(signExponent, 0);
            return 0;
        }
        return Rounding.round(
                signExponent & SIGN,
                Float80.normalExponent(signExponent, significand),
                Float80.normalSignificand(significand),
                0,
                control,
                result);
    }

    /**
     * @param significand already rounded to 24 bits and the exponent to the format's range; a clear
     *     integer bit makes a denormal
     */
    static int packSingle(int signExponent, long significand) {
        int sign = (signExponent & SIGN) << 16;
        int exponent = signExponent & EXPONENT;
        int fraction = (int) (significand >>> SHIFT_32) & 0x7F_FFFF;
        if (exponent == EXPONENT) {
            return sign | EXPONENT_32 << FRACTION_32 | fraction;
        }
        if (significand >= 0) {
            return sign | fraction;
        }
        return sign | (exponent - BIAS + BIAS_32) << FRACTION_32 | fraction;
    }

    /**
     * @param significand already rounded to 53 bits and the exponent to the format's range; a clear
     *     integer bit makes a denormal
     */
    static long packDouble(int signExponent, long significand) {
        long sign = (long) (signExponent & SIGN) << 48;
        int exponent = signExponent & EXPONENT;
        long fraction = significand >>> SHIFT_64 & 0xF_FFFF_FFFF_FFFFL;
        if (exponent == EXPONENT) {
            return sign | (long) EXPONENT_64 << FRACTION_64 | fraction;
        }
        if (significand >= 0) {
            return sign | fraction;
        }
        return sign | (long) (exponent - BIAS + BIAS_64) << FRACTION_64 | fraction;
    }

    /**
     * Rounds to a signed integer.
     *
     * @param bits 16, 32 or 64
     * @return flags; the integer is in the result's significand, the most negative one if the
     *     number does not fit
     */
    public static int toInteger(
            int signExponent, long significand, int bits, int control, FloatResult result) {
        long indefinite = -1L << bits - 1;
        int exponent = signExponent & EXPONENT;
        if (exponent > BIAS + 63 || Float80.isUnsupported(signExponent, significand)) {
            result.significand = indefinite;
            return INVALID;
        }
        int flags = toMagnitude(signExponent, significand, control, result);
        long magnitude = result.significand;
        boolean negative = (signExponent & SIGN) != 0;
        // The largest magnitude: 2^(n-1) if negative, one less if positive.
        long limit = negative ? -indefinite : ~indefinite;
        if (Long.compareUnsigned(magnitude, limit) > 0) {
            result.significand = indefinite;
            return INVALID;
        }
        result.significand = negative ? -magnitude : magnitude;
        return flags;
    }

    /**
     * Rounds the magnitude of a number below 2^64 to an integer.
     *
     * @return flags; the unsigned integer is in the result's significand
     */
    static int toMagnitude(int signExponent, long significand, int control, FloatResult result) {
        int exponent = (signExponent & EXPONENT) - BIAS;
        long whole = exponent < 0 ? 0 : significand >>> 63 - exponent;
        long tail;
        if (exponent >= 0) {
            tail = exponent == 63 ? 0 : significand << exponent + 1;
        } else {
            tail = exponent == -1 || significand == 0 ? significand : 1;
        }
        int flags = tail == 0 ? 0 : PRECISION;
        if (Rounding.roundsUp(signExponent & SIGN, whole, 1, tail, control)) {
            whole++;
            flags |= ROUNDED_UP;
        }
        result.significand = whole;
        return flags;
    }

    /**
     * FRNDINT: to an integer in the same format.
     *
     * @return flags
     */
    public static int toIntegral(
            int signExponent, long significand, int control, FloatResult result) {
        if (Float80.isUnsupported(signExponent, significand)) {
            return Float80.invalid(result);
        }
        if (Float80.isNan(signExponent, significand)) {
            return Float80.quiet(signExponent, significand, result);
        }
        if ((signExponent & EXPONENT) >= BIAS + 63 || significand == 0) {
            result.set(signExponent, significand);
            return 0;
        }
        int flags = Float80.isDenormal(signExponent, significand) ? DENORMAL : 0;
        if ((flags & ~control) != 0) {
            return flags;
        }
        flags |= toMagnitude(signExponent, significand, control, result);
        long magnitude = result.significand;
        if (magnitude == 0) {
            result.set(signExponent & SIGN, 0);
        } else {
            int shift = Long.numberOfLeadingZeros(magnitude);
            result.set(signExponent & SIGN | BIAS + 63 - shift, magnitude << shift);
        }
        return flags;
    }

    /** Real indefinite in single precision. */
    public static int indefiniteSingle() {
        return INDEFINITE_32;
    }

    /** Real indefinite in double precision. */
    public static long indefiniteDouble() {
        return INDEFINITE_64;
    }
}
