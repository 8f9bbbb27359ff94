package pentimento.jit.runtime;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_64;
import static pentimento.cpu.fpu.softfloat.Float80.ROUNDED_UP;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.Addition;
import pentimento.cpu.fpu.softfloat.Division;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.Multiplication;

/**
 * Sum, difference, product and quotient of 80-bit numbers in translated code, rounded to nearest
 * and to 64 bits, and in any other way. The significand is returned, sign, exponent and flags are
 * left in the result.
 *
 * <p>Hot: the first three are short enough to be inlined where they are called, and do normal
 * numbers whose result is one themselves. The result's fields are stored after all ways have met,
 * so that HotSpot hands the caller the values and not loads. A significand of 0 stands for "not
 * done".
 */
public final class Extended {
    private static final int NEAREST = PRECISION_64 | FpuState.EXCEPTIONS;

    /** Exponents whose sums and differences are in range in any case. */
    private static final int LEAST_OF_SUM = 65, LARGEST_OF_SUM = EXPONENT - 3;

    /** Exponents, less one, that rounding keeps in range. */
    private static final int IN_RANGE = EXPONENT - 2;

    private static final int C1_SHIFT = Integer.numberOfTrailingZeros(ROUNDED_UP);

    private Extended() {}

    private static boolean isPlain(int a, int b) {
        return (a + 1 & EXPONENT) > 1 && (b + 1 & EXPONENT) > 1;
    }

    public static long add(int ea, long a, int eb, long b, FloatResult result) {
        int distance = (ea & EXPONENT) - (eb & EXPONENT);
        boolean isOrdered = distance > 0 || distance == 0 && a + INTEGER_BIT >= b + INTEGER_BIT;
        return sum(
                isOrdered ? ea : eb,
                isOrdered ? a : b,
                isOrdered ? eb : ea,
                isOrdered ? b : a,
                result);
    }

    /** The first minus the second: a NaN keeps its sign, all else changes it. */
    public static long subtract(int ea, long a, int eb, long b, FloatResult result) {
        boolean isNumber = (eb & EXPONENT) != EXPONENT || b << 1 == 0;
        return add(ea, a, isNumber ? eb ^ SIGN : eb, b, result);
    }

    /** The first is not the smaller in magnitude. */
    private static long sum(int ea, long a, int eb, long b, FloatResult result) {
        long sum = 0, tail = 0;
        int exponent = ea, flags = 0, distance = (ea & EXPONENT) - (eb & EXPONENT);
        if ((a & b) < 0
                && (eb & EXPONENT) >= LEAST_OF_SUM
                && (ea & EXPONENT) <= LARGEST_OF_SUM
                && distance < 64) {
            tail = b << 1 << ~distance;
            if (((ea ^ eb) & SIGN) == 0) {
                sum = a + (b >>> distance);
                if (sum >= 0 || distance == 0) { // a carry
                    tail = tail >>> 1 | tail & 1 | sum << 63;
                    sum = sum >>> 1 | INTEGER_BIT;
                    exponent++;
                }
            } else {
                sum = a - (b >>> distance);
                if (tail != 0) {
                    tail = -tail;
                    sum--;
                }
                if (sum > 0) {
                    int zeros = Long.numberOfLeadingZeros(sum);
                    exponent -= zeros;
                    sum = sum << zeros | tail >>> -zeros;
                    tail <<= zeros;
                }
            }
        }
        if (sum == 0) {
            flags = Addition.add(ea, a, eb, b, NEAREST, result);
            sum = result.significand;
            exponent = result.signExponent;
        } else if (tail != 0) {
            flags = PRECISION;
            if (tail < 0 && (tail << 1 | sum & 1) != 0) {
                flags = PRECISION | ROUNDED_UP;
                if (++sum == 0) {
                    sum = INTEGER_BIT;
                    exponent++;
                }
            }
        }
        result.signExponent = exponent;
        result.flags = flags;
        return sum;
    }

    public static long multiply(int ea, long a, int eb, long b, FloatResult result) {
        long product = 0, tail = 0;
        int exponent = 0, up = 0;
        if ((a & b) < 0 && isPlain(ea, eb)) {
            exponent = (ea & EXPONENT) + (eb & EXPONENT) - BIAS + 1;
            product = Math.unsignedMultiplyHigh(a, b);
            tail = a * b;
            if (product >= 0) {
                product = product << 1 | tail >>> 63;
                tail <<= 1;
                exponent--;
            }
            up = (int) (tail >>> 63) & (tail == INTEGER_BIT ? (int) product : 1);
            if (Integer.compareUnsigned(exponent - 1, IN_RANGE) >= 0) {
                product = 0;
            }
        }
        int flags;
        if (product == 0) {
            flags = Multiplication.multiply(ea, a, eb, b, NEAREST, result);
            product = result.significand;
            exponent = result.signExponent;
        } else {
            product += up;
            if (product >= 0) {
                product = INTEGER_BIT;
                exponent++;
            }
            exponent |= (ea ^ eb) & SIGN;
            flags = tail == 0 ? 0 : PRECISION | up << C1_SHIFT;
        }
        result.signExponent = exponent;
        result.flags = flags;
        return product;
    }

    // ---------------------------------------------------------------- any control word

    public static long add(int ea, long a, int eb, long b, int control, FloatResult result) {
        result.flags = Addition.add(ea, a, eb, b, control, result);
        return result.significand;
    }

    /** The first minus the second. */
    public static long subtract(int ea, long a, int eb, long b, int control, FloatResult result) {
        result.flags = Addition.subtract(ea, a, eb, b, control, result);
        return result.significand;
    }

    public static long multiply(int ea, long a, int eb, long b, int control, FloatResult result) {
        result.flags = Multiplication.multiply(ea, a, eb, b, control, result);
        return result.significand;
    }

    /** The first by the second. */
    public static long divide(int ea, long a, int eb, long b, int control, FloatResult result) {
        result.flags = Division.divide(ea, a, eb, b, control, result);
        return result.significand;
    }
}
