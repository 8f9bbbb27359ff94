package pentimento.cpu.fpu.x87;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.FpuState.C2;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.ZERO_DIVIDE;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transcendental functions by values that are known otherwise. */
class TranscendentalsTest {
    private static final String FSIN = "D9FE", FCOS = "D9FF", FSINCOS = "D9FB", FPTAN = "D9F2";
    private static final String FPATAN = "D9F3", F2XM1 = "D9F0", FYL2X = "D9F1", FYL2XP1 = "D9F9";
    private static final String FLD1 = "D9E8", FLDPI = "D9EB", FLDL2T = "D9E9", FLDLG2 = "D9EC";

    private final Bench bench = new Bench();

    @Test
    void logarithmOfTenIsTheConstant() {
        bench.run(FLD1).load(10).run(FYL2X, FLDL2T);
        assertThat(bench.st(1)).isEqualTo(bench.st(0));
    }

    @Test
    void decimalLogarithmOfTwoIsTheConstant() {
        bench.run(FLDLG2).load(2).run(FYL2X, FLDLG2);
        assertThat(bench.st(1)).isEqualTo(bench.st(0));
        assertThat(bench.exceptions()).isEqualTo(PRECISION);
    }

    @Test
    void logarithmsNearOneKeepTheirPrecision() {
        bench.run(FLD1).load(0x1p-60).run(FYL2XP1);
        // log2(1 + x) = (x - x * x / 2 + ..) / ln 2: not quite the significand of log2 e.
        assertThat(bench.st(0)).isEqualTo("3FC3:B8AA3B295C17F0B6");
    }

    @Test
    void arctangentsOfTheAxesAreMultiplesOfPi() {
        bench.load(1).load(0).run(FPATAN, FLDPI).load(0.5).run("DEC9"); // pi / 2
        assertThat(bench.st(1)).isEqualTo(bench.st(0));
        bench.load(-0.0).load(-1).run(FPATAN, FLDPI, "D9E0"); // -pi
        assertThat(bench.st(1)).isEqualTo(bench.st(0));
        bench.load(1).load(1).run(FPATAN, FLDPI).load(0.25).run("DEC9"); // pi / 4
        assertThat(bench.st(1)).isEqualTo(bench.st(0));
    }

    @Test
    void arctangentOfZeroToTheRightIsZero() {
        bench.load(-0.0).load(1).run(FPATAN);
        assertThat(bench.st(0)).isEqualTo("8000:0000000000000000");
        assertThat(bench.exceptions()).isZero();
    }

    @Test
    void exponentialOfAHalfIsTheRootOfTwo() {
        bench.load(0.5).run(F2XM1, FLD1, "DEC1").load(2).run("D9FA");
        assertThat(bench.st(1)).isEqualTo(bench.st(0));
    }

    @Test
    void sineOfPiIsWhatTheHardwarePiLacks() {
        // FLDPI exceeds the 66-bit pi by 2^-64, so that its sine is -2^-64.
        bench.run(FLDPI, FSIN);
        assertThat(bench.st(0)).isEqualTo("BFBF:8000000000000000");
    }

    @Test
    void tangentPushesOne() {
        bench.load(0.5).run(FPTAN);
        assertThat(bench.st(0)).isEqualTo("3FFF:8000000000000000");
        // tan 0.5 = 0.546302489843790513255..
        assertThat(bench.st(1)).isEqualTo("3FFE:8BDA7ADF9A3A5219");
    }

    @ParameterizedTest
    @CsvSource({FSIN, FCOS, FSINCOS, FPTAN})
    void argumentsFrom2To63OnAreRefusedByC2(String instruction) {
        bench.load(0x1p63).run(instruction);
        assertThat(bench.fpu.status & C2).isNotZero();
        assertThat(bench.st(0)).isEqualTo("403E:8000000000000000");
        bench.run("DDD8").load(0x1p62).run(instruction);
        assertThat(bench.fpu.status & C2).isZero();
    }

    @ParameterizedTest
    @CsvSource({FSIN, FCOS, FSINCOS, FPTAN})
    void infinityIsInvalid(String instruction) {
        bench.load(Double.POSITIVE_INFINITY).run(instruction);
        assertThat(bench.st(0)).isEqualTo("FFFF:C000000000000000");
        assertThat(bench.exceptions()).isEqualTo(INVALID);
    }

    @Test
    void logarithmOfZeroDividesByZero() {
        bench.load(-2).load(0).run(FYL2X);
        assertThat(bench.st(0)).isEqualTo("7FFF:8000000000000000");
        assertThat(bench.exceptions()).isEqualTo(ZERO_DIVIDE);
    }

    @Test
    void logarithmOfANegativeNumberIsInvalid() {
        bench.load(1).load(-1).run(FYL2X);
        assertThat(bench.exceptions()).isEqualTo(INVALID);
    }

    @Test
    void functionsAgreeWithDoublePrecision() {
        var random = new Random(80);
        for (int i = 0; i < 20_000; i++) {
            double x = (random.nextDouble() - 0.5) * Math.scalb(4.0, random.nextInt(9) - 6);
            double y = (random.nextDouble() - 0.5) * 8;
            check(StrictMath.sin(x), bench.run("DBE3").load(x).run(FSIN));
            check(StrictMath.cos(x), bench.run("DBE3").load(x).run(FCOS));
            check(StrictMath.atan2(y, x), bench.run("DBE3").load(y).load(x).run(FPATAN));
            double fraction = x - Math.rint(x);
            check(
                    StrictMath.expm1(fraction * StrictMath.log(2)),
                    bench.run("DBE3").load(fraction).run(F2XM1));
            double positive = Math.abs(x);
            check(
                    y * StrictMath.log(positive) / StrictMath.log(2),
                    bench.run("DBE3").load(y).load(positive).run(FYL2X));
        }
    }

    private static void check(double expected, Bench bench) {
        bench.memory(0xDD, 3);
        double actual = Double.longBitsToDouble(bench.memory.read64(bench.ds(), Bench.DATA));
        // StrictMath is good to about one unit; its sine of large arguments uses all of pi.
        assertThat(actual)
                .isBetween(
                        expected - Math.abs(expected) * 0x1p-48 - 0x1p-60,
                        expected + Math.abs(expected) * 0x1p-48 + 0x1p-60);
    }
}
