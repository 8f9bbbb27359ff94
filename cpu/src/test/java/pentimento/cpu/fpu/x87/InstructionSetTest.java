package pentimento.cpu.fpu.x87;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.FpuState.C0;
import static pentimento.cpu.fpu.FpuState.C1;
import static pentimento.cpu.fpu.FpuState.C2;
import static pentimento.cpu.fpu.FpuState.C3;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;
import pentimento.memory.state.StateDigest;

/** Which instructions there are, in which model, which of them wait, and which trap. */
class InstructionSetTest {
    private static final int FIRST_REGISTER_FORM = 0xC0;

    private final Bench bench = new Bench();
    private final FpuState fpu = bench.fpu;

    /** Appendix A.5 of SDM vol. 2D, and the aliases that all processors since the 387 know. */
    private static boolean isDefined(int code, boolean p6) {
        int modrm = code & 0xFF;
        return switch (code >>> 8) {
            case 0xD8, 0xDC -> true;
            case 0xD9 ->
                    modrm < 0xD1
                            || modrm >= 0xD8 && modrm < 0xE2
                            || modrm == 0xE4
                            || modrm == 0xE5
                            || modrm >= 0xE8 && modrm != 0xEF;
            case 0xDA -> modrm < 0xE0 && p6 || modrm == 0xE9;
            case 0xDB ->
                    modrm < 0xE0 && p6
                            || modrm >= 0xE0 && modrm < 0xE5
                            || modrm >= 0xE8 && modrm < 0xF8 && p6;
            case 0xDD -> modrm < 0xF0;
            case 0xDE -> modrm < 0xD8 || modrm == 0xD9 || modrm >= 0xE0;
            default -> modrm <= 0xE0 || modrm >= 0xE8 && modrm < 0xF8 && p6;
        };
    }

