package pentimento.cpu.fpu.softfloat;

import java.math.BigInteger;

/**
 * What the manual says of one number format of the vector unit, computed with big integers and
 * without regard to speed: the oracle of tests. MXCSR decides as it does there.
 *
 * @see "SDM vol. 1, 4.8, 4.9, 10.2.3 and 11.5"
 */
final class Ieee {
    static final int I = 1, D = 2, Z = 4, O = 8, U = 0x10, P = 0x20, BEFORE = I | D | Z;
    static final int DAZ = 0x40, FTZ = 0x8000, MASKS_SHIFT = 7;
    private static final int RC_SHIFT = 13, NEAREST = 0, DOWN = 1, UP = 2;
    private static final int GUARD = 40;

    static final Ieee SINGLE = new Ieee(24, 8), DOUBLE = new Ieee(53, 11);

    /** Digits of the significand, the implicit one included. */
    final int precision;

    final int smallest, largest;
    final long sign, infinity, quiet, indefinite;
    private final int exponentBits;

    private Ieee(int precision, int exponentBits) {
        this.precision = precision;
        this.exponentBits = exponentBits;
        largest = (1 << exponentBits - 1) - 1;
        smallest = 1 - largest;
        sign = 1L << precision + exponentBits - 1;
        infinity = (1L << exponentBits) - 1 << precision - 1;
        quiet = 1L << precision - 2;
        indefinite = sign | infinity | quiet;
    }

    /**
     * An answer.
     *
     * @param bits of the number, meaningless if a flag is unmasked
     * @param flags as MXCSR has them
     */
    record Answer(long bits, int flags) {}

    // ---------------------------------------------------------------- encodings

    boolean isNan(long bits) {
        return (bits & ~sign) > infinity;
    }

    boolean isSignaling(long bits) {
        return isNan(bits) && (bits & quiet) == 0;
    }

    boolean isInfinite(long bits) {
        return (bits & ~sign) == infinity;
    }

    boolean isZero(long bits) {
        return (bits & ~sign) == 0;
    }

    boolean isDenormal(long bits) {
        return (bits & infinity) == 0 && !isZero(bits);
    }

    boolean isNegative(long bits) {
        return (bits & sign) != 0;
    }

    private long zero(boolean negative) {
        return negative ? sign : 0;
    }

    /** DAZ. */
    long operand(long bits, int mxcsr) {
        return (mxcsr & DAZ) != 0 && isDenormal(bits) ? bits & sign : bits;
    }

    /** The exponent of the last digit. */
    private int lastDigit(long bits) {
        int field = (int) ((bits & infinity) >>> precision - 1);
        return Math.max(field, 1) - largest - precision + 1;
    }

    /** Signed, in units of the last digit. */
    private BigInteger significand(long bits) {
        long fraction = bits & (1L << precision - 1) - 1;
        boolean isNormal = (bits & infinity) != 0;
        BigInteger magnitude = BigInteger.valueOf(fraction | (isNormal ? 1L << precision - 1 : 0));
        return isNegative(bits) ? magnitude.negate() : magnitude;
    }

    // ---------------------------------------------------------------- rounding

    private static int mode(int mxcsr) {
        return mxcsr >>> RC_SHIFT & 3;
    }

    private static boolean isMasked(int exception, int mxcsr) {
        return (mxcsr >>> MASKS_SHIFT & exception) != 0;
    }

    private record Rounded(BigInteger digits, boolean inexact) {}

    /** Of magnitude * 2^exponent, and a little more if sticky, in units of 2^unit. */
    private static Rounded toUnit(
            boolean negative,
            BigInteger magnitude,
            int exponent,
            boolean sticky,
            int unit,
            int mode) {
        if (unit <= exponent) {
            if (sticky) {
                throw new IllegalArgumentException("too few digits");
            }
            return new Rounded(magnitude.shiftLeft(exponent - unit), false);
        }
        int shift = unit - exponent;
        BigInteger kept = magnitude.shiftRight(shift);
        BigInteger rest = magnitude.subtract(kept.shiftLeft(shift));
        boolean inexact = sticky || rest.signum() != 0;
        int half = rest.compareTo(BigInteger.ONE.shiftLeft(shift - 1));
        boolean up =
                switch (mode) {
                    case NEAREST -> half > 0 || half == 0 && (sticky || kept.testBit(0));
                    case DOWN -> negative && inexact;
                    case UP -> !negative && inexact;
                    default -> false;
                };
        return new Rounded(up ? kept.add(BigInteger.ONE) : kept, inexact);
    }

