package pentimento.jit.runtime;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.Addition;
import pentimento.cpu.fpu.softfloat.Comparison;
import pentimento.cpu.fpu.softfloat.Conversion;
import pentimento.cpu.fpu.softfloat.Division;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.Multiplication;
import pentimento.cpu.fpu.softfloat.SquareRoot;
import pentimento.cpu.translation.X87Key;

/**
 * The x87 at a precision of 53 bits, by the JVM's {@code double}: while operands are zero or normal
 * and the result is well within the range of normal doubles, both round alike. What a result is
 * asked for is only C1, "rounded up"; that is worked out from the operands of the last operation
 * when somebody looks. Smaller and larger results, infinities and NaNs are refused, and the region
 * is left before the instruction.
 */
public final class DoubleNumerics {
    /** What C1 derives from: FSW as it is; nothing, C1 is clear; an operation on two numbers. */
    public static final int AS_IS = -1, CLEAR = 0;

    public static final int ADD = 1, SUBTRACT = 2, MULTIPLY = 3, DIVIDE = 4;

    /** Of one number, the first. */
    public static final int SQUARE_ROOT = 5, TO_SINGLE = 6;

    private static final int BIAS_64 = 1023, FRACTION_64 = 52, BELOW = 11;

    private DoubleNumerics() {}

    // ---------------------------------------------------------------- results

    /**
     * @return true for a sum or difference of normal numbers and zeros that is one itself
     */
    public static boolean isKept(double x) {
        double magnitude = Math.abs(x);
        return magnitude > Double.MIN_NORMAL && magnitude <= Double.MAX_VALUE || x == 0;
    }

    /** The same for a product. */
    public static boolean isKept(double x, double a, double b) {
        double magnitude = Math.abs(x);
        return magnitude > Double.MIN_NORMAL && magnitude <= Double.MAX_VALUE
                || x == 0 && (a == 0 || b == 0);
    }

    /** The same for a quotient or root: zero only if the first operand is. */
    public static boolean isKept(double x, double a) {
        double magnitude = Math.abs(x);
        return magnitude > Double.MIN_NORMAL && magnitude <= Double.MAX_VALUE || x == 0 && a == 0;
    }

    /**
     * @return true for a single that is normal or zero
     */
    public static boolean isKept(float x) {
        float magnitude = Math.abs(x);
        return magnitude >= Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE || x == 0;
    }

    /**
     * @return true if rounding a double to single gives a normal number, or zero of zero
     */
    public static boolean isKept(float x, double of) {
        float magnitude = Math.abs(x);
        return magnitude > Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE || of == 0;
    }

    /**
     * @return true if a double holds an integer exactly
     */
    public static boolean isExact(long value) {
        long magnitude = Math.abs(value);
        return value == 0
                || 64 - Long.numberOfLeadingZeros(magnitude) - Long.numberOfTrailingZeros(magnitude)
                        <= FRACTION_64 + 1;
    }

    // ---------------------------------------------------------------- C1

    /**
     * FSW without TOP.
     *
     * @param status with the exceptions, and with C1 as it was
     * @param kind what C1 derives from
     */
    public static int status(int status, int kind, double a, double b, FloatResult scratch) {
        if (kind == AS_IS) {
            return status;
        }
        int cleared = status & ~FpuState.C1;
        return kind == CLEAR ? cleared : cleared | flags(kind, a, b, scratch) & FpuState.C1;
    }

    private static int flags(int kind, double a, double b, FloatResult scratch) {
        long x = Double.doubleToRawLongBits(a), y = Double.doubleToRawLongBits(b);
        int ex = Numerics.signExponent(x), ey = Numerics.signExponent(y);
        long sx = Numerics.significand(x), sy = Numerics.significand(y);
        return switch (kind) {
            case ADD -> Addition.add(ex, sx, ey, sy, X87Key.DOUBLE, scratch);
            case SUBTRACT -> Addition.subtract(ex, sx, ey, sy, X87Key.DOUBLE, scratch);
            case MULTIPLY -> Multiplication.multiply(ex, sx, ey, sy, X87Key.DOUBLE, scratch);
            case DIVIDE -> Division.divide(ex, sx, ey, sy, X87Key.DOUBLE, scratch);
            case SQUARE_ROOT -> SquareRoot.squareRoot(ex, sx, X87Key.DOUBLE, scratch);
            case TO_SINGLE -> Conversion.toSingle(ex, sx, X87Key.DOUBLE, scratch);
            default -> throw new IllegalStateException("operation " + kind);
        };
    }

    // ---------------------------------------------------------------- comparisons

    /**
     * @return condition codes
     */
    public static int compare(double a, double b) {
        return a > b ? Comparison.GREATER : a < b ? Comparison.LESS : Comparison.EQUAL;
    }

    /** FXAM. */
    public static int examine(double x) {
        int kind = x == 0 ? FpuState.C3 : FpuState.C2;
        return Double.doubleToRawLongBits(x) < 0 ? kind | FpuState.C1 : kind;
    }

    // ---------------------------------------------------------------- registers

    /**
     * @return the number in a register's form, any if it is none that {@link X87Key#isDouble}
     *     accepts
     */
    public static double number(int signExponent, long significand) {
        long sign = (long) (signExponent & SIGN) << 48;
        int exponent = (signExponent & EXPONENT) - BIAS + BIAS_64;
        long bits =
                significand == 0
                        ? 0
                        : ((long) exponent << FRACTION_64)
                                + (significand << 1 >>> BELOW + 1); // without the integer bit
        return Double.longBitsToDouble(sign | bits);
    }

    public static double number(FpuState fpu, int n) {
        return number(fpu.signExponent[n], fpu.significand[n]);
    }

    /** Writes the registers that changed: bit n of the mask is Rn. */
    public static void store(
            FpuState fpu,
            int changed,
            double r0,
            double r1,
            double r2,
            double r3,
            double r4,
            double r5,
            double r6,
            double r7) {
        store(fpu, changed, 0, r0);
        store(fpu, changed, 1, r1);
        store(fpu, changed, 2, r2);
        store(fpu, changed, 3, r3);
        store(fpu, changed, 4, r4);
        store(fpu, changed, 5, r5);
        store(fpu, changed, 6, r6);
        store(fpu, changed, 7, r7);
    }

    private static void store(FpuState fpu, int changed, int n, double x) {
        if ((changed >>> n & 1) != 0) {
            long bits = Double.doubleToRawLongBits(x);
            fpu.signExponent[n] = Numerics.signExponent(bits);
            fpu.significand[n] = Numerics.significand(bits);
        }
    }

    /** Sign and exponent of a double that is normal or zero. */
    public static int signExponent(double x) {
        return Numerics.signExponent(Double.doubleToRawLongBits(x));
    }

    public static long significand(double x) {
        return Numerics.significand(Double.doubleToRawLongBits(x));
    }
}
