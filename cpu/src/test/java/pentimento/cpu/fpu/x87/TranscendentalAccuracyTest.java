package pentimento.cpu.fpu.x87;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.FpuState.C1;
import static pentimento.cpu.fpu.FpuState.C2;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.OVERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.UNDERFLOW;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every transcendental function against {@link ExactFunctions}: the result is at most one unit from
 * the correctly rounded one, in every rounding mode, whatever precision control says. The nightly
 * count is set by the system property {@code transcendental.rounds}.
 *
 * @see "SDM vol. 1, 8.3.10"
 */
class TranscendentalAccuracyTest {
    private static final int BIAS = 0x3FFF, SIGN = 0x8000, MOST = 0x7FFE;

    /** Of a significand's fraction, after 20 before the point. */
    private static final int KNOWN_DIGITS = 70;

    /** Nearer the true result can't be told from the number returned. */
    private static final BigDecimal TOO_CLOSE = new BigDecimal("1E-37");

    private static final int ROUNDS = 3_000, ROUNDS_AT_NIGHT = 100_000;

    /** What each function takes, and what it is. */
    enum Instruction {
        FSIN("D9FE") {
            @Override
            void check(TranscendentalAccuracyTest test, Random random) {
                Extended x = TranscendentalArguments.angle(random);
                test.unary(this, x, test.exact.sine(x.signExponent(), x.significand()));
            }
        },
        FCOS("D9FF") {
            @Override
            void check(TranscendentalAccuracyTest test, Random random) {
                Extended x = TranscendentalArguments.angle(random);
                test.unary(this, x, test.exact.cosine(x.signExponent(), x.significand()));
            }
        },
        FSINCOS("D9FB") {
            @Override
            void check(TranscendentalAccuracyTest test, Random random) {
                Extended x = TranscendentalArguments.angle(random);
                test.execute(this, x, x);
                test.compare(this, test.exact.cosine(x.signExponent(), x.significand()), x);
                test.bench.fpu.pop();
                BigDecimal sine = test.exact.sine(x.signExponent(), x.significand());
                test.compare(this, sine, x);
                test.checkFlags(this, sine, x, x);
            }
        },
        FPTAN("D9F2") {
            @Override
            void check(TranscendentalAccuracyTest test, Random random) {
                Extended x = TranscendentalArguments.angle(random);
                test.execute(this, x, x);
                assertThat(test.bench.st(0)).isEqualTo("3FFF:8000000000000000");
                test.bench.fpu.pop();
                BigDecimal tangent = test.exact.tangent(x.signExponent(), x.significand());
                test.compare(this, tangent, x);
                test.checkFlags(this, tangent, x, x);
            }
        },
        F2XM1("D9F0") {
            @Override
            void check(TranscendentalAccuracyTest test, Random random) {
                Extended x = TranscendentalArguments.belowOne(random);
                test.unary(this, x, test.exact.exponential(test.value(x)));
            }
        },
        FYL2X("D9F1") {
            @Override
            void check(TranscendentalAccuracyTest test, Random random) {
                Extended x = TranscendentalArguments.positive(random),
                        y = TranscendentalArguments.factor(random);
                BigDecimal logarithm = test.exact.logarithm(x.signExponent(), x.significand());
                test.binary(this, x, y, logarithm.multiply(test.value(y), ExactFunctions.DIGITS));
            }
        },
        FYL2XP1("D9F9") {
            @Override
            void check(TranscendentalAccuracyTest test, Random random) {
                Extended x = TranscendentalArguments.nearZero(random),
                        y = TranscendentalArguments.factor(random);
                BigDecimal logarithm = test.exact.logarithmPlusOne(test.value(x));
                test.binary(this, x, y, logarithm.multiply(test.value(y), ExactFunctions.DIGITS));
            }
        },
        FPATAN("D9F3") {
            @Override
            void check(TranscendentalAccuracyTest test, Random random) {
                Extended x = TranscendentalArguments.any(random);
                Extended y =
                        random.nextBoolean()
                                ? TranscendentalArguments.any(random)
                                : TranscendentalArguments.near(x, random);
                test.binary(this, x, y, test.exact.arctangent(test.value(y), test.value(x)));
            }
        };

