package pentimento.cpu.fpu.softfloat;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.softfloat.Ieee.BEFORE;
import static pentimento.cpu.fpu.softfloat.Ieee.D;
import static pentimento.cpu.fpu.softfloat.Ieee.DAZ;
import static pentimento.cpu.fpu.softfloat.Ieee.DOUBLE;
import static pentimento.cpu.fpu.softfloat.Ieee.FTZ;
import static pentimento.cpu.fpu.softfloat.Ieee.I;
import static pentimento.cpu.fpu.softfloat.Ieee.MASKS_SHIFT;
import static pentimento.cpu.fpu.softfloat.Ieee.O;
import static pentimento.cpu.fpu.softfloat.Ieee.P;
import static pentimento.cpu.fpu.softfloat.Ieee.SINGLE;
import static pentimento.cpu.fpu.softfloat.Ieee.U;
import static pentimento.cpu.fpu.softfloat.Ieee.Z;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pentimento.cpu.fpu.XmmState;
import pentimento.cpu.fpu.softfloat.Ieee.Answer;

/**
 * Every operation of the vector unit against big integers, in every rounding mode, with and without
 * DAZ and FTZ, with exceptions masked and not, with a new and an old inexact flag: the shortcuts
 * over the JVM's arithmetic must make no difference.
 */
class VectorArithmeticTest {
    private static final int ALL_MASKED = 0x1F80, ROUNDS = 120;

    private final Random random = new Random(1999);
    private final FloatResult result = new FloatResult();
    private int mxcsr, control;

    /** What the unit does. */
    private interface Operation {
        long apply(long a, long b);
    }

    /** What the manual says. */
    private interface Expectation {
        Answer of(long a, long b);
    }

    static Stream<Integer> settings() {
        List<Integer> settings = new ArrayList<>();
        for (int rounding = 0; rounding < 4; rounding++) {
            for (int zeros : new int[] {0, DAZ, FTZ, DAZ | FTZ}) {
                for (int unmasked : new int[] {0, I | Z, D, O, U, P, O | U | P}) {
                    int masks = ALL_MASKED & ~(unmasked << MASKS_SHIFT);
                    settings.add(masks | rounding << 13 | zeros);
                }
                settings.add(ALL_MASKED | rounding << 13 | zeros | P);
            }
        }
        return settings.stream();
    }

    // ---------------------------------------------------------------- operands

    /** Where formats begin and end. */
    private static long[] edges(Ieee format) {
        long one = (format.infinity >>> 1) & ~format.quiet & format.infinity;
        long smallest = 1L << format.precision - 1;
        return LongStream.of(
                        0,
                        1,
                        smallest - 1,
                        smallest,
                        smallest + 1,
                        2 * smallest,
                        one - 1,
                        one,
                        one + 1,
                        one + format.quiet,
                        format.infinity - 1,
                        format.infinity,
                        format.infinity + 1,
                        format.infinity | format.quiet,
                        format.infinity | format.quiet | 5)
                .flatMap(bits -> LongStream.of(bits, bits | format.sign))
                .toArray();
    }

    /** Random bits, short and long significands, denormals, and now and then an edge. */
    private long operand(Ieee format, long[] edges) {
        long fraction = format.sign - 1 >>> Long.bitCount(format.infinity);
        long bits = random.nextLong() & (format.sign | format.infinity);
        return switch (random.nextInt(8)) {
            case 0 -> edges[random.nextInt(edges.length)];
            case 1 -> random.nextLong() & (format.sign | fraction) >>> random.nextInt(24);
            case 2, 3 -> bits | random.nextLong() & fraction & fraction << random.nextInt(53);
            case 4 -> bits | fraction & -1L >>> 1 + random.nextInt(63);
            default -> bits | random.nextLong() & fraction;
        };
    }

