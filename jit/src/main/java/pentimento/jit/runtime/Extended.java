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
import pentimento.cpu.fpu.softfloat.Float80;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.Multiplication;

/**
 * Sum, difference, product and quotient of 80-bit numbers in translated code, rounded to nearest
 * and to 64 bits, and in any other way. The significand is returned, sign, exponent and flags are
 * left in the result.
 *
 * <p>Hot: a product is short enough to be inlined where it is called; a sum is not, since some
 * twenty of them would use up what HotSpot inlines into one region. Both do normal numbers whose
 * result is one themselves, without branches on carries and on rounding, which are as good as
 * random in most programs. The result's fields are stored after all ways have met, so that HotSpot
 * hands the caller of what it inlines the values and not loads. A significand of 0 stands for "not
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
        int exponent = isOrdered ? ea : eb, smallExponent = isOrdered ? eb : ea;
        long large = isOrdered ? a : b, small = isOrdered ? b : a;
        distance = Math.abs(distance);
        long sum = 0, tail = 0;
        if ((a & b) < 0
                && (smallExponent & EXPONENT) >= LEAST_OF_SUM
                && (exponent & EXPONENT) <= LARGEST_OF_SUM
                && distance < 64) {
            tail = small << 1 << ~distance;
            if (((ea ^ eb) & SIGN) == 0) {
                sum = large + (small >>> distance);
                long carry = (~sum | (long) distance - 1) >>> 63;
                tail = tail >>> carry | tail & 1 | (sum & carry) << 63;
                sum = sum >>> carry | carry << 63;
                exponent += (int) carry;
            } else {
                sum = large - (small >>> distance);
                if (tail != 0) {
                    tail = -tail;
                    sum--;
                }
                int zeros = Long.numberOfLeadingZeros(sum);
                exponent -= zeros;
                sum = sum << zeros | tail >>> 1 >>> ~zeros;
                tail <<= zeros;
            }
        }
        int flags;
        if (sum != 0) {
            int up = roundsUp(sum, tail);
            sum += up;
            if (sum >= 0) {
                sum = INTEGER_BIT;
                exponent++;
            }
            flags = tail == 0 ? 0 : PRECISION | up << C1_SHIFT;
        } else if (Float80.isNormal(exponent, large) && Float80.isZero(smallExponent, small)) {
            sum = large;
            flags = 0;
        } else {
            flags = Addition.add(ea, a, eb, b, NEAREST, result);
            sum = result.significand;
            exponent = result.signExponent;
        }
        result.signExponent = exponent;
        result.flags = flags;
        return sum;
    }

    /** The first minus the second: a NaN keeps its sign, all else changes it. */
    public static long subtract(int ea, long a, int eb, long b, FloatResult result) {
        boolean isNumber = (eb & EXPONENT) != EXPONENT || b << 1 == 0;
        return add(ea, a, isNumber ? eb ^ SIGN : eb, b, result);
    }

    /**
     * @return 1 for more than a half, or a half and an odd number, else 0
     */
    private static int roundsUp(long number, long tail) {
        long rest = tail << 1 | number & 1;
        return (int) ((tail & (rest | -rest)) >>> 63);
    }

    public static long multiply(int ea, long a, int eb, long b, FloatResult result) {
        long product = 0, tail = 0;
        int exponent = 0;
        if ((a & b) < 0 && isPlain(ea, eb)) {
            exponent = (ea & EXPONENT) + (eb & EXPONENT) - BIAS + 1;
            product = Math.unsignedMultiplyHigh(a, b);
            tail = a * b;
            int zeros = (int) (~product >>> 63);
            product = product << zeros | tail >>> 1 >>> ~zeros;
            tail <<= zeros;
            exponent -= zeros;
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
            int up = roundsUp(product, tail);
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
