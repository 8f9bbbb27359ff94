package pentimento.jit.runtime;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.NEAREST;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.ROUNDED_UP;
import static pentimento.cpu.fpu.softfloat.Float80.ROUNDING_CONTROL;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.Comparison;
import pentimento.cpu.fpu.softfloat.Conversion;
import pentimento.cpu.fpu.softfloat.Float80;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.SquareRoot;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;

/**
 * What x87 instructions of translated code need beside sums and products: conversions, comparisons,
 * and the unit's registers as they are written back. Conversions that give two values are two
 * methods; one that has a result and flags leaves the flags in a {@link FloatResult}.
 */
public final class Numerics {
    /** The answer of {@link #compare} for operands that the interpreter must look at. */
    public static final int SPECIAL = -1;

    /** In the number of the last instruction: there is one. */
    public static final long RECORDED = 1L << 62;

    private static final int OPCODE_SHIFT = 32, OPCODE = 0x7FF;
    private static final int EXPONENT_32 = 0xFF, BIAS_32 = 127, FRACTION_32 = 23;
    private static final int EXPONENT_64 = 0x7FF, BIAS_64 = 1023, FRACTION_64 = 52;
    private static final int C1_SHIFT = Integer.numberOfTrailingZeros(ROUNDED_UP);

    private Numerics() {}

    // ---------------------------------------------------------------- the unit

    /**
     * @return TOP and occupied registers, as {@code StackState.place} has them
     */
    public static int place(FpuState fpu) {
        return fpu.top | fpu.occupied << 3;
    }

    /**
     * @param opcode eleven bits
     * @return what tells {@link #leave} the last instruction
     */
    public static long instruction(int eip, int opcode) {
        return RECORDED | (long) opcode << OPCODE_SHIFT | eip & 0xFFFFFFFFL;
    }

    /**
     * The unit as a region leaves it, but for the registers' contents.
     *
     * @param instruction the last that leaves its address, or 0
     * @param segment index of the segment register of the last operand in memory, or -1
     */
    public static void leave(
            FpuState fpu,
            CpuState cpu,
            int status,
            int place,
            long instruction,
            int segment,
            int offset) {
        fpu.status = status;
        fpu.top = place & 7;
        fpu.occupied = place >>> 3;
        if (instruction != 0) {
            fpu.instructionOffset = (int) instruction;
            fpu.instructionSelector = cpu.segments[Segment.CS].selector;
            fpu.opcode = (int) (instruction >>> OPCODE_SHIFT) & OPCODE;
        }
        if (segment >= 0) {
            fpu.operandOffset = offset;
            fpu.operandSelector = cpu.segments[segment].selector;
        }
    }

    // ---------------------------------------------------------------- from memory

    /**
     * @return true for the bits of a double that is normal or zero
     */
    public static boolean isPlain(long bits) {
        int exponent = (int) (bits >>> FRACTION_64) & EXPONENT_64;
        return exponent != 0 ? exponent != EXPONENT_64 : bits << 1 == 0;
    }

    /** Its significand. */
    public static long significand(long bits) {
        return bits << 1 == 0 ? 0 : bits << 11 | INTEGER_BIT;
    }

    /** Its sign and exponent. */
    public static int signExponent(long bits) {
        int sign = (int) (bits >>> 48) & SIGN;
        int exponent = (int) (bits >>> FRACTION_64) & EXPONENT_64;
        return exponent == 0 ? sign : sign | exponent + (BIAS - BIAS_64);
    }

    /** The same for the bits of a single. */
    public static boolean isPlain(int bits) {
        int exponent = bits >>> FRACTION_32 & EXPONENT_32;
        return exponent != 0 ? exponent != EXPONENT_32 : bits << 1 == 0;
    }

    public static long significand(int bits) {
        return bits << 1 == 0 ? 0 : (long) bits << 40 | INTEGER_BIT;
    }

    public static int signExponent(int bits) {
        int sign = bits >>> 16 & SIGN;
        int exponent = bits >>> FRACTION_32 & EXPONENT_32;
        return exponent == 0 ? sign : sign | exponent + (BIAS - BIAS_32);
    }

    /** The significand of an integer. */
    public static long integerSignificand(long value) {
        long magnitude = Math.abs(value);
        return magnitude << Long.numberOfLeadingZeros(magnitude);
    }

    /** Its sign and exponent. */
    public static int integerSignExponent(long value) {
        int exponent = BIAS + 63 - Long.numberOfLeadingZeros(Math.abs(value));
        return value == 0 ? 0 : (int) (value >>> 63) << 15 | exponent;
    }

    // ---------------------------------------------------------------- to memory

    /**
     * @param control as in {@link Float80}
     * @return the bits of a double
     */
    public static long toDouble(
            int signExponent, long significand, int control, FloatResult result) {
        int exponent = (signExponent & EXPONENT) - BIAS + BIAS_64;
        long bits = (long) (signExponent & SIGN) << 48;
        int flags = 0;
        if (significand < 0
                && Integer.compareUnsigned(exponent - 1, EXPONENT_64 - 2) < 0
                && (control & ROUNDING_CONTROL) == NEAREST) {
            long rest = significand << 53, kept = significand >>> 11;
            long up = rest >>> 63 & (rest == INTEGER_BIT ? kept : 1);
            bits += ((long) (exponent - 1) << FRACTION_64) + kept + up; // the integer bit carries
            flags = rest == 0 ? 0 : PRECISION | (int) up << C1_SHIFT;
        } else if (significand != 0 || (signExponent & EXPONENT) != 0) {
            flags = Conversion.toDouble(signExponent, significand, control, result);
            bits = result.significand;
        }
        result.flags = flags;
        return bits;
    }

