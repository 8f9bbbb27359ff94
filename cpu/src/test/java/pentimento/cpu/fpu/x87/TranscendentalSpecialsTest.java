package pentimento.cpu.fpu.x87;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.FpuState.C1;
import static pentimento.cpu.fpu.FpuState.C2;
import static pentimento.cpu.fpu.FpuState.STACK_FAULT;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of results for special operands, instruction by instruction, from SDM vol. 2A. */
class TranscendentalSpecialsTest {
    private static final String INDEFINITE = "FFFF:C000000000000000";
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("+inf", "7FFF:8000000000000000"),
                    Map.entry("-inf", "FFFF:8000000000000000"),
                    Map.entry("+0", "0000:0000000000000000"),
                    Map.entry("-0", "8000:0000000000000000"),
                    Map.entry("+1", "3FFF:8000000000000000"),
                    Map.entry("-1", "BFFF:8000000000000000"),
                    Map.entry("+2", "4000:8000000000000000"),
                    Map.entry("-2", "C000:8000000000000000"),
                    Map.entry("+1/2", "3FFE:8000000000000000"),
                    Map.entry("-1/2", "BFFE:8000000000000000"),
                    Map.entry("+1/8", "3FFC:8000000000000000"),
                    Map.entry("-1/8", "BFFC:8000000000000000"),
                    Map.entry("+pi", "4000:C90FDAA22168C235"),
                    Map.entry("-pi", "C000:C90FDAA22168C235"),
                    Map.entry("+pi/2", "3FFF:C90FDAA22168C235"),
                    Map.entry("-pi/2", "BFFF:C90FDAA22168C235"),
                    Map.entry("+pi/4", "3FFE:C90FDAA22168C235"),
                    Map.entry("-pi/4", "BFFE:C90FDAA22168C235"),
                    Map.entry("+3pi/4", "4000:96CBE3F9990E91A8"),
                    Map.entry("-3pi/4", "C000:96CBE3F9990E91A8"),
                    Map.entry("invalid", INDEFINITE),
                    Map.entry("snan", "7FFF:A000000000000001"),
                    Map.entry("qnan", "7FFF:E000000000000001"),
                    Map.entry("unnormal", "4000:4000000000000000"),
                    Map.entry("denormal", "0000:0000000000000001"),
                    Map.entry("pseudo-infinity", "7FFF:0000000000000000"));

    private final Bench bench = new Bench();

    private TranscendentalSpecialsTest push(String name) {
        String[] parts = NAMES.getOrDefault(name, name).split(":", -1);
        bench.push(Integer.parseInt(parts[0], 16), Long.parseUnsignedLong(parts[1], 16));
        return this;
    }

    private void expect(int i, String name) {
        assertThat(bench.st(i)).isEqualTo(NAMES.getOrDefault(name, name));
    }

    /** Table "FPATAN Results": y, and the angles for x = -inf, -2, -0, +0, +2, +inf. */
    @ParameterizedTest
    @CsvSource({
        "-inf, -3pi/4, -pi/2, -pi/2, -pi/2, -pi/2, -pi/4",
        "-2, -pi, -3pi/4, -pi/2, -pi/2, -pi/4, -0",
        "-0, -pi, -pi, -pi, -0, -0, -0",
        "+0, +pi, +pi, +pi, +0, +0, +0",
        "+2, +pi, +3pi/4, +pi/2, +pi/2, +pi/4, +0",
        "+inf, +3pi/4, +pi/2, +pi/2, +pi/2, +pi/2, +pi/4",
    })
    void fpatan(String y, String x1, String x2, String x3, String x4, String x5, String x6) {
        String[] x = {"-inf", "-2", "-0", "+0", "+2", "+inf"}, angles = {x1, x2, x3, x4, x5, x6};
        for (int i = 0; i < x.length; i++) {
            bench.run("DBE3");
            push(y).push(x[i]);
            bench.run("D9F3");
            expect(0, angles[i]);
            boolean zero = angles[i].endsWith("0");
            assertThat(bench.exceptions()).isEqualTo(zero ? 0 : 0x20);
        }
    }

    /** Table "FYL2X Results": y, and the values for x = -inf, -2, -0, +0, +1/2, +1, +2, +inf. */
    @ParameterizedTest
    @CsvSource({
        "-inf, invalid, invalid, +inf, +inf, +inf, invalid, -inf, -inf",
        "-2, invalid, invalid, +inf, +inf, +2, -0, -2, -inf",
        "-0, invalid, invalid, invalid, invalid, +0, -0, -0, invalid",
        "+0, invalid, invalid, invalid, invalid, -0, +0, +0, invalid",
        "+2, invalid, invalid, -inf, -inf, -2, +0, +2, +inf",
        "+inf, invalid, invalid, -inf, -inf, -inf, invalid, +inf, +inf",
    })
    void fyl2x(
            String y,
            String x1,
            String x2,
            String x3,
            String x4,
            String x5,
            String x6,
            String x7,
            String x8) {
        String[] x = {"-inf", "-2", "-0", "+0", "+1/2", "+1", "+2", "+inf"};
        String[] values = {x1, x2, x3, x4, x5, x6, x7, x8};
        for (int i = 0; i < x.length; i++) {
            bench.run("DBE3");
            push(y).push(x[i]);
            bench.run("D9F1");
            expect(0, values[i]);
            boolean finite = !y.endsWith("inf");
            boolean dividesByZero = x[i].endsWith("0") && finite && !y.endsWith("0");
            int expected = values[i].equals("invalid") ? INVALID : dividesByZero ? 4 : 0;
            assertThat(bench.exceptions() & 0x1F).isEqualTo(expected);
        }
    }

    /** Table "FYL2XP1 Results": y, and the values for x = -1/8, -0, +0, +1/8. */
    @ParameterizedTest
    @CsvSource({
        "-inf, +inf, invalid, invalid, -inf", "-2, , +0, -0, ", "-0, +0, +0, -0, -0",
        "+0, -0, -0, +0, +0", "+2, , -0, +0, ", "+inf, -inf, invalid, invalid, +inf",
    })
    void fyl2xp1(String y, String x1, String x2, String x3, String x4) {
        String[] x = {"-1/8", "-0", "+0", "+1/8"}, values = {x1, x2, x3, x4};
        for (int i = 0; i < x.length; i++) {
            if (values[i] != null) {
                bench.run("DBE3");
                push(y).push(x[i]);
                bench.run("D9F9");
                expect(0, values[i]);
                assertThat(bench.exceptions()).isEqualTo(values[i].equals("invalid") ? INVALID : 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "D9F0, +0, +0", "D9F0, -0, -0", "D9F0, +1, +1", "D9F0, -1, -1/2",
        "D9FE, +0, +0", "D9FE, -0, -0", "D9FF, +0, +1", "D9FF, -0, +1",
    })
    void exactResults(String instruction, String x, String expected) {
        push(x);
        bench.run(instruction);
        expect(0, expected);
    }

    @ParameterizedTest
    @CsvSource({"D9F2, +0, +1, +0", "D9F2, -0, +1, -0", "D9FB, +0, +1, +0", "D9FB, -0, +1, -0"})
    void exactPairs(String instruction, String x, String top, String below) {
        push(x);
        bench.run(instruction);
        expect(0, top);
        expect(1, below);
        assertThat(bench.exceptions()).isZero();
    }

    private static boolean takesTwo(String instruction) {
        return switch (instruction) {
            case "D9F1", "D9F3", "D9F9" -> true;
            default -> false;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"D9F0", "D9F1", "D9F2", "D9F3", "D9F9", "D9FB", "D9FE", "D9FF"})
    void nansBecomeQuietAndUnsupportedOperandsIndefinite(String instruction) {
        String[] operands = {"snan", "qnan", "unnormal", "pseudo-infinity"};
        String[] results = {"7FFF:E000000000000001", "qnan", "invalid", "invalid"};
        for (int i = 0; i < operands.length; i++) {
            bench.run("DBE3");
            if (takesTwo(instruction)) {
                push("+1");
            }
            push(operands[i]);
            bench.run(instruction);
            expect(0, results[i]);
            assertThat(bench.exceptions()).isEqualTo(i == 1 ? 0 : INVALID);
            assertThat(bench.fpu.status & C2).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"D9F0", "D9F1", "D9F2", "D9F3", "D9F9", "D9FB", "D9FE", "D9FF"})
    void anUnmaskedDenormalOperandLeavesTheStackAlone(String instruction) {
        bench.control(0x37F & ~DENORMAL);
        push("+2").push("denormal");
        bench.run(instruction);
        expect(0, "denormal");
        expect(1, "+2");
        assertThat(bench.exceptions()).isEqualTo(DENORMAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"D9F0", "D9F1", "D9F2", "D9F3", "D9F9", "D9FB", "D9FE", "D9FF"})
    void anEmptyOperandUnderflowsTheStack(String instruction) {
        bench.run(instruction);
        expect(0, "invalid");
        assertThat(bench.fpu.status & (INVALID | STACK_FAULT | C1))
                .isEqualTo(INVALID | STACK_FAULT);
        bench.run("DBE3").control(0x37F & ~INVALID).run(instruction);
        assertThat(bench.fpu.occupied).isZero();
        assertThat(bench.fpu.top).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"D9F2", "D9FB"})
    void aFullStackOverflows(String instruction) {
        for (int i = 0; i < 8; i++) {
            push("+1");
        }
        bench.run(instruction);
        expect(0, "invalid");
        expect(1, "invalid");
        assertThat(bench.fpu.status & (INVALID | STACK_FAULT | C1))
                .isEqualTo(INVALID | STACK_FAULT | C1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"D9F2", "D9FB", "D9FE", "D9FF"})
    void justBelow2To63IsStillReduced(String instruction) {
        push("403D:FFFFFFFFFFFFFFFF");
        bench.run(instruction);
        assertThat(bench.fpu.status & C2).isZero();
        bench.run("DBE3");
        push("C03E:8000000000000000");
        bench.run(instruction);
        expect(0, "C03E:8000000000000000");
        assertThat(bench.fpu.status & C2).isNotZero();
        assertThat(bench.exceptions()).isZero();
    }
}
