package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.DOWN;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.FLUSH_TO_ZERO;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.NARROW_RANGE;
import static pentimento.cpu.fpu.softfloat.Float80.NEAREST;
import static pentimento.cpu.fpu.softfloat.Float80.OVERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_24;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_53;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_64;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_CONTROL;
import static pentimento.cpu.fpu.softfloat.Float80.ROUNDED_UP;
import static pentimento.cpu.fpu.softfloat.Float80.ROUNDING_CONTROL;
import static pentimento.cpu.fpu.softfloat.Float80.UNDERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.UP;

/**
 * The last step of every operation: an exact result, held as sign, unbounded exponent, normalised
 * significand and 64 bits that follow it (the last of them sticky), becomes a number of the
 * destination's format. Tininess is detected after rounding.
 *
 * @see "SDM vol. 1, 4.8.4, 4.9.1.4 to 4.9.1.6 and 8.5.4"
 */
public final class Rounding {
    /** What an unmasked overflow or underflow leaves the exponent off by. */
    public static final int BIAS_ADJUSTMENT = 0x6000;

    private static final int DROPPED_53 = 64 - 53;
    private static final long UNIT_53 = 1L << DROPPED_53;

    private Rounding() {}

    /**
     * @param sign 0 or 8000h
     * @param exponent biased by 3FFFh, any value
     * @param significand integer bit set
     * @param tail the bits below the significand
     * @return flags
     */
    public static int round(
            int sign, int exponent, long significand, long tail, int control, FloatResult result) {
        int mode = control & (PRECISION_CONTROL | ROUNDING_CONTROL | NARROW_RANGE);
        boolean inRange = exponent > 0 && exponent < EXPONENT - 1;
        if (mode == PRECISION_64 && inRange) {
            if (tail >= 0 || tail == INTEGER_BIT && (significand & 1) == 0) {
                result.significand = significand;
                result.signExponent = sign | exponent;
                return tail == 0 ? 0 : PRECISION;
            }
            long rounded = significand + 1;
            result.significand = rounded == 0 ? INTEGER_BIT : rounded;
            result.signExponent = sign | (rounded == 0 ? exponent + 1 : exponent);
            return PRECISION | ROUNDED_UP;
        }
        if (mode == PRECISION_53 && inRange) {
            long rest = significand << 64 - DROPPED_53 | (tail == 0 ? 0 : 1);
            long kept = significand & -UNIT_53;
            if (rest >= 0 || rest == INTEGER_BIT && (kept & UNIT_53) == 0) {
                result.significand = kept;
                result.signExponent = sign | exponent;
                return rest == 0 ? 0 : PRECISION;
            }
            long rounded = kept + UNIT_53;
            result.significand = rounded == 0 ? INTEGER_BIT : rounded;
            result.signExponent = sign | (rounded == 0 ? exponent + 1 : exponent);
            return PRECISION | ROUNDED_UP;
        }
        return roundAny(sign, exponent, significand, tail, control, result);
    }

    private static int roundAny(
            int sign, int exponent, long significand, long tail, int control, FloatResult result) {
        int dropped = droppedBits(control);
        long unit = 1L << dropped;
        long rest = belowUnit(significand, tail, dropped);
        long kept = significand & -unit;
        int flags = rest == 0 ? 0 : PRECISION;
        int roundedExponent = exponent;
        if (roundsUp(sign, kept, unit, rest, control)) {
            flags |= ROUNDED_UP;
            kept += unit;
            if (kept == 0) {
                kept = INTEGER_BIT;
                roundedExponent++;
            }
        }
        if (roundedExponent > largestExponent(control)) {
            return overflow(sign, roundedExponent, kept, flags, control, result);
        }
        if (exponent < smallestExponent(control)) {
            boolean tiny = roundedExponent < smallestExponent(control);
            if (tiny && (control & UNDERFLOW) == 0) {
                if (roundedExponent + BIAS_ADJUSTMENT <= 0) {
                    result.set(sign, 0); // massive: FSCALE only
                    return UNDERFLOW | PRECISION;
                }
                result.set(sign | roundedExponent + BIAS_ADJUSTMENT, kept);
                return flags | UNDERFLOW;
            }
            if (tiny && (control & FLUSH_TO_ZERO) != 0) {
                result.set(sign, 0);
                return UNDERFLOW | PRECISION;
            }
            return denormalise(sign, exponent, significand, tail, tiny, control, result);
        }
        result.set(sign | roundedExponent, kept);
        return flags;
    }