        private final String code;

        Instruction(String code) {
            this.code = code;
        }

        abstract void check(TranscendentalAccuracyTest test, Random random);
    }

    private final ExactFunctions exact = new ExactFunctions();
    private final Bench bench = new Bench();
    private int control;

    @ParameterizedTest
    @EnumSource(Instruction.class)
    void resultsAreWithinOneUnit(Instruction instruction) {
        checkMany(instruction, ROUNDS, 8087);
    }

    @ParameterizedTest
    @EnumSource(Instruction.class)
    @Tag("nightly")
    void resultsOfManyArgumentsAreWithinOneUnit(Instruction instruction) {
        checkMany(instruction, Integer.getInteger("transcendental.rounds", ROUNDS_AT_NIGHT), 80387);
    }

    private void checkMany(Instruction instruction, int rounds, int seed) {
        var random = new Random(seed);
        for (int i = 0; i < rounds; i++) {
            control = 0x3F | random.nextInt(4) << 10 | (random.nextInt(3) + 1) % 4 << 8;
            instruction.check(this, random);
        }
    }

    @Test
    void theOracleKnowsSomeDecimals() {
        assertThat(exact.sine(BIAS - 2, Long.MIN_VALUE).toString())
                .startsWith("0.24740395925452292959684870484938");
        assertThat(exact.cosine(BIAS - 2, Long.MIN_VALUE).toString())
                .startsWith("0.96891242171064478414459544949418");
        assertThat(exact.exponential(new BigDecimal("0.5")).toString())
                .startsWith("0.41421356237309504880168872420969807856967187537694");
        assertThat(exact.logarithm(BIAS + 1, 0xC000_0000_0000_0000L).toString())
                .startsWith("1.58496250072115618145373894394781650875981440769248");
        assertThat(exact.arctangent(BigDecimal.ONE, BigDecimal.ONE.negate()).toString())
                .startsWith("2.35619449019234492884698253745962716314787704953132");
    }

    private BigDecimal value(Extended number) {
        return exact.value(number.signExponent(), number.significand());
    }

    private void unary(Instruction instruction, Extended x, BigDecimal expected) {
        execute(instruction, x, x);
        compare(instruction, expected, x);
        checkFlags(instruction, expected, x, x);
    }

    private void binary(Instruction instruction, Extended x, Extended y, BigDecimal expected) {
        execute(instruction, x, y);
        compare(instruction, expected, x, y);
        checkFlags(instruction, expected, x, y);
    }

    private void execute(Instruction instruction, Extended x, Extended y) {
        bench.fpu.initialise();
        bench.push(y.signExponent(), y.significand()).push(x.signExponent(), x.significand());
        bench.control(control).run(instruction.code);
    }

    private void compare(Instruction instruction, BigDecimal expected, Object... arguments) {
        int signExponent = bench.fpu.signExponent[bench.fpu.top];
        long significand = bench.fpu.significand[bench.fpu.top];
        BigInteger correct = ordinal(round(expected));
        BigInteger actual = ordinal(new Extended(signExponent, significand));
        assertThat(actual.subtract(correct).abs())
                .as(
                        "%s of %s, control %03X: %s instead of %s",
                        instruction, arguments, control, bench.st(0), round(expected))
                .isLessThanOrEqualTo(BigInteger.ONE);
        assertThat((signExponent & SIGN) != 0).isEqualTo(expected.signum() < 0);
    }

