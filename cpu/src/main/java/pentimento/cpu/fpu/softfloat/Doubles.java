package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.BinaryOperation.ADD;
import static pentimento.cpu.fpu.softfloat.BinaryOperation.DIVIDE;
import static pentimento.cpu.fpu.softfloat.BinaryOperation.MULTIPLY;
import static pentimento.cpu.fpu.softfloat.BinaryOperation.SUBTRACT;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMALS_ARE_ZERO;
import static pentimento.cpu.fpu.softfloat.Float80.DOWN;
import static pentimento.cpu.fpu.softfloat.Float80.INEXACT_IS_OLD;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.NEAREST;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_53;
import static pentimento.cpu.fpu.softfloat.Float80.ROUNDING_CONTROL;
import static pentimento.cpu.fpu.softfloat.Float80.UP;

/**
 * Double-precision arithmetic as the vector unit does it, on bits. Every operation takes the
 * control word of {@link Float80} and adds its exceptions to the result holder's flags. The JVM's
 * own operation serves where it gives the same bits: rounding to nearest, operands normal or zero,
 * result zero or well within the normal range. Whether its result is exact is found without the
 * exact path too, and only if that makes a difference.
 *
 * @see "SDM vol. 1, 4.8.3 and 11.5; vol. 1, appendix E"
 */
public final class Doubles {
    private static final long SIGN = Long.MIN_VALUE, INFINITY = 0x7FF0L << 48;
    private static final long QUIET = 8L << 48, INDEFINITE = 0xFFF8L << 48;
    private static final int FRACTION_BITS = 52, SPECIAL_EXPONENT = 0x7FF, BIAS = 1023;
    private static final long IMPLICIT = 1L << FRACTION_BITS;

    /** Certainly outside of the range of doublewords, and within that of long. */
    static final double TOO_LARGE = 0x1p32;

    private Doubles() {}

    private static boolean isNan(long bits) {
        return (bits & ~SIGN) > INFINITY;
    }

    private static boolean isSignaling(long bits) {
        return isNan(bits) && (bits & QUIET) == 0;
    }

    private static boolean isDenormal(long bits) {
        return (bits & INFINITY) == 0 && (bits & ~SIGN) != 0;
    }

    private static boolean isZero(long bits) {
        return (bits & ~SIGN) == 0;
    }

    private static int exponent(long bits) {
        return (int) (bits >>> FRACTION_BITS) & SPECIAL_EXPONENT;
    }

    /**
     * @return true for a result that neither under- nor overflowed, nor could have before rounding,
     *     nor can when its error is computed
     */
    private static boolean isSafe(long bits) {
        int exponent = exponent(bits);
        return exponent > 1 && exponent < SPECIAL_EXPONENT - 1;
    }

    /**
     * @return true if the JVM rounds as asked and takes the operands as the vector unit does
     */
    private static boolean suitsJvm(long a, long b, int control) {
        return (control & ROUNDING_CONTROL) == NEAREST && !isDenormal(a) && !isDenormal(b);
    }

    /**
     * @return the operand, or zero for a denormal if MXCSR.DAZ asks for it
     */
    static long operand(long bits, int control) {
        return (control & DENORMALS_ARE_ZERO) != 0 && isDenormal(bits) ? bits & SIGN : bits;
    }

