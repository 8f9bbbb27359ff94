package pentimento.cpu.fpu.softfloat;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.NARROW_RANGE;
import static pentimento.cpu.fpu.softfloat.Float80.OVERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;
import static pentimento.cpu.fpu.softfloat.Float80.UNDERFLOW;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operands against big integers, and against the JVM where it computes the same. */
class ExactArithmeticTest {
    private static final int ROUNDS = 20_000, MASKED = 0x3F;

    private final Random random = new Random(1980);
    private final FloatResult result = new FloatResult();

    /** All bits, or long runs of ones and zeros, which find carries. */
    private long significand() {
        long bits =
                switch (random.nextInt(4)) {
                    case 0 -> -1L << random.nextInt(64);
                    case 1 -> 1L << random.nextInt(64);
                    case 2 -> -1L >>> random.nextInt(64);
                    default -> random.nextLong();
                };
        return bits | Long.MIN_VALUE;
    }

    private int exponent() {
        return BIAS + random.nextInt(140) - 70 | (random.nextBoolean() ? SIGN : 0);
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    /** As an integer in units of 2^-200. */
    private static BigInteger scaled(int signExponent, long significand) {
        BigInteger value =
                unsigned(significand).shiftLeft((signExponent & ~SIGN) - BIAS - 63 + 200);
        return (signExponent & SIGN) != 0 ? value.negate() : value;
    }

    /**
     * Compares a result with numerator / denominator, in units of 2^-200 and rounded as control
     * says.
     */
    private void check(BigInteger numerator, BigInteger denominator, int control, int flags) {
        int dropped =
                switch (control & 0x300) {
                    case 0 -> 40;
                    case 0x200 -> 11;
                    default -> 0;
                };
        boolean negative = numerator.signum() * denominator.signum() < 0;
        BigInteger n = numerator.abs(), d = denominator.abs();
        // The unit in the last place is 2^shift.
        int shift = (result.signExponent & ~SIGN) - BIAS - 63 + dropped + 200;
        BigInteger[] parts =
                shift >= 0
                        ? n.divideAndRemainder(d.shiftLeft(shift))
                        : n.shiftLeft(-shift).divideAndRemainder(d);
        BigInteger divisor = shift >= 0 ? d.shiftLeft(shift) : d;
        int half = parts[1].shiftLeft(1).compareTo(divisor);
        boolean exact = parts[1].signum() == 0;
        boolean up =
                switch (control & 0xC00) {
                    case 0 -> half > 0 || half == 0 && parts[0].testBit(0);
                    case 0x400 -> negative && !exact;
                    case 0x800 -> !negative && !exact;
                    default -> false;
                };
        BigInteger expected = up ? parts[0].add(BigInteger.ONE) : parts[0];
        assertThat(unsigned(result.significand).shiftRight(dropped)).isEqualTo(expected);
        assertThat((result.signExponent & SIGN) != 0).isEqualTo(negative);
        assertThat(flags & MASKED).isEqualTo(exact ? 0 : PRECISION);
        // A carry into the next exponent hides that the number was rounded up.
        if (result.significand != Long.MIN_VALUE) {
            assertThat((flags & Float80.ROUNDED_UP) != 0).isEqualTo(up);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x000, 0x200, 0x300, 0x700, 0xB00, 0xF00, 0x600, 0xA00, 0xC00})
    void theFourOperations(int modes) {
        int control = MASKED | modes;
        for (int i = 0; i < ROUNDS; i++) {
            int a = exponent(), b = exponent();
            long x = significand(), y = significand();
            BigInteger p = scaled(a, x), q = scaled(b, y);
            if (p.add(q).signum() != 0) {
                check(p.add(q), BigInteger.ONE, control, Addition.add(a, x, b, y, control, result));
            }
            if (p.subtract(q).signum() != 0) {
                int flags = Addition.subtract(a, x, b, y, control, result);
                check(p.subtract(q), BigInteger.ONE, control, flags);
            }
            int flags = Multiplication.multiply(a, x, b, y, control, result);
            check(p.multiply(q), BigInteger.ONE.shiftLeft(200), control, flags);
            check(p.shiftLeft(200), q, control, Division.divide(a, x, b, y, control, result));
        }
    }

    @Test
    void squareRootsTruncateToTheLargestRootBelow() {
        int truncate = MASKED | 0xF00;
        for (int i = 0; i < ROUNDS; i++) {
            int a = exponent() & ~SIGN;
            long x = significand();
            SquareRoot.squareRoot(a, x, truncate, result);
            int power = (a - BIAS & 1) == 0 ? 63 : 64;
            assertThat(unsigned(result.significand)).isEqualTo(unsigned(x).shiftLeft(power).sqrt());
        }
    }

    @Test
    void remaindersAreExact() {
        for (int i = 0; i < ROUNDS; i++) {
            int b = BIAS + random.nextInt(5), a = b + random.nextInt(64);
            long x = significand(), y = significand();
            BigInteger p = scaled(a, x), q = scaled(b, y);
            Remainder.remainder(a, x, b, y, false, MASKED, result);
            BigInteger rest =
                    result.significand == 0
                            ? BigInteger.ZERO
                            : scaled(result.signExponent, result.significand);
            assertThat(rest).isEqualTo(p.mod(q));
        }
    }

    private double doubleNear(int exponents) {
        int exponent = random.nextInt(exponents);
        long bits =
                (long) exponent << 52 | significand() >>> 12 | random.nextLong() & Long.MIN_VALUE;
        return Double.longBitsToDouble(bits);
    }

    /** The exact path gives what IEEE 754 asks for, denormals included, and so does the JVM. */
    @Test
    void doublesAgreeWithTheJvm() {
        int control = MASKED | NARROW_RANGE;
        for (int i = 0; i < ROUNDS; i++) {
            double a = doubleNear(1100), b = doubleNear(1100);
            long x = Double.doubleToRawLongBits(a), y = Double.doubleToRawLongBits(b);
            result.flags = 0;
            assertThat(Doubles.add(x, y, control, result))
                    .isEqualTo(Double.doubleToRawLongBits(a + b));
            BigDecimal sum = new BigDecimal(a).add(new BigDecimal(b));
            assertThat((result.flags & PRECISION) != 0)
                    .isEqualTo(sum.compareTo(new BigDecimal(a + b)) != 0);
            result.flags = 0;
            assertThat(Doubles.multiply(x, y, control, result))
                    .isEqualTo(Double.doubleToRawLongBits(a * b));
            BigDecimal product = new BigDecimal(a).multiply(new BigDecimal(b));
            assertThat((result.flags & PRECISION) != 0)
                    .isEqualTo(product.compareTo(new BigDecimal(a * b)) != 0);
            assertThat(Doubles.divide(x, y, control, result))
                    .isEqualTo(Double.doubleToRawLongBits(a / b));
            assertThat(Doubles.squareRoot(x & Long.MAX_VALUE, control, result))
                    .isEqualTo(Double.doubleToRawLongBits(Math.sqrt(Math.abs(a))));
            assertThat(Doubles.toSingle(x, control, result))
                    .isEqualTo(Float.floatToRawIntBits((float) a));
        }
    }

    @Test
    void singlesAgreeWithTheJvm() {
        int control = MASKED | NARROW_RANGE;
        for (int i = 0; i < ROUNDS; i++) {
            int x = random.nextInt() & 0xBFFF_FFFF, y = random.nextInt() & 0xBFFF_FFFF;
            float a = Float.intBitsToFloat(x), b = Float.intBitsToFloat(y);
            assertThat(Singles.add(x, y, control, result))
                    .isEqualTo(Float.floatToRawIntBits(a + b));
            assertThat(Singles.multiply(x, y, control, result))
                    .isEqualTo(Float.floatToRawIntBits(a * b));
            assertThat(Singles.divide(x, y, control, result))
                    .isEqualTo(Float.floatToRawIntBits(a / b));
        }
    }

    /** What the JVM computes gives the same bits and flags as the exact path. */
    @Test
    void theFastPathChangesNothing() {
        int exact = MASKED | NARROW_RANGE, fast = exact | Float80.INEXACT_IS_OLD;
        var other = new FloatResult();
        for (int i = 0; i < ROUNDS; i++) {
            long x = Double.doubleToRawLongBits(doubleNear(2048));
            long y = Double.doubleToRawLongBits(doubleNear(2048));
            result.flags = PRECISION;
            other.flags = PRECISION;
            assertThat(Doubles.add(x, y, fast, result)).isEqualTo(Doubles.add(x, y, exact, other));
            assertThat(Doubles.multiply(x, y, fast, result))
                    .isEqualTo(Doubles.multiply(x, y, exact, other));
            assertThat(Doubles.divide(x, y, fast, result))
                    .isEqualTo(Doubles.divide(x, y, exact, other));
            assertThat(Doubles.squareRoot(x, fast, result))
                    .isEqualTo(Doubles.squareRoot(x, exact, other));
            assertThat(result.flags & MASKED).isEqualTo(other.flags & MASKED);
        }
    }

    @Test
    void tininessIsDetectedAfterRounding() {
        int control = MASKED | NARROW_RANGE;
        long below = Double.doubleToRawLongBits(1 - 0x1p-53);
        long smallest = Double.doubleToRawLongBits(Double.MIN_NORMAL);
        result.flags = 0;
        // (1 - 2^-53) * 2^-1022 needs no rounding to 53 bits: tiny, and inexact as a denormal.
        assertThat(Doubles.multiply(below, smallest, control, result)).isEqualTo(smallest);
        assertThat(result.flags & MASKED).isEqualTo(UNDERFLOW | PRECISION);
        result.flags = 0;
        // (1 + 2^-52) * (1 - 2^-53) * 2^-1022 rounds to 53 bits just above.
        long above = Double.doubleToRawLongBits(Math.nextUp(Double.MIN_NORMAL));
        Doubles.multiply(below, above, control, result);
        assertThat(result.flags & MASKED).isEqualTo(PRECISION);
    }

    @Test
    void overflowGoesToInfinityOrTheLargestNumberByRoundingControl() {
        long largest = Double.doubleToRawLongBits(Double.MAX_VALUE);
        int control = MASKED | NARROW_RANGE;
        assertThat(Doubles.add(largest, largest, control, result)).isEqualTo(0x7FF0L << 48);
        assertThat(Doubles.add(largest, largest, control | Float80.DOWN, result))
                .isEqualTo(largest);
        assertThat(result.flags & MASKED).isEqualTo(OVERFLOW | PRECISION);
    }

    @Test
    void aDenormalOperandIsNoted() {
        result.flags = 0;
        Doubles.add(1, Double.doubleToRawLongBits(1), MASKED | NARROW_RANGE, result);
        assertThat(result.flags & MASKED).isEqualTo(DENORMAL | PRECISION);
    }
}