    /** A number other than zero becomes one of the format. */
    Answer round(
            boolean negative,
            BigInteger magnitude,
            int exponent,
            boolean sticky,
            int mxcsr,
            int flags) {
        int mode = mode(mxcsr);
        int unit = magnitude.bitLength() + exponent - precision;
        Rounded free = toUnit(negative, magnitude, exponent, sticky, unit, mode);
        int power = free.digits.bitLength() + unit - 1;
        int inexact = free.inexact ? P : 0;
        if (power > largest) {
            if (!isMasked(O, mxcsr)) {
                return new Answer(0, flags | O | inexact);
            }
            boolean toInfinity = mode == NEAREST || mode == (negative ? DOWN : UP);
            return new Answer(zero(negative) | infinity - (toInfinity ? 0 : 1), flags | O | P);
        }
        boolean tiny = power < smallest;
        if (tiny && !isMasked(U, mxcsr)) {
            return new Answer(0, flags | U | inexact);
        }
        if (tiny && (mxcsr & FTZ) != 0) {
            return new Answer(zero(negative), flags | U | P);
        }
        int lowest = smallest - precision + 1;
        Rounded number =
                unit < lowest ? toUnit(negative, magnitude, exponent, sticky, lowest, mode) : free;
        if (number.inexact) {
            flags |= tiny ? U | P : P;
        }
        return new Answer(zero(negative) | encode(number.digits, Math.max(unit, lowest)), flags);
    }

    private long encode(BigInteger digits, int unit) {
        // The implicit digit adds 1 to the exponent field, and a carry beyond it another.
        long field = unit + precision - 1 - smallest;
        return (field << precision - 1) + digits.longValueExact();
    }

    // ---------------------------------------------------------------- operations

    private Answer nan(long a, long b) {
        int flags = isSignaling(a) || isSignaling(b) ? I : 0;
        return new Answer((isNan(a) ? a : b) | quiet, flags);
    }

    private Answer invalid() {
        return new Answer(indefinite, I);
    }

    private int denormal(long a, long b) {
        return isDenormal(a) || isDenormal(b) ? D : 0;
    }

    Answer add(long first, long second, int mxcsr) {
        long a = operand(first, mxcsr), b = operand(second, mxcsr);
        if (isNan(a) || isNan(b)) {
            return nan(a, b);
        }
        int flags = denormal(a, b);
        if (isInfinite(a) || isInfinite(b)) {
            boolean opposite = isInfinite(a) && isInfinite(b) && a != b;
            return opposite ? invalid() : new Answer(isInfinite(a) ? a : b, flags);
        }
        int unit = Math.min(lastDigit(a), lastDigit(b));
        BigInteger sum =
                significand(a)
                        .shiftLeft(lastDigit(a) - unit)
                        .add(significand(b).shiftLeft(lastDigit(b) - unit));
        if (sum.signum() == 0) {
            boolean negative =
                    isNegative(a) == isNegative(b) && isZero(a) && isZero(b)
                            ? isNegative(a)
                            : mode(mxcsr) == DOWN;
            return new Answer(zero(negative), flags);
        }
        return round(sum.signum() < 0, sum.abs(), unit, false, mxcsr, flags);
    }

    Answer subtract(long a, long b, int mxcsr) {
        return isNan(b) ? add(a, b, mxcsr) : add(a, b ^ sign, mxcsr);
    }

    Answer multiply(long first, long second, int mxcsr) {
        long a = operand(first, mxcsr), b = operand(second, mxcsr);
        if (isNan(a) || isNan(b)) {
            return nan(a, b);
        }
        if (isInfinite(a) && isZero(b) || isZero(a) && isInfinite(b)) {
            return invalid();
        }
        int flags = denormal(a, b);
        boolean negative = isNegative(a) != isNegative(b);
        if (isInfinite(a) || isInfinite(b)) {
            return new Answer(zero(negative) | infinity, flags);
        }
        BigInteger product = significand(a).multiply(significand(b)).abs();
        return product.signum() == 0
                ? new Answer(zero(negative), flags)
                : round(negative, product, lastDigit(a) + lastDigit(b), false, mxcsr, flags);
    }

    Answer divide(long first, long second, int mxcsr) {
        long a = operand(first, mxcsr), b = operand(second, mxcsr);
        if (isNan(a) || isNan(b)) {
            return nan(a, b);
        }
        if (isInfinite(a) && isInfinite(b) || isZero(a) && isZero(b)) {
            return invalid();
        }
        boolean negative = isNegative(a) != isNegative(b);
        if (isZero(b) && !isInfinite(a)) {
            return new Answer(zero(negative) | infinity, Z);
        }
        int flags = denormal(a, b);
        if (isInfinite(a)) {
            return new Answer(zero(negative) | infinity, flags);
        }
        if (isInfinite(b) || isZero(a)) {
            return new Answer(zero(negative), flags);
        }
        int more = 2 * precision + GUARD;
        BigInteger[] parts =
                significand(a).abs().shiftLeft(more).divideAndRemainder(significand(b).abs());
        int exponent = lastDigit(a) - lastDigit(b) - more;
        return round(negative, parts[0], exponent, parts[1].signum() != 0, mxcsr, flags);
    }