    /**
     * @return the bits of a single
     */
    public static int toSingle(
            int signExponent, long significand, int control, FloatResult result) {
        int exponent = (signExponent & EXPONENT) - BIAS + BIAS_32;
        int bits = (signExponent & SIGN) << 16;
        int flags = 0;
        if (significand < 0
                && Integer.compareUnsigned(exponent - 1, EXPONENT_32 - 2) < 0
                && (control & ROUNDING_CONTROL) == NEAREST) {
            long rest = significand << 24;
            int kept = (int) (significand >>> 40);
            int up = (int) (rest >>> 63) & (rest == INTEGER_BIT ? kept : 1);
            bits += (exponent - 1 << FRACTION_32) + kept + up;
            flags = rest == 0 ? 0 : PRECISION | up << C1_SHIFT;
        } else if (significand != 0 || (signExponent & EXPONENT) != 0) {
            flags = Conversion.toSingle(signExponent, significand, control, result);
            bits = (int) result.significand;
        }
        result.flags = flags;
        return bits;
    }

    /**
     * @param bits 16, 32 or 64
     * @return a signed integer
     */
    public static long toInteger(
            int signExponent, long significand, int bits, int control, FloatResult result) {
        int exponent = (signExponent & EXPONENT) - BIAS;
        int mode = control & ROUNDING_CONTROL;
        long value;
        int flags;
        if (significand < 0
                && Integer.compareUnsigned(exponent, bits - 2) < 0
                && (mode == NEAREST || mode == Float80.TOWARDS_ZERO)) {
            long rest = significand << exponent + 1;
            value = significand >>> 63 - exponent;
            long up = rest >>> 63 & (rest == INTEGER_BIT ? value : 1);
            up = mode == NEAREST ? up : 0;
            value += up;
            value = (signExponent & SIGN) == 0 ? value : -value;
            flags = rest == 0 ? 0 : PRECISION | (int) up << C1_SHIFT;
        } else {
            flags = Conversion.toInteger(signExponent, significand, bits, control, result);
            value = result.significand;
        }
        result.flags = flags;
        return value;
    }

    // ---------------------------------------------------------------- comparisons

    private static boolean isPlain(int signExponent, long significand) {
        int exponent = signExponent & EXPONENT;
        return significand < 0
                ? Integer.compareUnsigned(exponent - 1, EXPONENT - 1) < 0
                        || significand == INTEGER_BIT && exponent == EXPONENT
                : significand == 0 && exponent == 0;
    }

    /**
     * @return condition codes, or {@link #SPECIAL} for denormals, NaNs and what is no number
     */
    public static int compare(int ea, long a, int eb, long b) {
        if (!isPlain(ea, a) || !isPlain(eb, b)) {
            return SPECIAL;
        }
        if (((ea ^ eb) & SIGN) != 0) {
            boolean negative = (ea & SIGN) != 0;
            return (a | b) == 0
                    ? Comparison.EQUAL
                    : negative ? Comparison.LESS : Comparison.GREATER;
        }
        int order = ea == eb ? Long.compareUnsigned(a, b) : ea - eb;
        if (order == 0) {
            return Comparison.EQUAL;
        }
        return order < 0 != ((ea & SIGN) != 0) ? Comparison.LESS : Comparison.GREATER;
    }

    /**
     * @param outcome of a comparison, as condition codes
     * @return the result that ZF, SF and PF of it derive from
     */
    public static int flagsResult(int outcome) {
        return outcome == Comparison.EQUAL ? 0 : 1;
    }

    /** The carries that belong to it: CF, and a correction for PF, which is clear. */
    public static int flagsCarries(int outcome) {
        return outcome == Comparison.LESS ? 0xC0000000 : outcome == Comparison.EQUAL ? 0x100 : 0;
    }

    /**
     * FXAM.
     *
     * @return condition codes of a register that is not empty
     */
    public static int examine(int signExponent, long significand) {
        int exponent = signExponent & EXPONENT;
        int kind;
        if (exponent == 0) {
            kind = significand == 0 ? FpuState.C3 : FpuState.C3 | FpuState.C2;
        } else if (significand >= 0) {
            kind = 0;
        } else if (exponent != EXPONENT) {
            kind = FpuState.C2;
        } else {
            kind = significand == INTEGER_BIT ? FpuState.C2 | FpuState.C0 : FpuState.C0;
        }
        return (signExponent & SIGN) == 0 ? kind : kind | FpuState.C1;
    }

    // ---------------------------------------------------------------- functions

    public static long squareRoot(
            int signExponent, long significand, int control, FloatResult result) {
        result.flags = SquareRoot.squareRoot(signExponent, significand, control, result);
        return result.significand;
    }

    /** FRNDINT. */
    public static long toIntegral(
            int signExponent, long significand, int control, FloatResult result) {
        result.flags = Conversion.toIntegral(signExponent, significand, control, result);
        return result.significand;
    }
}
