package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.BinaryOperation.ADD;
import static pentimento.cpu.fpu.softfloat.BinaryOperation.DIVIDE;
import static pentimento.cpu.fpu.softfloat.BinaryOperation.MULTIPLY;
import static pentimento.cpu.fpu.softfloat.BinaryOperation.SUBTRACT;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMALS_ARE_ZERO;
import static pentimento.cpu.fpu.softfloat.Float80.INEXACT_IS_OLD;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_24;

/**
 * Single-precision arithmetic as the vector unit does it, on bits. Every operation takes the
 * control word of {@link Float80} and adds its exceptions to the result holder's flags. The JVM's
 * own operation serves where it gives the same bits and where its exactness makes no difference:
 * rounding to nearest, operands normal or zero, result well within the normal range.
 *
 * @see "SDM vol. 1, 4.8.3 and 11.5; vol. 1, appendix E"
 */
public final class Singles {
    private static final int SIGN = Integer.MIN_VALUE, INFINITY = 0x7F80_0000;
    private static final int QUIET = 0x40_0000, INDEFINITE = 0xFFC0_0000;
    private static final int FRACTION_BITS = 23, SPECIAL_EXPONENT = 0xFF;

    private Singles() {}

    private static boolean isNan(int bits) {
        return (bits & ~SIGN) > INFINITY;
    }

    private static boolean isSignaling(int bits) {
        return isNan(bits) && (bits & QUIET) == 0;
    }

    private static boolean isDenormal(int bits) {
        return (bits & INFINITY) == 0 && (bits & ~SIGN) != 0;
    }

    /**
     * @return true for a result that neither under- nor overflowed, nor could have before rounding
     */
    private static boolean isSafeResult(int bits) {
        int exponent = (bits >>> FRACTION_BITS) & SPECIAL_EXPONENT;
        return exponent > 1 && exponent < SPECIAL_EXPONENT;
    }

    /**
     * @return the operand, or zero for a denormal if MXCSR.DAZ asks for it
     */
    static int operand(int bits, int control) {
        return (control & DENORMALS_ARE_ZERO) != 0 && isDenormal(bits) ? bits & SIGN : bits;
    }

    public static int add(int a, int b, int control, FloatResult result) {
        if ((control & INEXACT_IS_OLD) != 0 && !isDenormal(a) && !isDenormal(b)) {
            int bits = Float.floatToRawIntBits(Float.intBitsToFloat(a) + Float.intBitsToFloat(b));
            if (isSafeResult(bits)) {
                return bits;
            }
        }
        return exact(ADD, a, b, control, result);
    }

    public static int subtract(int a, int b, int control, FloatResult result) {
        if ((control & INEXACT_IS_OLD) != 0 && !isDenormal(a) && !isDenormal(b)) {
            int bits = Float.floatToRawIntBits(Float.intBitsToFloat(a) - Float.intBitsToFloat(b));
            if (isSafeResult(bits)) {
                return bits;
            }
        }
        return exact(SUBTRACT, a, b, control, result);
    }

    public static int multiply(int a, int b, int control, FloatResult result) {
        if ((control & INEXACT_IS_OLD) != 0 && !isDenormal(a) && !isDenormal(b)) {
            int bits = Float.floatToRawIntBits(Float.intBitsToFloat(a) * Float.intBitsToFloat(b));
            if (isSafeResult(bits)) {
                return bits;
            }
        }
        return exact(MULTIPLY, a, b, control, result);
    }

    public static int divide(int a, int b, int control, FloatResult result) {
        if ((control & INEXACT_IS_OLD) != 0 && !isDenormal(a) && !isDenormal(b)) {
            int bits = Float.floatToRawIntBits(Float.intBitsToFloat(a) / Float.intBitsToFloat(b));
            if (isSafeResult(bits)) {
                return bits;
            }
        }
        return exact(DIVIDE, a, b, control, result);
    }

    private static int exact(int operation, int a, int b, int control, FloatResult result) {
        int x = operand(a, control), y = operand(b, control);
        if (isNan(x) || isNan(y)) {
            return nan(x, y, result);
        }
        int denormal = Conversion.fromSingle(x, result);
        int xExponent = result.signExponent;
        long xSignificand = result.significand;
        denormal |= Conversion.fromSingle(y, result);
        int yExponent = result.signExponent;
        long ySignificand = result.significand;
        int narrow = control | PRECISION_24;
        result.flags |=
                denormal == 0
                        ? BinaryOperation.operate(
                                operation,
                                xExponent,
                                xSignificand,
                                yExponent,
                                ySignificand,
                                narrow,
                                result)
                        : BinaryOperation.operateOnDenormal(
                                operation,
                                xExponent,
                                xSignificand,
                                yExponent,
                                ySignificand,
                                narrow,
                                result);
        return Conversion.packSingle(result.signExponent, result.significand);
    }