    private static boolean isDefinedWithMemory(int esc, int reg, boolean sse3) {
        return switch (esc << 4 | reg) {
            case 0x11, 0x34, 0x36, 0x55 -> false;
            case 0x31, 0x51, 0x71 -> sse3;
            default -> true;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "I386, false",
        "I486, false",
        "PENTIUM, false",
        "PENTIUM_MMX, false",
        "PENTIUM2, true",
        "PENTIUM3, true",
        "CORE, true"
    })
    void registerForms(CpuModel model, boolean p6) {
        var of = new Bench(model);
        for (int code = 0xD800; code <= 0xDFFF; code++) {
            if ((code & 0xFF) >= FIRST_REGISTER_FORM) {
                String instruction = Integer.toHexString(code);
                of.fpu.initialise();
                assertThat(of.faultOf(() -> of.run(instruction)))
                        .as(instruction)
                        .isEqualTo(isDefined(code, p6) ? -1 : Vector.UD);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"I386, false", "PENTIUM3, false", "PRESCOTT, true", "CORE, true"})
    void memoryForms(CpuModel model, boolean sse3) {
        var of = new Bench(model);
        for (int esc = 0; esc < 8; esc++) {
            for (int reg = 0; reg < 8; reg++) {
                of.fpu.initialise();
                int code = 0xD8 + esc, digit = reg;
                assertThat(of.faultOf(() -> of.memory(code, digit)))
                        .as("%02X /%d", code, reg)
                        .isEqualTo(isDefinedWithMemory(esc, reg, sse3) ? -1 : Vector.UD);
            }
        }
    }

    /** FENI, FDISI, FSETPM do nothing since the 387. @see "SDM vol. 3B, 23.18" */
    @ParameterizedTest
    @ValueSource(strings = {"DBE0", "DBE1", "DBE4"})
    void instructionsOfTheOldCoprocessorsDoNothing(String instruction) {
        bench.control(0x340).load(1).run("D9FA").load(2).run("D8F9");
        bench.control(0x37F).run("D9E0").control(0x340);
        String before = StateDigest.of(bench.x87);
        bench.run(instruction);
        assertThat(StateDigest.of(bench.x87)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "D9DA, DDDA",
        "DCD2, D8D2",
        "DCDA, D8DA",
        "DDCA, D9CA",
        "DED2, D8DA",
        "DFCA, D9CA",
        "DFD2, DDDA",
        "DFDA, DDDA",
    })
    void aliases(String alias, String instruction) {
        bench.load(1).load(2).load(3).run(alias);
        var other = new Bench();
        other.load(1).load(2).load(3).run(instruction);
        other.fpu.opcode = fpu.opcode;
        assertThat(StateDigest.of(bench.x87)).isEqualTo(StateDigest.of(other.x87));
    }

    @Test
    void ffreepEmptiesAndPops() {
        bench.load(1).load(2).load(3).run("DFC2");
        assertThat(fpu.top).isEqualTo(6);
        assertThat(fpu.occupied).isEqualTo(0x40);
    }

    /** With CR0.NE: these look at no pending error, all others do. SDM vol. 1, 8.3.12 and 8.6. */
    @Test
    void onlyControlInstructionsWithoutWaitPassAPendingError() {
        for (int code = 0xD800; code <= 0xDFFF; code++) {
            if ((code & 0xFF) >= FIRST_REGISTER_FORM && isDefined(code, true)) {
                String instruction = Integer.toHexString(code);
                boolean waits = !(code >= 0xDBE0 && code <= 0xDBE4 || code == 0xDFE0);
                assertThat(pending().faultOf(() -> bench.run(instruction)))
                        .as(instruction)
                        .isEqualTo(waits ? Vector.MF : -1);
            }
        }
        for (int esc = 0; esc < 8; esc++) {
            for (int reg = 0; reg < 8; reg++) {
                if (isDefinedWithMemory(esc, reg, true)) {
                    int code = 0xD8 + esc, digit = reg;
                    boolean waits = !((esc == 1 || esc == 5) && reg >= 6);
                    assertThat(pending().faultOf(() -> bench.memory(code, digit)))
                            .as("%02X /%d", code, reg)
                            .isEqualTo(waits ? Vector.MF : -1);
                }
            }
        }
    }

    private Bench pending() {
        fpu.initialise();
        return bench.control(0x37E).run("D9FA");
    }

    /** SDM vol. 3A, table 2-2: EM, MP, TS; whether ESC and WAIT raise #NM. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, false, false", "0, 0, 1, true, false", "0, 1, 0, false, false",
                "0, 1, 1, true, true",
        "1, 0, 0, true, false", "1, 0, 1, true, false", "1, 1, 0, true, false",
                "1, 1, 1, true, true",
    })
    void deviceNotAvailable(int em, int mp, int ts, boolean escape, boolean wait) {
        bench.cpu.cr0 = CpuState.CR0_PE | CpuState.CR0_NE | em << 2 | mp << 1 | ts << 3;
        for (String instruction : new String[] {"D9E8", "DBE3", "DFE0", "DBE2"}) {
            assertThat(bench.faultOf(() -> bench.run(instruction)))
                    .isEqualTo(escape ? Vector.NM : -1);
        }
        for (int reg = 0; reg < 8; reg++) {
            int digit = reg;
            assertThat(bench.faultOf(() -> bench.memory(0xDC, digit)))
                    .isEqualTo(escape ? Vector.NM : -1);
        }
        assertThat(bench.faultOf(bench.x87::fwait)).isEqualTo(wait ? Vector.NM : -1);
    }

    /**
     * Without the unit and with EM clear (which system software is told not to do) escapes do
     * nothing, so that programs that look for a coprocessor by FNINIT and FNSTSW find none.
     */
    @Test
    void a486SxIgnoresEscapes() {
        var without = new Bench(CpuModel.I486SX);
        String before = StateDigest.of(without.x87);
        for (int code = 0xD800; code <= 0xDFFF; code++) {
            if ((code & 0xFF) >= FIRST_REGISTER_FORM) {
                without.run(Integer.toHexString(code));
            }
        }
        without.memory(0xD9, 6).memory(0xDD, 6).memory(0xDD, 3);
        without.x87.fwait();
        assertThat(StateDigest.of(without.x87)).isEqualTo(before);
        assertThat(without.memory.read64(without.ds(), Bench.DATA)).isZero();
    }

    /** Without NE, IGNNE# lets everything pass while ES stays; FNCLEX drops FERR#. */
    @Test
    void ferrFollowsTheErrorSummary() {
        bench.cpu.cr0 &= ~CpuState.CR0_NE;
        bench.load(-1).run("D9FA");
        assertThat(bench.ferr.isHigh()).isFalse();
        bench.memory.write16(bench.ds(), Bench.DATA, 0x37E);
        bench.memory(0xD9, 5); // FLDCW unmasks what is pending
        assertThat(bench.ferr.isHigh()).isTrue();
        assertThat(bench.faultOf(bench.x87::fwait)).isEqualTo(Vector.FERR_WAIT);
        bench.x87.ignne().raise();
        bench.load(2).x87.fwait();
        assertThat(bench.ferr.isHigh()).isTrue();
        bench.run("DBE2");
        assertThat(bench.ferr.isHigh()).isFalse();
        bench.load(-1).run("D9FA");
        assertThat(bench.ferr.isHigh()).isTrue();
        bench.memory(0xD9, 6); // FNSTENV masks
        assertThat(bench.ferr.isHigh()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DBE3"})
    void initialisationDropsFerr(String instruction) {
        bench.cpu.cr0 &= ~CpuState.CR0_NE;
        bench.control(0x37E).load(-1).run("D9FA", instruction);
        assertThat(bench.ferr.isHigh()).isFalse();
    }

    /** SDM vol. 2A, FPREM: exponents 64 apart or more leave C2 set and at least 32 bits less. */
    @ParameterizedTest
    @CsvSource({"64", "65", "95", "96", "100", "1000", "16000", "32000"})
    void partialRemaindersReduceBy32To63Bits(int distance) {
        int low = distance < 16000 ? 0x3FFF : 1;
        for (String instruction : new String[] {"D9F8", "D9F5"}) {
            bench.run("DBE3").push(low, 0xC000_0000_0000_0000L);
            bench.push(low + distance, 0x8000_0000_0000_0001L);
            int steps = 0, exponent = low + distance;
            do {
                bench.run(instruction);
                int reduced = fpu.signExponent[fpu.top] & 0x7FFF;
                if ((fpu.status & C2) != 0) {
                    assertThat(exponent - reduced).isGreaterThanOrEqualTo(32);
                }
                exponent = reduced;
                steps++;
            } while ((fpu.status & C2) != 0 && fpu.significand[fpu.top] != 0);
            assertThat(steps).isLessThanOrEqualTo(distance / 32 + 1);
        }
    }

    @Test
    void decimalLoadsTakeEveryDigitForWhatItIs() {
        bench.memory.write64(bench.ds(), Bench.DATA, 0xFA);
        bench.memory.write16(bench.ds(), Bench.DATA + 8, 0x8000);
        bench.memory(0xDF, 4); // -(15 * 10 + 10)
        assertThat(bench.st(0)).isEqualTo("C006:A000000000000000");
        bench.memory.write64(bench.ds(), Bench.DATA, 0);
        bench.memory(0xDF, 4);
        assertThat(bench.st(0)).isEqualTo("8000:0000000000000000");
        bench.memory(0xDF, 6);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA + 8)).isEqualTo(0x8000);
    }

    @ParameterizedTest
    @CsvSource({
        "3FFE:8000000000000000, 0, 0",
        "3FFF:C000000000000000, 2, 0",
        "4000:A000000000000000, 2, 0",
        "BFFE:8000000000000001, 1, 8000",
        "403A:DE0B6B3A763FFFF0, 999999999999999999, 0",
    })
    void decimalStoresRoundToEven(String number, long digits, String high) {
        String[] parts = number.split(":", -1);
        bench.push(Integer.parseInt(parts[0], 16), Long.parseUnsignedLong(parts[1], 16));
        bench.memory(0xDF, 6);
        long low = bench.memory.read64(bench.ds(), Bench.DATA);
        int top = bench.memory.read16(bench.ds(), Bench.DATA + 8);
        String text = String.format("%02X%016X", top & 0xFF, low);
        assertThat(Long.parseLong(text)).isEqualTo(digits);
        assertThat(top & 0xFF00).isEqualTo(Integer.parseInt(high, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "D9F6, 7", "D9F7, 1",
    })
    void stackPointerMovesWithoutTags(String instruction, int top) {
        bench.run(instruction);
        assertThat(fpu.top).isEqualTo(top);
        assertThat(fpu.occupied).isZero();
    }

    /** SDM vol. 1, 8.3.6: integers, infinities and NaNs stay, the rest is rounded as RC says. */
    @ParameterizedTest
    @CsvSource({
        "2.5, 0, 2",
        "3.5, 0, 4",
        "-2.5, 0, -2",
        "2.5, 400, 2",
        "-2.5, 400, -3",
        "2.5, 800, 3",
        "-2.5, 800, -2",
        "-2.5, C00, -2",
        "0.5, 0, 0",
        "0.25, 800, 1",
        "1e300, 0, 1e300",
    })
    void roundsToIntegers(double value, String rounding, double expected) {
        bench.control(0x37F | Integer.parseInt(rounding, 16)).load(value).run("D9FC");
        bench.memory(0xDD, 3);
        assertThat(Double.longBitsToDouble(bench.memory.read64(bench.ds(), Bench.DATA)))
                .isEqualTo(expected);
    }

    /** FLD and FST of a signaling NaN make it quiet, keep its payload and are invalid. */
    @Test
    void signalingNansBecomeQuietWhenTheirFormatChanges() {
        bench.memory.write32(bench.ds(), Bench.DATA, 0xFF80_0001);
        bench.memory(0xD9, 0);
        assertThat(bench.st(0)).isEqualTo("FFFF:C000010000000000");
        assertThat(bench.exceptions()).isEqualTo(INVALID);
        bench.run("DBE3").push(0x7FFF, 0xA000_0000_0000_07FFL).memory(0xDD, 3);
        assertThat(bench.memory.read64(bench.ds(), Bench.DATA)).isEqualTo(0x7FFC_0000_0000_0000L);
        assertThat(bench.exceptions()).isEqualTo(INVALID);
        bench.run("DBE3").push(0x7FFF, 0xA000_0000_0000_07FFL).memory(0xDB, 7);
        assertThat(bench.memory.read64(bench.ds(), Bench.DATA)).isEqualTo(0xA000_0000_0000_07FFL);
        assertThat(bench.exceptions()).isZero();
    }

    @Test
    void fxamLooksAtTheSignOfAnEmptyRegisterToo() {
        bench.load(-1).run("DDC0", "D9E5");
        assertThat(fpu.status & (C0 | C1 | C2 | C3)).isEqualTo(C3 | C1 | C0);
    }
}
