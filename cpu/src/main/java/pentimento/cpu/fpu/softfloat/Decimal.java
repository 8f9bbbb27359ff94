package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

/**
 * Packed decimal integers: 18 digits in nine bytes, the sign in bit 79. The low 64 bits travel in
 * significands, the high 16 where sign and exponent do.
 *
 * @see "SDM vol. 1, 4.7"
 */
public final class Decimal {
    private static final long LIMIT = 1_000_000_000_000_000_000L;
    private static final int INDEFINITE_HIGH = 0xFFFF;
    private static final long INDEFINITE_LOW = 0xC000L << 48;

    private Decimal() {}

    /** FBLD. Digits above 9 count as the tens that they are. */
    public static void toExtended(long low, int high, FloatResult result) {
        long value = (high >>> 4 & 0xF) * 10L + (high & 0xF);
        for (int shift = 60; shift >= 0; shift -= 4) {
            value = value * 10 + (low >>> shift & 0xF);
        }
        Conversion.fromInteger(value, result);
        result.signExponent |= high & SIGN;
    }

    /**
     * FBSTP: rounds to an integer.
     *
     * @return flags
     */
    public static int fromExtended(
            int signExponent, long significand, int control, FloatResult result) {
        if ((signExponent & EXPONENT) >= BIAS + 63
                || Float80.isUnsupported(signExponent, significand)) {
            indefinite(result);
            return INVALID;
        }
        int flags = Conversion.toMagnitude(signExponent, significand, control, result);
        long rest = result.significand;
        if (rest >= LIMIT) {
            indefinite(result);
            return INVALID;
        }
        long low = 0;
        for (int shift = 0; shift < 64; shift += 4) {
            low |= rest % 10 << shift;
            rest /= 10;
        }
        result.set(signExponent & SIGN | (int) (rest / 10) << 4 | (int) (rest % 10), low);
        return flags;
    }

    /** Packed decimal indefinite. */
    public static void indefinite(FloatResult result) {
        result.set(INDEFINITE_HIGH, INDEFINITE_LOW);
    }
}