    /**
     * @see "SDM vol. 1, 8.5: the results are never exact"
     */
    private void checkFlags(Instruction instruction, BigDecimal expected, Extended x, Extended y) {
        BigDecimal magnitude = expected.abs();
        boolean tiny = magnitude.compareTo(exact.powerOfTwo(1 - BIAS)) < 0;
        boolean overflows = (round(expected).signExponent() & ~SIGN) > MOST;
        int flags =
                PRECISION
                        | (x.isDenormal() || y.isDenormal() ? DENORMAL : 0)
                        | (tiny ? UNDERFLOW : 0)
                        | (overflows ? OVERFLOW : 0);
        int actual = bench.exceptions();
        if (overflows != ((actual & OVERFLOW) != 0)) {
            flags = flags & ~OVERFLOW | actual & OVERFLOW; // the largest number, rounded down
        }
        assertThat(actual)
                .as("flags of %s of %s and %s, control %03X", instruction, x, y, control)
                .isEqualTo(flags);
        assertThat(bench.fpu.status & C2).isZero();
        BigDecimal result =
                exact.value(
                        bench.fpu.signExponent[bench.fpu.top],
                        bench.fpu.significand[bench.fpu.top]);
        boolean known =
                result.abs()
                                .subtract(magnitude)
                                .abs()
                                .compareTo(magnitude.multiply(TOO_CLOSE, ExactFunctions.DIGITS))
                        > 0;
        if (known && !overflows && instruction != Instruction.FSINCOS) {
            assertThat((bench.fpu.status & C1) != 0)
                    .as("C1 of %s of %s and %s, control %03X", instruction, x, y, control)
                    .isEqualTo(result.abs().compareTo(magnitude) > 0);
        }
    }

    /** Rounds to the 80-bit format as rounding control says. */
    private Extended round(BigDecimal value) {
        BigDecimal magnitude = value.abs();
        int sign = value.signum() < 0 ? SIGN : 0;
        int exponent = (int) Math.floor(binaryLogarithm(magnitude));
        while (magnitude.compareTo(exact.powerOfTwo(exponent)) < 0) {
            exponent--;
        }
        while (magnitude.compareTo(exact.powerOfTwo(exponent + 1)) >= 0) {
            exponent++;
        }
        exponent = Math.max(exponent, 1 - BIAS);
        BigDecimal scaled =
                magnitude
                        .multiply(exact.powerOfTwo(63 - exponent), ExactFunctions.DIGITS)
                        .setScale(KNOWN_DIGITS, RoundingMode.HALF_EVEN);
        BigInteger kept = scaled.toBigInteger();
        BigDecimal rest = scaled.subtract(new BigDecimal(kept));
        boolean up =
                switch (control >>> 10 & 3) {
                    case 0 -> rest.compareTo(new BigDecimal("0.5")) > 0;
                    case 1 -> sign != 0;
                    case 2 -> sign == 0;
                    default -> false;
                };
        if (up) {
            kept = kept.add(BigInteger.ONE);
        }
        if (kept.bitLength() > 64) {
            kept = kept.shiftRight(1);
            exponent++;
        }
        if (exponent > BIAS) {
            boolean infinite = (control >>> 10 & 3) == 0 || up;
            return new Extended(
                    sign | (infinite ? MOST + 1 : MOST), infinite ? Long.MIN_VALUE : -1);
        }
        return new Extended(sign | (kept.bitLength() < 64 ? 0 : exponent + BIAS), kept.longValue());
    }

    private static double binaryLogarithm(BigDecimal magnitude) {
        double digits = Math.log10(magnitude.unscaledValue().doubleValue());
        return (digits - magnitude.scale()) / Math.log10(2);
    }

    /** Neighbouring numbers have neighbouring ordinals. */
    private static BigInteger ordinal(Extended number) {
        int exponent = Math.max(number.signExponent() & ~SIGN, 1);
        return BigInteger.valueOf(exponent - 1L)
                .shiftLeft(63)
                .add(new BigInteger(Long.toUnsignedString(number.significand())));
    }
}
