package pentimento.cpu.fpu.x87;

import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.TWO;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/**
 * The transcendental functions to 100 decimal digits, 330 bits, by series on decimals: written to
 * be obvious, independent of the unit's own arithmetic. Values that the unit reduces are reduced
 * here by its 66-bit pi, exactly.
 */
final class ExactFunctions {
    static final MathContext DIGITS = new MathContext(100, RoundingMode.HALF_EVEN);
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1E-110");

    /** SDM vol. 1, 8.3.8: 0.C90FDAA2 2168C234 C hexadecimal, times 4: here times 2^66. */
    private static final BigInteger HARDWARE_PI = new BigInteger("C90FDAA22168C234C", 16);

    private static final int HARDWARE_PI_SCALE = 66;
    private static final int BIAS = 0x3FFF, SIGN = 0x8000;

    private final Map<Integer, BigDecimal> powers = new HashMap<>();
    private final BigDecimal ln2 = artanh(ONE.divide(new BigDecimal(3), DIGITS)).multiply(TWO);
    private final BigDecimal pi = machin();

    BigDecimal powerOfTwo(int n) {
        return powers.computeIfAbsent(n, e -> TWO.pow(e, DIGITS));
    }

    /** A finite number of the 80-bit format. */
    BigDecimal value(int signExponent, long significand) {
        int exponent = Math.max(signExponent & ~SIGN, 1);
        BigDecimal magnitude =
                new BigDecimal(new BigInteger(Long.toUnsignedString(significand)))
                        .multiply(powerOfTwo(exponent - BIAS - 63), DIGITS);
        return (signExponent & SIGN) != 0 ? magnitude.negate() : magnitude;
    }

    /** FSIN and FCOS by turns of a quarter: what is left of an argument, and how many. */
    private record Reduced(BigDecimal rest, int quarters) {}

    private Reduced reduce(int signExponent, long significand) {
        int exponent = (signExponent & ~SIGN) - BIAS - 63;
        BigInteger integer = new BigInteger(Long.toUnsignedString(significand));
        if (exponent < -64) {
            return new Reduced(value(signExponent & ~SIGN, significand), 0); // below 1/2
        }
        // In units of 2^-67, so that half of pi is HARDWARE_PI.
        int scale = HARDWARE_PI_SCALE + 1;
        BigInteger argument = integer.shiftLeft(exponent + scale);
        BigInteger[] parts = argument.divideAndRemainder(HARDWARE_PI);
        BigInteger rest = parts[1];
        BigInteger quarters = parts[0];
        if (rest.shiftLeft(1).compareTo(HARDWARE_PI) > 0) {
            rest = rest.subtract(HARDWARE_PI);
            quarters = quarters.add(BigInteger.ONE);
        }
        return new Reduced(
                new BigDecimal(rest).multiply(powerOfTwo(-scale), DIGITS), quarters.intValue() & 3);
    }

    BigDecimal sine(int signExponent, long significand) {
        Reduced reduced = reduce(signExponent, significand);
        BigDecimal sine = quarter(reduced.rest, reduced.quarters);
        return (signExponent & SIGN) != 0 ? sine.negate() : sine;
    }

    BigDecimal cosine(int signExponent, long significand) {
        Reduced reduced = reduce(signExponent, significand);
        return quarter(reduced.rest, reduced.quarters + 1);
    }

    BigDecimal tangent(int signExponent, long significand) {
        return sine(signExponent, significand).divide(cosine(signExponent, significand), DIGITS);
    }

    private static BigDecimal quarter(BigDecimal rest, int quarters) {
        BigDecimal magnitude = (quarters & 1) == 0 ? sineSeries(rest) : cosineSeries(rest);
        return (quarters & 2) == 0 ? magnitude : magnitude.negate();
    }

    private static BigDecimal sineSeries(BigDecimal x) {
        return factorialSeries(x, x.multiply(x, DIGITS).negate(), 1);
    }

    private static BigDecimal cosineSeries(BigDecimal x) {
        return factorialSeries(ONE, x.multiply(x, DIGITS).negate(), 0);
    }