    /** Another operand: anything, or something near, so that sums cancel and are exact. */
    private long partner(Ieee format, long[] edges, long a) {
        long one = 1L << format.precision - 1;
        return switch (random.nextInt(4)) {
            case 0 -> a ^ random.nextLong() & (format.sign | one - 1 >>> random.nextInt(20));
            case 1 ->
                    operand(format, edges) & ~format.infinity
                            | a + one * (random.nextInt(8) - 4) & format.infinity;
            default -> operand(format, edges);
        };
    }

    // ---------------------------------------------------------------- comparison

    private void set(int setting) {
        var state = new XmmState(true);
        state.mxcsr(setting);
        mxcsr = setting;
        control = state.control();
    }

    private void check(String name, long a, long b, Operation operation, Expectation expectation) {
        Answer expected = expectation.of(a, b);
        result.flags = 0;
        long bits = operation.apply(a, b);
        int unmasked = ~mxcsr >>> MASKS_SHIFT & 0x3F;
        String what = String.format("%s %X, %X under MXCSR %X: ", name, a, b, mxcsr);
        assertThat(what + flags(result.flags & 0x3F, unmasked))
                .isEqualTo(what + flags(expected.flags(), unmasked));
        if ((expected.flags() & unmasked) == 0) {
            assertThat(what + Long.toHexString(bits))
                    .isEqualTo(what + Long.toHexString(expected.bits()));
        }
    }

    /** What MXCSR has afterwards. @see "SDM vol. 1, 11.5.3" */
    private String flags(int flags, int unmasked) {
        boolean stops = (flags & unmasked & BEFORE) != 0;
        return Integer.toBinaryString(mxcsr & 0x3F | (stops ? flags & BEFORE : flags));
    }

    private void pairs(Ieee format, String name, Operation operation, Expectation expectation) {
        long[] edges = edges(format);
        for (int i = 0; i < ROUNDS; i++) {
            long a = operand(format, edges);
            check(name, a, partner(format, edges, a), operation, expectation);
            long b = edges[random.nextInt(edges.length)];
            check(name, edges[random.nextInt(edges.length)], b, operation, expectation);
        }
    }

    private static int low(long bits) {
        return (int) bits;
    }

    private static long unsigned(int bits) {
        return bits & 0xFFFF_FFFFL;
    }

    // ---------------------------------------------------------------- tests