    public static long add(long a, long b, int control, FloatResult result) {
        if (suitsJvm(a, b, control)) {
            double x = Double.longBitsToDouble(a), y = Double.longBitsToDouble(b), sum = x + y;
            long bits = Double.doubleToRawLongBits(sum);
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

    public static long subtract(long a, long b, int control, FloatResult result) {
        if (suitsJvm(a, b, control)) {
            double x = Double.longBitsToDouble(a), y = Double.longBitsToDouble(b);
            double difference = x - y;
            long bits = Double.doubleToRawLongBits(difference);
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
    private static int errorOfSum(double x, double y, double sum) {
        double part = sum - x;
        return x - (sum - part) + (y - part) == 0 ? 0 : PRECISION;
    }

    public static long multiply(long a, long b, int control, FloatResult result) {
        if (suitsJvm(a, b, control)) {
            double product = Double.longBitsToDouble(a) * Double.longBitsToDouble(b);
            long bits = Double.doubleToRawLongBits(product);
            if (isSafe(bits)) {
                if ((control & INEXACT_IS_OLD) == 0 && !isExactProduct(a, b, bits)) {
                    result.flags |= PRECISION;
                }
                return bits;
            }
            if (isZero(bits) && (isZero(a) || isZero(b))) {
                return bits;
            }
        }
        return exact(MULTIPLY, a, b, control, result);
    }

    /**
     * A product of significands has 105 or 106 bits, and as many zeros at its end as both factors
     * together: it is exact if no more than 53 remain.
     *
     * @param product rounded to nearest; it and the factors are normal
     */
    private static boolean isExactProduct(long a, long b, long product) {
        int zeros =
                Long.numberOfTrailingZeros(a | IMPLICIT) + Long.numberOfTrailingZeros(b | IMPLICIT);
        return zeros >= FRACTION_BITS + exponent(product) - (exponent(a) + exponent(b) - BIAS);
    }

    public static long divide(long a, long b, int control, FloatResult result) {
        if (suitsJvm(a, b, control)) {
            double y = Double.longBitsToDouble(b), quotient = Double.longBitsToDouble(a) / y;
            long bits = Double.doubleToRawLongBits(quotient);
            if (isSafe(bits) && isSafe(a)) {
                if ((control & INEXACT_IS_OLD) == 0
                        && !(isExactProduct(bits, b, a)
                                && Double.doubleToRawLongBits(quotient * y) == a)) {
                    result.flags |= PRECISION;
                }
                return bits;
            }
            if (isZero(bits) && isZero(a)) {
                return bits;
            }
        }
        return exact(DIVIDE, a, b, control, result);
    }

    private static long exact(int operation, long a, long b, int control, FloatResult result) {
        long x = operand(a, control), y = operand(b, control);
        if (isNan(x) || isNan(y)) {
            return nan(x, y, result);
        }
        int denormal = Conversion.fromDouble(x, result);
        int xExponent = result.signExponent;
        long xSignificand = result.significand;
        denormal |= Conversion.fromDouble(y, result);
        int yExponent = result.signExponent;
        long ySignificand = result.significand;
        int narrow = control | PRECISION_53;
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
        return Conversion.packDouble(result.signExponent, result.significand);
    }

    /** The first operand if it is a NaN, else the second, made quiet. */
    private static long nan(long a, long b, FloatResult result) {
        if (isSignaling(a) || isSignaling(b)) {
            result.flags |= INVALID;
        }
        return (isNan(a) ? a : b) | QUIET;
    }

    public static long squareRoot(long a, int control, FloatResult result) {
        if ((control & ROUNDING_CONTROL) == NEAREST && isSafe(a) && a > 0) {
            double root = Math.sqrt(Double.longBitsToDouble(a));
            long bits = Double.doubleToRawLongBits(root);
            if ((control & INEXACT_IS_OLD) == 0
                    && !(isExactProduct(bits, bits, a)
                            && Double.doubleToRawLongBits(root * root) == a)) {
                result.flags |= PRECISION;
            }
            return bits;
        }
        long x = operand(a, control);
        if (isNan(x)) {
            return nan(x, x, result);
        }
        int denormal = Conversion.fromDouble(x, result);
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
                                control | PRECISION_53,
                                result);
        return Conversion.packDouble(result.signExponent, result.significand);
    }

    /** MIN: the second operand if either is a NaN or both are zeros. */
    public static long minimum(long a, long b, int control, FloatResult result) {
        long x = operand(a, control), y = operand(b, control);
        return compare(x, y, false, result) == Comparison.LESS ? x : y;
    }

    /** MAX: the second operand if either is a NaN or both are zeros. */
    public static long maximum(long a, long b, int control, FloatResult result) {
        long x = operand(a, control), y = operand(b, control);
        return compare(x, y, false, result) == Comparison.GREATER ? x : y;
    }

    /**
     * COMIS and UCOMIS.
     *
     * @param quietly true if only a signaling NaN is invalid
     * @return one of the outcomes of {@link Comparison}
     */
    public static int order(long a, long b, boolean quietly, int control, FloatResult result) {
        return compare(operand(a, control), operand(b, control), quietly, result);
    }

    private static int compare(long a, long b, boolean quietly, FloatResult result) {
        double x = Double.longBitsToDouble(a), y = Double.longBitsToDouble(b);
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
    public static long mask(long a, long b, int predicate, int control, FloatResult result) {
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
    public static int toInteger(long a, int control, FloatResult result) {
        if (!isDenormal(a)) {
            double x = Double.longBitsToDouble(a);
            if (Math.abs(x) < TOO_LARGE) { // and no NaN
                long rounded = toIntegral(x, control);
                if (rounded == (int) rounded) {
                    result.flags |= rounded == x ? 0 : PRECISION;
                    return (int) rounded;
                }
            }
        }
        // A denormal raises no exception of its own here.
        Conversion.fromDouble(operand(a, control), result);
        result.flags |=
                Conversion.toInteger(result.signExponent, result.significand, 32, control, result);
        return (int) result.significand;
    }

    /**
     * @param x well within the range of long
     */
    static long toIntegral(double x, int control) {
        return switch (control & ROUNDING_CONTROL) {
            case NEAREST -> (long) Math.rint(x);
            case DOWN -> (long) Math.floor(x);
            case UP -> (long) Math.ceil(x);
            default -> (long) x;
        };
    }

    public static long fromInteger(int value, int control, FloatResult result) {
        return Double.doubleToRawLongBits(value);
    }

    /** To single precision. */
    public static int toSingle(long a, int control, FloatResult result) {
        if ((control & ROUNDING_CONTROL) == NEAREST && !isDenormal(a)) {
            double x = Double.longBitsToDouble(a);
            float single = (float) x;
            int bits = Float.floatToRawIntBits(single);
            if (Singles.isSafe(bits) || isZero(a)) {
                result.flags |= single == x ? 0 : PRECISION;
                return bits;
            }
        }
        long x = operand(a, control);
        int denormal = Conversion.fromDouble(x, result);
        if ((denormal & ~control) != 0) {
            result.flags |= denormal;
            return 0;
        }
        result.flags |=
                denormal
                        | Conversion.toSingle(
                                result.signExponent, result.significand, control, result);
        return (int) result.significand;
    }
}