    /** The first operand if it is a NaN, else the second, made quiet. */
    private static int nan(int a, int b, FloatResult result) {
        if (isSignaling(a) || isSignaling(b)) {
            result.flags |= INVALID;
        }
        return (isNan(a) ? a : b) | QUIET;
    }

    public static int squareRoot(int a, int control, FloatResult result) {
        if ((control & INEXACT_IS_OLD) != 0 && isSafeResult(a) && a > 0) {
            return Float.floatToRawIntBits((float) Math.sqrt(Float.intBitsToFloat(a)));
        }
        int x = operand(a, control);
        if (isNan(x)) {
            return nan(x, x, result);
        }
        int denormal = Conversion.fromSingle(x, result);
        if (x < 0 && x != SIGN) {
            result.flags |= INVALID;
            return INDEFINITE;
        }
        if ((denormal & ~control) != 0) {
            result.flags |= denormal;
            return 0;
        }
        result.flags |=
                denormal
                        | SquareRoot.squareRoot(
                                result.signExponent,
                                result.significand,
                                control | PRECISION_24,
                                result);
        return Conversion.packSingle(result.signExponent, result.significand);
    }

    /** MIN: the second operand if either is a NaN or both are zeros. */
    public static int minimum(int a, int b, int control, FloatResult result) {
        int x = operand(a, control), y = operand(b, control);
        return compare(x, y, false, result) == Comparison.LESS ? x : y;
    }

    /** MAX: the second operand if either is a NaN or both are zeros. */
    public static int maximum(int a, int b, int control, FloatResult result) {
        int x = operand(a, control), y = operand(b, control);
        return compare(x, y, false, result) == Comparison.GREATER ? x : y;
    }

    /**
     * COMIS and UCOMIS.
     *
     * @param quietly true if only a signaling NaN is invalid
     * @return one of the outcomes of {@link Comparison}
     */
    public static int order(int a, int b, boolean quietly, int control, FloatResult result) {
        return compare(operand(a, control), operand(b, control), quietly, result);
    }

    private static int compare(int a, int b, boolean quietly, FloatResult result) {
        if (isNan(a) || isNan(b)) {
            if (!quietly || isSignaling(a) || isSignaling(b)) {
                result.flags |= INVALID;
            }
            return Comparison.UNORDERED;
        }
        if (isDenormal(a) || isDenormal(b)) {
            result.flags |= DENORMAL;
        }
        if (((a | b) & ~SIGN) == 0 || a == b) {
            return Comparison.EQUAL;
        }
        boolean less = a < 0 || b < 0 ? (a & b) < 0 ? a > b : a < 0 : a < b;
        return less ? Comparison.LESS : Comparison.GREATER;
    }

    /**
     * CMPPS and relatives.
     *
     * @param predicate 0..7: EQ, LT, LE, UNORD, NEQ, NLT, NLE, ORD
     * @return all ones or zero
     */
    public static int mask(int a, int b, int predicate, int control, FloatResult result) {
        boolean quietly = (predicate & 3) == 0 || (predicate & 3) == 3;
        int outcome = order(a, b, quietly, control, result);
        boolean holds =
                switch (predicate & 3) {
                    case 0 -> outcome == Comparison.EQUAL;
                    case 1 -> outcome == Comparison.LESS;
                    case 2 -> outcome == Comparison.LESS || outcome == Comparison.EQUAL;
                    default -> outcome == Comparison.UNORDERED;
                };
        return holds != predicate > 3 ? -1 : 0;
    }

    /**
     * To a signed doubleword.
     *
     * @return 8000_0000h if it does not fit
     */
    public static int toInteger(int a, int control, FloatResult result) {
        // A denormal raises no exception of its own here.
        Conversion.fromSingle(operand(a, control), result);
        result.flags |=
                Conversion.toInteger(result.signExponent, result.significand, 32, control, result);
        return (int) result.significand;
    }

    public static int fromInteger(int value, int control, FloatResult result) {
        Conversion.fromInteger(value, result);
        result.flags |=
                Conversion.toSingle(result.signExponent, result.significand, control, result);
        return (int) result.significand;
    }

    /** To double precision, exactly. */
    public static long toDouble(int a, int control, FloatResult result) {
        int x = operand(a, control);
        int denormal = Conversion.fromSingle(x, result);
        result.flags |=
                denormal
                        | Conversion.toDouble(
                                result.signExponent, result.significand, control, result);
        return result.significand;
    }
}
