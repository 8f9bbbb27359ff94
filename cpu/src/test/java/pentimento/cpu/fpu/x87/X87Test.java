package pentimento.cpu.fpu.x87;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.FpuState.C0;
import static pentimento.cpu.fpu.FpuState.C1;
import static pentimento.cpu.fpu.FpuState.C2;
import static pentimento.cpu.fpu.FpuState.C3;
import static pentimento.cpu.fpu.FpuState.ERROR_SUMMARY;
import static pentimento.cpu.fpu.FpuState.STACK_FAULT;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.OVERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.UNDERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.ZERO_DIVIDE;
import static pentimento.cpu.state.CpuState.CR0_EM;
import static pentimento.cpu.state.CpuState.CR0_MP;
import static pentimento.cpu.state.CpuState.CR0_NE;
import static pentimento.cpu.state.CpuState.CR0_TS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;
import pentimento.memory.state.StateImage;

/** The floating-point unit by paragraphs of the SDM. */
class X87Test {
    private static final String INDEFINITE = "FFFF:C000000000000000";
    private static final String ONE = "3FFF:8000000000000000";

    private final Bench bench = new Bench();
    private final FpuState fpu = bench.fpu;

    @Test
    void programsDetectTheUnitByTheWordsAfterFninit() {
        bench.memory.write16(bench.ds(), Bench.DATA, 0x5A5A);
        bench.run("DBE3").memory(0xDD, 7);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA)).isZero();
        bench.memory(0xD9, 7);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA)).isEqualTo(0x37F);
    }

    @Test
    void withoutTheUnitNothingIsStored() {
        var without = new Bench(CpuModel.I486SX);
        without.memory.write16(without.ds(), Bench.DATA, 0x5A5A);
        without.run("DBE3").memory(0xDD, 7);
        assertThat(without.memory.read16(without.ds(), Bench.DATA)).isEqualTo(0x5A5A);
    }

    @ParameterizedTest
    @CsvSource({
        "0000, D9E9, 4000:D49A784BCD1B8AFE", "0800, D9E9, 4000:D49A784BCD1B8AFF",
        "0000, D9EB, 4000:C90FDAA22168C235", "0C00, D9EB, 4000:C90FDAA22168C234",
        "0400, D9EA, 3FFF:B8AA3B295C17F0BB", "0000, D9EC, 3FFD:9A209A84FBCFF799",
        "0000, D9ED, 3FFE:B17217F7D1CF79AC", "0000, D9E8, 3FFF:8000000000000000",
        "0000, D9EE, 0000:0000000000000000",
    })
    void constantsFollowRoundingControl(String rounding, String opcode, String expected) {
        bench.control(0x37F | Integer.parseInt(rounding, 16)).run(opcode);
        assertThat(bench.st(0)).isEqualTo(expected);
    }

    @Test
    void addsInEachPrecision() {
        bench.load(1).load(0x1p-60).run("D8C1");
        assertThat(bench.st(0)).isEqualTo("3FFF:8000000000000008");
        assertThat(bench.exceptions()).isZero();
        bench.control(0x27F).load(1).load(0x1p-60).run("D8C1");
        assertThat(bench.st(0)).isEqualTo(ONE);
        assertThat(bench.exceptions()).isEqualTo(PRECISION);
        assertThat(fpu.status & C1).isZero();
        bench.control(0x07F | 0x800).load(1).load(0x1p-60).run("D8C1");
        assertThat(bench.st(0)).isEqualTo("3FFF:8000010000000000");
        assertThat(fpu.status & C1).isNotZero();
    }

    @Test
    void anUnmaskedOverflowDeliversTheResultWithItsExponentReduced() {
        bench.control(0x37F & ~OVERFLOW)
                .push(0x7FFE, Long.MIN_VALUE)
                .push(0x7FFE, Long.MIN_VALUE)
                .run("D8C9");
        assertThat(bench.st(0)).isEqualTo("5FFD:8000000000000000");
        assertThat(bench.exceptions()).isEqualTo(OVERFLOW);
        assertThat(fpu.status & ERROR_SUMMARY).isNotZero();
    }

    @Test
    void anUnmaskedUnderflowIsRaisedByAnExactTinyResult() {
        bench.push(0x0001, Long.MIN_VALUE).push(0x3FFE, Long.MIN_VALUE).run("D8C9");
        assertThat(bench.st(0)).isEqualTo("0000:4000000000000000");
        assertThat(bench.exceptions()).isZero();
        bench.control(0x37F & ~UNDERFLOW)
                .push(0x0001, Long.MIN_VALUE)
                .push(0x3FFE, Long.MIN_VALUE)
                .run("D8C9");
        assertThat(bench.st(0)).isEqualTo("6000:8000000000000000");
        assertThat(bench.exceptions()).isEqualTo(UNDERFLOW);
    }

    @Test
    void divisionByZeroGivesInfinityIfMaskedAndNothingElse() {
        bench.load(-1).load(0).run("DEF9");
        assertThat(bench.st(0)).isEqualTo("FFFF:8000000000000000");
        assertThat(bench.exceptions()).isEqualTo(ZERO_DIVIDE);
        var unmasked = new Bench();
        unmasked.control(0x37F & ~ZERO_DIVIDE).load(-1).load(0).run("DEF9");
        assertThat(unmasked.fpu.top).isEqualTo(6);
        assertThat(unmasked.st(1)).isEqualTo("BFFF:8000000000000000");
    }

    @Test
    void ofTwoNansTheQuietOneThenTheLargerOneWins() {
        bench.push(0x7FFF, 0xC000_0000_0000_0001L).push(0x7FFF, 0xBFFF_FFFF_FFFF_FFFFL).run("D8C1");
        assertThat(bench.st(0)).isEqualTo("7FFF:C000000000000001");
        assertThat(bench.exceptions()).isEqualTo(INVALID);
        bench.run("DBE2").push(0x7FFF, 0xC000_0000_0000_0001L).push(0xFFFF, 0xC000_0000_0000_0002L);
        bench.run("D8C1");
        assertThat(bench.st(0)).isEqualTo("FFFF:C000000000000002");
        assertThat(bench.exceptions()).isZero();
    }

    @Test
    void unnormalsAreInvalid() {
        bench.load(1).push(0x3FFF, 0x4000_0000_0000_0000L).run("D8C1");
        assertThat(bench.st(0)).isEqualTo(INDEFINITE);
        assertThat(bench.exceptions()).isEqualTo(INVALID);
    }

    @Test
    void aPseudoDenormalCountsAsDenormalWithTheValueOfANormal() {
        bench.load(1).push(0x0000, Long.MIN_VALUE).run("D8C9");
        assertThat(bench.st(0)).isEqualTo("0001:8000000000000000");
        assertThat(bench.exceptions()).isEqualTo(DENORMAL);
    }

    @Test
    void loadingOntoAFullStackGivesIndefiniteAndSetsC1() {
        for (int i = 0; i < 9; i++) {
            bench.run("D9E8");
        }
        assertThat(bench.st(0)).isEqualTo(INDEFINITE);
        assertThat(fpu.status & (STACK_FAULT | C1 | INVALID)).isEqualTo(STACK_FAULT | C1 | INVALID);
        assertThat(fpu.top).isEqualTo(7);
    }

    @Test
    void anEmptyOperandIsAStackUnderflowWithC1Clear() {
        bench.run("D8C1");
        assertThat(bench.st(0)).isEqualTo(INDEFINITE);
        assertThat(fpu.status & (STACK_FAULT | C1 | INVALID)).isEqualTo(STACK_FAULT | INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "0000, 0000000000000000, 4000", "8000, 0000000000000000, 4200",
        "3FFF, 8000000000000000, 0400", "FFFF, 8000000000000000, 0700",
        "7FFF, C000000000000000, 0100", "0000, 0000000000000001, 4400",
        "7FFF, 0000000000000000, 0000", "3FFF, 7FFFFFFFFFFFFFFF, 0000",
    })
    void fxamNamesTheClass(String exponent, String significand, String condition) {
        bench.push(Integer.parseInt(exponent, 16), Long.parseUnsignedLong(significand, 16));
        bench.run("D9E5");
        assertThat(fpu.status & (C0 | C1 | C2 | C3)).isEqualTo(Integer.parseInt(condition, 16));
    }

    @Test
    void fxamOfAnEmptyRegisterSetsC3AndC0() {
        bench.run("D9E5");
        assertThat(fpu.status & (C0 | C2 | C3)).isEqualTo(C3 | C0);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 0100", "2, 1, 0000", "2, 2, 4000", "NaN, 1, 4500"})
    void comparesToConditionCodes(double st0, double st1, String condition) {
        bench.load(st1).load(st0).run("D8D1");
        assertThat(fpu.status & (C0 | C2 | C3)).isEqualTo(Integer.parseInt(condition, 16));
        assertThat(bench.exceptions()).isEqualTo(Double.isNaN(st0) ? INVALID : 0);
    }

    @Test
    void unorderedComparisonAcceptsAQuietNan() {
        bench.load(1).load(Double.NaN).run("DDE1");
        assertThat(fpu.status & (C0 | C2 | C3)).isEqualTo(C0 | C2 | C3);
        assertThat(bench.exceptions()).isZero();
    }

    @Test
    void fcomiSetsZfPfCfAndClearsTheRest() {
        bench.cpu.flags.value(Flags.ARITHMETIC);
        bench.load(2).load(1).run("DBF1");
        assertThat(bench.cpu.flags.value() & Flags.ARITHMETIC).isEqualTo(Flags.CF);
    }

    @Test
    void conditionalMovesCameWithTheP6() {
        var pentium = new Bench(CpuModel.PENTIUM);
        assertThat(pentium.faultOf(() -> pentium.run("DAC0"))).isEqualTo(Vector.UD);
        assertThat(pentium.faultOf(() -> pentium.memory(0xDB, 1))).isEqualTo(Vector.UD);
    }

    @Test
    void decimalStoresRoundAndLoadsAreExact() {
        bench.load(-1234567890123.5).memory(0xDF, 6);
        assertThat(bench.memory.read64(bench.ds(), Bench.DATA)).isEqualTo(0x1234567890124L);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA + 8)).isEqualTo(0x8000);
        bench.memory(0xDF, 4).memory(0xDD, 3);
        assertThat(bench.memory.read64(bench.ds(), Bench.DATA))
                .isEqualTo(Double.doubleToRawLongBits(-1234567890124.0));
    }

    @Test
    void decimalsBeyond18DigitsBecomeIndefinite() {
        bench.load(1e18).memory(0xDF, 6);
        assertThat(bench.memory.read64(bench.ds(), Bench.DATA)).isEqualTo(0xC000L << 48);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA + 8)).isEqualTo(0xFFFF);
        assertThat(bench.exceptions()).isEqualTo(INVALID);
    }

    @Test
    void integerStoresRoundToEvenAndRefuseWhatDoesNotFit() {
        bench.load(2.5).memory(0xDB, 2);
        assertThat(bench.memory.read32(bench.ds(), Bench.DATA)).isEqualTo(2);
        bench.load(0x1p31).memory(0xDB, 2);
        assertThat(bench.memory.read32(bench.ds(), Bench.DATA)).isEqualTo(0x80000000);
        assertThat(bench.exceptions() & INVALID).isNotZero();
        bench.load(-2.9).memory(0xDB, 1);
        assertThat(bench.memory.read32(bench.ds(), Bench.DATA)).isEqualTo(-2);
    }

    @Test
    void partialRemaindersReportTheQuotient() {
        bench.load(3).load(17).run("D9F8"); // 17 = 5 * 3 + 2
        assertThat(bench.st(0)).isEqualTo("4000:8000000000000000");
        assertThat(fpu.status & (C0 | C1 | C2 | C3)).isEqualTo(C0 | C1);
        bench.load(3).load(17).run("D9F5"); // 17 = 6 * 3 - 1
        assertThat(bench.st(0)).isEqualTo("BFFF:8000000000000000");
        assertThat(fpu.status & (C0 | C1 | C2 | C3)).isEqualTo(C0 | C3);
        bench.load(3).load(0x1p200).run("D9F8");
        assertThat(fpu.status & C2).isNotZero();
    }

    @Test
    void fxtractOfZeroDividesByZero() {
        bench.load(-0.0).run("D9F4");
        assertThat(bench.st(0)).isEqualTo("8000:0000000000000000");
        assertThat(bench.st(1)).isEqualTo("FFFF:8000000000000000");
        assertThat(bench.exceptions()).isEqualTo(ZERO_DIVIDE);
    }

    @Test
    void aPendingErrorIsReportedByTheNextWaitingInstruction() {
        bench.control(0x37F & ~INVALID).load(-1).run("D9FA");
        assertThat(bench.st(0)).isEqualTo("BFFF:8000000000000000");
        assertThat(bench.faultOf(() -> bench.run("D9E8"))).isEqualTo(Vector.MF);
        assertThat(bench.faultOf(bench.x87::fwait)).isEqualTo(Vector.MF);
        bench.run("DBE2");
        assertThat(bench.faultOf(() -> bench.run("D9E8"))).isEqualTo(-1);
    }

    @Test
    void withoutNumericErrorTheErrorGoesOutByFerr() {
        bench.cpu.cr0 &= ~CR0_NE;
        bench.control(0x37F & ~INVALID).load(-1).run("D9FA");
        assertThat(bench.ferr.isHigh()).isTrue();
        assertThat(bench.faultOf(() -> bench.run("D9E8"))).isEqualTo(Vector.FERR_WAIT);
        bench.x87.ignne().raise();
        assertThat(bench.faultOf(() -> bench.run("D9E8"))).isEqualTo(-1);
        bench.run("DBE2");
        assertThat(bench.ferr.isHigh()).isFalse();
    }

    @Test
    void escapesTrapByEmAndTsWaitByMpAndTs() {
        bench.cpu.cr0 |= CR0_TS;
        assertThat(bench.faultOf(() -> bench.run("D9E8"))).isEqualTo(Vector.NM);
        assertThat(bench.faultOf(() -> bench.run("DBE3"))).isEqualTo(Vector.NM);
        assertThat(bench.faultOf(bench.x87::fwait)).isEqualTo(Vector.NM);
        bench.cpu.cr0 &= ~CR0_MP;
        assertThat(bench.faultOf(bench.x87::fwait)).isEqualTo(-1);
        bench.cpu.cr0 = bench.cpu.cr0 & ~CR0_TS | CR0_EM;
        assertThat(bench.faultOf(() -> bench.memory(0xD9, 5))).isEqualTo(Vector.NM);
        assertThat(bench.faultOf(bench.x87::fwait)).isEqualTo(-1);
    }

    @Test
    void theEnvironmentTellsTheLastInstructionAndOperand() {
        bench.load(1).memory(0xD9, 6);
        assertThat(word(0)).isEqualTo(0xFFFF037F);
        assertThat(word(4)).isEqualTo(0xFFFF3800);
        assertThat(word(8)).isEqualTo(0xFFFF3FFF);
        assertThat(word(12)).isEqualTo(0x1234);
        assertThat(word(16)).isEqualTo(0x500 << 16 | 8);
        assertThat(word(20)).isEqualTo(Bench.DATA);
        assertThat(word(24)).isEqualTo(0xFFFF0000);
    }

    @Test
    void inRealModeTheEnvironmentHoldsLinearAddresses() {
        bench.cpu.cr0 &= ~CpuState.CR0_PE;
        bench.at(0x1234, 0xF000).memoryNext(0xDD, 0, Bench.DATA, true);
        bench.memoryNext(0xD9, 6, Bench.DATA, false);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA + 6)).isEqualTo(0x1234);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA + 8)).isEqualTo(0xF500);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA + 10)).isEqualTo(Bench.DATA);
    }

    @Test
    void fnsaveAndFrstorKeepTheStack() {
        bench.load(1).load(2).load(3).memory(0xDD, 6);
        assertThat(fpu.occupied).isZero();
        bench.memory(0xDD, 4);
        assertThat(bench.st(0)).isEqualTo("4000:C000000000000000");
        assertThat(bench.st(2)).isEqualTo(ONE);
        assertThat(fpu.occupied).isEqualTo(0xE0);
    }

    @Test
    void stateSurvivesASnapshot() {
        bench.control(0x27E).load(1).load(3).run("D8F1");
        var other = new Bench();
        StateImage.save(bench.x87).load(other.x87);
        FpuState restored = other.fpu;
        assertThat(restored.significand).isEqualTo(fpu.significand);
        assertThat(restored.signExponent).isEqualTo(fpu.signExponent);
        assertThat(restored.statusWord()).isEqualTo(fpu.statusWord());
        assertThat(restored.tagWord()).isEqualTo(fpu.tagWord());
        assertThat(restored.control).isEqualTo(0x27E | 0x40);
        assertThat(restored.opcode).isEqualTo(0x0F1);
    }

    private int word(int offset) {
        return bench.memory.read32(bench.ds(), Bench.DATA + offset);
    }
}