    Answer squareRoot(long only, int mxcsr) {
        long a = operand(only, mxcsr);
        if (isNan(a)) {
            return nan(a, a);
        }
        if (isZero(a)) {
            return new Answer(a, 0);
        }
        if (isNegative(a)) {
            return invalid();
        }
        if (isInfinite(a)) {
            return new Answer(a, 0);
        }
        int flags = denormal(a, a);
        int more = 2 * precision + GUARD + (lastDigit(a) & 1);
        BigInteger[] parts = significand(a).shiftLeft(more).sqrtAndRemainder();
        int exponent = (lastDigit(a) - more) / 2;
        return round(false, parts[0], exponent, parts[1].signum() != 0, mxcsr, flags);
    }

    /** -1, 0, 1; NaNs apart. */
    private int order(long a, long b) {
        if (isInfinite(a) || isInfinite(b)) {
            return Integer.compare(infinite(a), infinite(b));
        }
        int unit = Math.min(lastDigit(a), lastDigit(b));
        return significand(a)
                .shiftLeft(lastDigit(a) - unit)
                .compareTo(significand(b).shiftLeft(lastDigit(b) - unit));
    }

    private int infinite(long bits) {
        return !isInfinite(bits) ? 0 : isNegative(bits) ? -1 : 1;
    }

    /** MIN, or MAX: the second operand unless the first is strictly less, or greater. */
    Answer extreme(boolean largest, long first, long second, int mxcsr) {
        long a = operand(first, mxcsr), b = operand(second, mxcsr);
        if (isNan(a) || isNan(b)) {
            return new Answer(b, I);
        }
        int order = order(a, b);
        return new Answer(order == (largest ? 1 : -1) ? a : b, denormal(a, b));
    }

    /**
     * COMIS, UCOMIS, CMP: -1, 0, 1, or 2 for unordered, as bits.
     *
     * @param quietly a quiet NaN is no invalid operand
     */
    Answer compare(boolean quietly, long first, long second, int mxcsr) {
        long a = operand(first, mxcsr), b = operand(second, mxcsr);
        if (isNan(a) || isNan(b)) {
            boolean invalid = !quietly || isSignaling(a) || isSignaling(b);
            return new Answer(2, invalid ? I : 0);
        }
        return new Answer(order(a, b), denormal(a, b));
    }

    /** To a signed doubleword. */
    Answer toInteger(long only, int mxcsr) {
        long a = operand(only, mxcsr), indefinite = Integer.MIN_VALUE;
        if (isNan(a) || isInfinite(a)) {
            return new Answer(indefinite, I);
        }
        BigInteger magnitude = significand(a).abs();
        Rounded whole = toUnit(isNegative(a), magnitude, lastDigit(a), false, 0, mode(mxcsr));
        BigInteger value = isNegative(a) ? whole.digits.negate() : whole.digits;
        if (value.bitLength() > 31) {
            return new Answer(indefinite, I);
        }
        return new Answer(value.intValueExact(), whole.inexact ? P : 0);
    }

    Answer fromInteger(int value, int mxcsr) {
        BigInteger magnitude = BigInteger.valueOf(value).abs();
        return value == 0 ? new Answer(0, 0) : round(value < 0, magnitude, 0, false, mxcsr, 0);
    }

    /** To another format. */
    Answer convert(long only, Ieee other, int mxcsr) {
        long a = operand(only, mxcsr);
        long otherSign = isNegative(a) ? other.sign : 0;
        if (isNan(a)) {
            long fraction = a & (1L << precision - 1) - 1;
            int shift = other.precision - precision;
            long moved = shift > 0 ? fraction << shift : fraction >>> -shift;
            return new Answer(
                    otherSign | other.infinity | moved | other.quiet, isSignaling(a) ? I : 0);
        }
        if (isInfinite(a) || isZero(a)) {
            return new Answer(otherSign | (isZero(a) ? 0 : other.infinity), 0);
        }
        BigInteger magnitude = significand(a).abs();
        return other.round(isNegative(a), magnitude, lastDigit(a), false, mxcsr, denormal(a, a));
    }

    @Override
    public String toString() {
        return precision + " bits, exponent of " + exponentBits;
    }
}