    /** The first term, then each the last times z / ((n + 1) (n + 2)). */
    private static BigDecimal factorialSeries(BigDecimal first, BigDecimal z, int start) {
        BigDecimal term = first, sum = first;
        for (int n = start; isSeen(term, sum); n += 2) {
            term = term.multiply(z, DIGITS).divide(BigDecimal.valueOf((n + 1L) * (n + 2)), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    private static boolean isSeen(BigDecimal term, BigDecimal sum) {
        return term.signum() != 0
                && term.abs().compareTo(sum.abs().multiply(NEGLIGIBLE, DIGITS)) > 0;
    }

    /** 2^x - 1. */
    BigDecimal exponential(BigDecimal x) {
        BigDecimal z = x.multiply(ln2, DIGITS), term = z, sum = z;
        for (int n = 2; isSeen(term, sum); n++) {
            term = term.multiply(z, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    /** log2 x of a finite number above zero. */
    BigDecimal logarithm(int signExponent, long significand) {
        int shift = Long.numberOfLeadingZeros(significand);
        int power = Math.max(signExponent, 1) - BIAS - shift;
        BigDecimal m = value(BIAS, significand << shift);
        if (m.compareTo(new BigDecimal("1.4142")) > 0) {
            m = m.divide(TWO);
            power++;
        }
        BigDecimal quotient = m.subtract(ONE).divide(m.add(ONE), DIGITS);
        return BigDecimal.valueOf(power)
                .add(artanh(quotient).multiply(TWO).divide(ln2, DIGITS), DIGITS);
    }

    /** log2 (1 + x) for -1 &lt; x &lt; 1. */
    BigDecimal logarithmPlusOne(BigDecimal x) {
        BigDecimal quotient = x.divide(x.add(TWO), DIGITS);
        return artanh(quotient).multiply(TWO).divide(ln2, DIGITS);
    }

    private static BigDecimal artanh(BigDecimal x) {
        BigDecimal square = x.multiply(x, DIGITS), power = x, term = x, sum = x;
        for (int n = 3; isSeen(term, sum); n += 2) {
            power = power.multiply(square, DIGITS);
            term = power.divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    /** The angle of the point (x, y), neither of them zero. */
    BigDecimal arctangent(BigDecimal y, BigDecimal x) {
        BigDecimal a = y.abs(), b = x.abs();
        BigDecimal angle =
                a.compareTo(b) > 0
                        ? pi.divide(TWO, DIGITS).subtract(arctangent(b.divide(a, DIGITS)), DIGITS)
                        : arctangent(a.divide(b, DIGITS));
        if (x.signum() < 0) {
            angle = pi.subtract(angle, DIGITS);
        }
        return y.signum() < 0 ? angle.negate() : angle;
    }

    /** The argument is halved three times: atan q = 2 atan (q / (1 + sqrt (1 + q^2))). */
    private static BigDecimal arctangent(BigDecimal quotient) {
        BigDecimal q = quotient;
        for (int i = 0; i < 3; i++) {
            BigDecimal root = ONE.add(q.multiply(q, DIGITS), DIGITS).sqrt(DIGITS);
            q = q.divide(ONE.add(root), DIGITS);
        }
        return arctangentSeries(q).multiply(new BigDecimal(8), DIGITS);
    }

    private static BigDecimal arctangentSeries(BigDecimal q) {
        BigDecimal square = q.multiply(q, DIGITS).negate(), power = q, term = q, sum = q;
        for (int n = 3; isSeen(term, sum); n += 2) {
            power = power.multiply(square, DIGITS);
            term = power.divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    private static BigDecimal machin() {
        BigDecimal fifth = new BigDecimal("0.2");
        BigDecimal small = ONE.divide(new BigDecimal(239), DIGITS);
        return arctangentSeries(fifth)
                .multiply(new BigDecimal(16))
                .subtract(arctangentSeries(small).multiply(new BigDecimal(4)), DIGITS);
    }

    /** The nearest multiple of a quarter turn of the hardware's pi: significand and exponent. */
    static long[] multipleOfHalfPi(long n) {
        BigInteger exact = HARDWARE_PI.multiply(BigInteger.valueOf(n));
        int excess = exact.bitLength() - 64;
        long significand = exact.shiftRight(excess).longValue();
        return new long[] {significand, excess - HARDWARE_PI_SCALE - 1 + 63 + BIAS};
    }
}