    @ParameterizedTest
    @MethodSource("settings")
    void arithmeticOnDoubles(int setting) {
        set(setting);
        pairs(
                DOUBLE,
                "ADDSD",
                (a, b) -> Doubles.add(a, b, control, result),
                (a, b) -> DOUBLE.add(a, b, mxcsr));
        pairs(
                DOUBLE,
                "SUBSD",
                (a, b) -> Doubles.subtract(a, b, control, result),
                (a, b) -> DOUBLE.subtract(a, b, mxcsr));
        pairs(
                DOUBLE,
                "MULSD",
                (a, b) -> Doubles.multiply(a, b, control, result),
                (a, b) -> DOUBLE.multiply(a, b, mxcsr));
        pairs(
                DOUBLE,
                "DIVSD",
                (a, b) -> Doubles.divide(a, b, control, result),
                (a, b) -> DOUBLE.divide(a, b, mxcsr));
        pairs(
                DOUBLE,
                "SQRTSD",
                (a, b) -> Doubles.squareRoot(b, control, result),
                (a, b) -> DOUBLE.squareRoot(b, mxcsr));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void arithmeticOnSingles(int setting) {
        set(setting);
        pairs(
                SINGLE,
                "ADDSS",
                (a, b) -> unsigned(Singles.add(low(a), low(b), control, result)),
                (a, b) -> SINGLE.add(a, b, mxcsr));
        pairs(
                SINGLE,
                "SUBSS",
                (a, b) -> unsigned(Singles.subtract(low(a), low(b), control, result)),
                (a, b) -> SINGLE.subtract(a, b, mxcsr));
        pairs(
                SINGLE,
                "MULSS",
                (a, b) -> unsigned(Singles.multiply(low(a), low(b), control, result)),
                (a, b) -> SINGLE.multiply(a, b, mxcsr));
        pairs(
                SINGLE,
                "DIVSS",
                (a, b) -> unsigned(Singles.divide(low(a), low(b), control, result)),
                (a, b) -> SINGLE.divide(a, b, mxcsr));
        pairs(
                SINGLE,
                "SQRTSS",
                (a, b) -> unsigned(Singles.squareRoot(low(b), control, result)),
                (a, b) -> SINGLE.squareRoot(b, mxcsr));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void minimumMaximumAndComparison(int setting) {
        set(setting);
        pairs(
                DOUBLE,
                "MINSD",
                (a, b) -> Doubles.minimum(a, b, control, result),
                (a, b) -> DOUBLE.extreme(false, a, b, mxcsr));
        pairs(
                DOUBLE,
                "MAXSD",
                (a, b) -> Doubles.maximum(a, b, control, result),
                (a, b) -> DOUBLE.extreme(true, a, b, mxcsr));
        pairs(
                SINGLE,
                "MINSS",
                (a, b) -> unsigned(Singles.minimum(low(a), low(b), control, result)),
                (a, b) -> SINGLE.extreme(false, a, b, mxcsr));
        pairs(
                SINGLE,
                "MAXSS",
                (a, b) -> unsigned(Singles.maximum(low(a), low(b), control, result)),
                (a, b) -> SINGLE.extreme(true, a, b, mxcsr));
        for (int predicate = 0; predicate < 8; predicate++) {
            int p = predicate;
            pairs(
                    DOUBLE,
                    "CMPSD " + p,
                    (a, b) -> Doubles.mask(a, b, p, control, result),
                    (a, b) -> predicate(DOUBLE, p, a, b));
            pairs(
                    SINGLE,
                    "CMPSS " + p,
                    (a, b) -> Singles.mask(low(a), low(b), p, control, result),
                    (a, b) -> predicate(SINGLE, p, a, b));
        }
        for (boolean quietly : new boolean[] {false, true}) {
            pairs(
                    DOUBLE,
                    "COMISD",
                    (a, b) -> outcome(Doubles.order(a, b, quietly, control, result)),
                    (a, b) -> DOUBLE.compare(quietly, a, b, mxcsr));
            pairs(
                    SINGLE,
                    "COMISS",
                    (a, b) -> outcome(Singles.order(low(a), low(b), quietly, control, result)),
                    (a, b) -> SINGLE.compare(quietly, a, b, mxcsr));
        }
    }

    private static int outcome(int comparison) {
        return switch (comparison) {
            case Comparison.LESS -> -1;
            case Comparison.EQUAL -> 0;
            case Comparison.GREATER -> 1;
            default -> 2;
        };
    }

    /** EQ LT LE UNORD NEQ NLT NLE ORD. @see "SDM vol. 2A, CMPPS, table 3-1" */
    private Answer predicate(Ieee format, int predicate, long a, long b) {
        boolean signals = predicate == 1 || predicate == 2 || predicate == 5 || predicate == 6;
        Answer order = format.compare(!signals, a, b, mxcsr);
        long outcome = order.bits();
        boolean holds =
                switch (predicate) {
                    case 0 -> outcome == 0;
                    case 1 -> outcome == -1;
                    case 2 -> outcome == -1 || outcome == 0;
                    case 3 -> outcome == 2;
                    case 4 -> outcome != 0;
                    case 5 -> outcome != -1;
                    case 6 -> outcome != -1 && outcome != 0;
                    default -> outcome != 2;
                };
        return new Answer(holds ? -1 : 0, order.flags());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void conversions(int setting) {
        set(setting);
        pairs(
                DOUBLE,
                "CVTSD2SS",
                (a, b) -> unsigned(Doubles.toSingle(a, control, result)),
                (a, b) -> DOUBLE.convert(a, SINGLE, mxcsr));
        pairs(
                DOUBLE,
                "CVTSD2SS near",
                (a, b) -> unsigned(Doubles.toSingle(nearSingles(a), control, result)),
                (a, b) -> DOUBLE.convert(nearSingles(a), SINGLE, mxcsr));
        pairs(
                SINGLE,
                "CVTSS2SD",
                (a, b) -> Singles.toDouble(low(a), control, result),
                (a, b) -> SINGLE.convert(a, DOUBLE, mxcsr));
        pairs(
                DOUBLE,
                "CVTSD2SI",
                (a, b) -> Doubles.toInteger(nearIntegers(DOUBLE, a, 20), control, result),
                (a, b) -> DOUBLE.toInteger(nearIntegers(DOUBLE, a, 20), mxcsr));
        pairs(
                SINGLE,
                "CVTSS2SI",
                (a, b) -> Singles.toInteger(low(nearIntegers(SINGLE, a, 20)), control, result),
                (a, b) -> SINGLE.toInteger(nearIntegers(SINGLE, a, 20), mxcsr));
        pairs(
                SINGLE,
                "CVTSI2SS",
                (a, b) -> unsigned(Singles.fromInteger(low(a), control, result)),
                (a, b) -> SINGLE.fromInteger(low(a), mxcsr));
        pairs(
                SINGLE,
                "CVTSI2SD",
                (a, b) -> Doubles.fromInteger(low(a), control, result),
                (a, b) -> DOUBLE.fromInteger(low(a), mxcsr));
    }

    /** The same digits with an exponent that singles have, or not quite. */
    private static long nearSingles(long bits) {
        long field = (bits >>> 52 & 0x7FF) % 300 + 1023 - 155;
        return bits & ~DOUBLE.infinity | field << 52;
    }

    /** The same digits with an exponent from below one half to beyond doublewords. */
    private static long nearIntegers(Ieee format, long bits, int modulus) {
        if ((bits & format.infinity) == 0 || (bits & format.infinity) == format.infinity) {
            return bits;
        }
        long field = (bits & format.infinity) >>> format.precision - 1;
        long wanted = field % 2 == 0 ? field % 37 : 30 + field % modulus % 3;
        long moved = format.largest - 3 + wanted;
        return bits & ~format.infinity | moved << format.precision - 1;
    }

    /** Largest and smallest doublewords, and what rounds to them or beyond. */
    @ParameterizedTest
    @MethodSource("settings")
    void theEndsOfDoublewords(int setting) {
        set(setting);
        for (double x : new double[] {2147483647, -2147483648.0, 2147483648.0, -2147483649.0}) {
            for (double step : new double[] {-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75}) {
                check(
                        "CVTSD2SI",
                        Double.doubleToRawLongBits(x + step),
                        0,
                        (a, b) -> Doubles.toInteger(a, control, result),
                        (a, b) -> DOUBLE.toInteger(a, mxcsr));
            }
        }
    }

    /** Sums of the largest numbers, whose error must not overflow when it is looked for. */
    @Test
    void exactnessAtTheEndOfTheRange() {
        set(ALL_MASKED);
        long largest = DOUBLE.infinity - 1;
        for (int i = 0; i < 2000; i++) {
            long a = largest - (random.nextLong() & (1L << random.nextInt(55)) - 1);
            long b = largest - (random.nextLong() & (1L << random.nextInt(55)) - 1) | DOUBLE.sign;
            check(
                    "ADDSD",
                    a,
                    b,
                    (x, y) -> Doubles.add(x, y, control, result),
                    (x, y) -> DOUBLE.add(x, y, mxcsr));
            int c = low(SINGLE.infinity) - 1 - (random.nextInt() & (1 << random.nextInt(25)) - 1);
            int d = low(SINGLE.infinity) - 1 - (random.nextInt() & (1 << random.nextInt(25)) - 1);
            check(
                    "SUBSS",
                    c,
                    d,
                    (x, y) -> unsigned(Singles.subtract(low(x), low(y), control, result)),
                    (x, y) -> SINGLE.subtract(x, y, mxcsr));
        }
    }
}