    private static int overflow(
            int sign, int exponent, long significand, int flags, int control, FloatResult result) {
        if ((control & OVERFLOW) == 0) {
            if (exponent - BIAS_ADJUSTMENT >= EXPONENT) {
                result.set(sign | EXPONENT, INTEGER_BIT); // massive: FSCALE only
                return OVERFLOW | PRECISION | ROUNDED_UP;
            }
            result.set(sign | exponent - BIAS_ADJUSTMENT, significand);
            return flags | OVERFLOW;
        }
        int mode = control & ROUNDING_CONTROL;
        if (mode == NEAREST || mode == (sign == 0 ? UP : DOWN)) {
            result.set(sign | EXPONENT, INTEGER_BIT);
            return OVERFLOW | PRECISION | ROUNDED_UP;
        }
        result.set(sign | largestExponent(control), -(1L << droppedBits(control)));
        return OVERFLOW | PRECISION;
    }

    /** Masked underflow: the significand moves right until the exponent is the smallest. */
    private static int denormalise(
            int sign,
            int exponent,
            long significand,
            long tail,
            boolean tiny,
            int control,
            FloatResult result) {
        int smallest = smallestExponent(control);
        int shift = smallest - exponent;
        long shifted = shift < 64 ? significand >>> shift : 0;
        long shiftedTail;
        if (shift < 64) {
            shiftedTail = significand << -shift | (tail == 0 ? 0 : 1);
        } else if (shift == 64) {
            shiftedTail = significand | (tail == 0 ? 0 : 1);
        } else {
            shiftedTail = 1;
        }
        int dropped = droppedBits(control);
        long unit = 1L << dropped;
        long rest = belowUnit(shifted, shiftedTail, dropped);
        long kept = shifted & -unit;
        int flags = rest == 0 ? 0 : tiny ? PRECISION | UNDERFLOW : PRECISION;
        if (roundsUp(sign, kept, unit, rest, control)) {
            kept += unit;
            flags |= ROUNDED_UP;
        }
        boolean extendedDenormal = kept >= 0 && (control & NARROW_RANGE) == 0;
        result.set(kept == 0 || extendedDenormal ? sign : sign | smallest, kept);
        return flags;
    }

    /**
     * @return the bits that rounding removes, aligned to the left, the last of them sticky
     */
    private static long belowUnit(long significand, long tail, int dropped) {
        return dropped == 0 ? tail : significand << -dropped | (tail == 0 ? 0 : 1);
    }

    /**
     * @param rest the fraction of a unit that is to be dropped, times 2^64
     */
    static boolean roundsUp(int sign, long kept, long unit, long rest, int control) {
        return switch (control & ROUNDING_CONTROL) {
            case NEAREST -> rest < 0 && (rest != INTEGER_BIT || (kept & unit) != 0);
            case DOWN -> sign != 0 && rest != 0;
            case UP -> sign == 0 && rest != 0;
            default -> false;
        };
    }

    private static int droppedBits(int control) {
        return switch (control & PRECISION_CONTROL) {
            case PRECISION_24 -> 64 - 24;
            case PRECISION_53 -> DROPPED_53;
            default -> 0;
        };
    }

    private static int smallestExponent(int control) {
        if ((control & NARROW_RANGE) == 0) {
            return 1;
        }
        return (control & PRECISION_CONTROL) == PRECISION_24 ? BIAS - 126 : BIAS - 1022;
    }

    private static int largestExponent(int control) {
        if ((control & NARROW_RANGE) == 0) {
            return EXPONENT - 1;
        }
        return (control & PRECISION_CONTROL) == PRECISION_24 ? BIAS + 127 : BIAS + 1023;
    }
}
