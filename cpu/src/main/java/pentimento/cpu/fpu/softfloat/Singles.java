package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.BinaryOperation.ADD;
import static pentimento.cpu.fpu.softfloat.BinaryOperation.DIVIDE;
import static pentimento.cpu.fpu.softfloat.BinaryOperation.MULTIPLY;
import static pentimento.cpu.fpu.softfloat.BinaryOperation.SUBTRACT;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMALS_ARE_ZERO;
import static pentimento.cpu.fpu.softfloat.Float80.INEXACT_IS_OLD;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.NEAREST;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_24;
import static pentimento.cpu.fpu.softfloat.Float80.ROUNDING_CONTROL;

/**
 * Single-precision arithmetic as the vector unit does it, on bits. Every operation takes the
 * control word of {@link Float80} and adds its exceptions to the result holder's flags. The JVM's
 * own operation serves where it gives the same bits: rounding to nearest, operands normal or zero,
 * result zero or well within the normal range. Whether its result is exact is found without the
 * exact path too, and only if that makes a difference.
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

    private static boolean isZero(int bits) {
        return (bits & ~SIGN) == 0;
    }

    private static int exponent(int bits) {
        return bits >>> FRACTION_BITS & SPECIAL_EXPONENT;
    }

    /**
     * @return true for a result that neither under- nor overflowed, nor could have before rounding
     */
    static boolean isSafe(int bits) {
        int exponent = exponent(bits);
        return exponent > 1 && exponent < SPECIAL_EXPONENT - 1;
    }

    /**
     * @return true if the JVM rounds as asked and takes the operands as the vector unit does
     */
    private static boolean suitsJvm(int a, int b, int control) {
        return (control & ROUNDING_CONTROL) == NEAREST && !isDenormal(a) && !isDenormal(b);
    }

    /**
     * @return the operand, or zero for a denormal if MXCSR.DAZ asks for it
     */
    static int operand(int bits, int control) {
        return (control & DENORMALS_ARE_ZERO) != 0 && isDenormal(bits) ? bits & SIGN : bits;
    }

    public static int add(int a, int b, int control, FloatResult result) {
        if (suitsJvm(a, b, control)) {
            float x = Float.intBitsToFloat(a), y = Float.intBitsToFloat(b), sum = x + y;
            int bits = Float.floatToRawIntBits(sum);
            if (isSafe(bits)) {
                if ((control & INEXACT_IS_OLD) == 0) {
                    result.flags |= errorOfSum(x, y, sum);
                }
                return bits;
            }
            if (isZero(bits)) {
                return bits;
            }
        }
        return exact(ADD, a, b, control, result);
    }

    public static int subtract(int a, int b, int control, FloatResult result) {
        if (suitsJvm(a, b, control)) {
            float x = Float.intBitsToFloat(a), y = Float.intBitsToFloat(b), difference = x - y;
            int bits = Float.floatToRawIntBits(difference);
            if (isSafe(bits)) {
                if ((control & INEXACT_IS_OLD) == 0) {
                    result.flags |= errorOfSum(x, -y, difference);
                }
                return bits;
            }
            if (isZero(bits)) {
                return bits;
            }
        }
        return exact(SUBTRACT, a, b, control, result);
    }

    /** Knuth's TwoSum: what rounding took from a sum is itself a number of the format. */
    private static int errorOfSum(float x, float y, float sum) {
        float part = sum - x;
        return x - (sum - part) + (y - part) == 0 ? 0 : PRECISION;
    }

    /** A double holds the product exactly. */
    public static int multiply(int a, int b, int control, FloatResult result) {
        if (suitsJvm(a, b, control)) {
            double product = (double) Float.intBitsToFloat(a) * Float.intBitsToFloat(b);
            float rounded = (float) product;
            int bits = Float.floatToRawIntBits(rounded);
            if (isSafe(bits) || product == 0) {
                result.flags |= rounded == product ? 0 : PRECISION;
                return bits;
            }
        }
        return exact(MULTIPLY, a, b, control, result);
    }

    /** The quotient is exact if its product with the divisor, which a double holds, says so. */
    public static int divide(int a, int b, int control, FloatResult result) {
        if (suitsJvm(a, b, control)) {
            float x = Float.intBitsToFloat(a), y = Float.intBitsToFloat(b), quotient = x / y;
            int bits = Float.floatToRawIntBits(quotient);
            if (isSafe(bits)) {
                result.flags |= (double) quotient * y == x ? 0 : PRECISION;
                return bits;
            }
            if (isZero(bits) && isZero(a)) {
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

    /** Rounding to 53 and then to 24 bits is as good as rounding once. */
    public static int squareRoot(int a, int control, FloatResult result) {
        if ((control & ROUNDING_CONTROL) == NEAREST && isSafe(a) && a > 0) {
            float x = Float.intBitsToFloat(a), root = (float) Math.sqrt(x);
            result.flags |= (double) root * root == x ? 0 : PRECISION;
            return Float.floatToRawIntBits(root);
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
        float x = Float.intBitsToFloat(a), y = Float.intBitsToFloat(b);
        if (x < y || x >= y) {
            if (isDenormal(a) || isDenormal(b)) {
                result.flags |= DENORMAL;
            }
            return x < y ? Comparison.LESS : x > y ? Comparison.GREATER : Comparison.EQUAL;
        }
        if (!quietly || isSignaling(a) || isSignaling(b)) {
            result.flags |= INVALID;
        }
        return Comparison.UNORDERED;
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
        if (!isDenormal(a)) {
            float x = Float.intBitsToFloat(a);
            if (Math.abs(x) < Doubles.TOO_LARGE) { // and no NaN
                long rounded = Doubles.toIntegral(x, control);
                if (rounded == (int) rounded) {
                    result.flags |= rounded == (double) x ? 0 : PRECISION;
                    return (int) rounded;
                }
            }
        }
        // A denormal raises no exception of its own here.
        Conversion.fromSingle(operand(a, control), result);
        result.flags |=
                Conversion.toInteger(result.signExponent, result.significand, 32, control, result);
        return (int) result.significand;
    }

    public static int fromInteger(int value, int control, FloatResult result) {
        if ((control & ROUNDING_CONTROL) == NEAREST) {
            float rounded = value;
            result.flags |= (double) rounded == value ? 0 : PRECISION;
            return Float.floatToRawIntBits(rounded);
        }
        Conversion.fromInteger(value, result);
        result.flags |=
                Conversion.toSingle(result.signExponent, result.significand, control, result);
        return (int) result.significand;
    }

    /** To double precision, exactly. */
    public static long toDouble(int a, int control, FloatResult result) {
        if (!isNan(a) && !isDenormal(a)) {
            return Double.doubleToRawLongBits(Float.intBitsToFloat(a));
        }
        int x = operand(a, control);
        int denormal = Conversion.fromSingle(x, result);
        result.flags |=
                denormal
                        | Conversion.toDouble(
                                result.signExponent, result.significand, control, result);
        return result.significand;
    }
}
