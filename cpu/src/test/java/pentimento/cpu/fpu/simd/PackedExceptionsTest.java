package pentimento.cpu.fpu.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.simd.VectorUnit.FINE;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;

/** Flags and exceptions of several elements at once. @see "SDM vol. 1, 11.5 and appendix E.4" */
class PackedExceptionsTest {
    private static final int XMM0_XMM1 = 0xC1, MASKED = 0x1F80, SINGLES = 0, DOUBLES = 0x66;
    private static final int ADD = 0x58, MULTIPLY = 0x59, DIVIDE = 0x5E, SQUARE_ROOT = 0x51;
    private static final int I = 1, D = 2, Z = 4, O = 8, U = 0x10, P = 0x20;
    private static final String XM = "#19", UD = "#6";
    private static final long SIGNALING = 0x7FF0_0000_0000_0001L;

    private final VectorUnit unit = new VectorUnit();

    private void operands(double low, double high, double otherLow, double otherHigh) {
        unit.xmm.xmm[0] = Double.doubleToRawLongBits(low);
        unit.xmm.xmm[1] = Double.doubleToRawLongBits(high);
        unit.xmm.xmm[2] = Double.doubleToRawLongBits(otherLow);
        unit.xmm.xmm[3] = Double.doubleToRawLongBits(otherHigh);
    }

    private void unmask(int exceptions) {
        unit.xmm.mxcsr(MASKED & ~(exceptions << 7));
    }

    private String run(int prefix, int opcode) {
        return unit.outcome(() -> unit.execute(prefix, opcode, XMM0_XMM1, 0, 0));
    }

    private void expectFlags(int flags) {
        assertThat(unit.xmm.mxcsr() & 0x3F).isEqualTo(flags);
    }

    @Test
    void flagsOfAllElementsAreJoined() {
        operands(1, 1, 0, 3);
        assertThat(run(DOUBLES, DIVIDE)).isEqualTo(FINE);
        assertThat(unit.xmm.mxcsr()).isEqualTo(MASKED | Z | P);
        assertThat(unit.xmm.xmm[0]).isEqualTo(0x7FF0L << 48);
    }

    /** E.4.2.2: an operand's exception stops all elements before there are results. */
    @ParameterizedTest
    @CsvSource({"4, 4", "36, 4", "32, 36", "33, 36"})
    void anUnmaskedExceptionOfAnOperandHidesThoseOfResults(int unmasked, int flags) {
        unmask(unmasked);
        operands(1, 1, 0, 3); // zero divide; inexact
        assertThat(run(DOUBLES, DIVIDE)).isEqualTo(XM);
        expectFlags(flags);
    }

    @Test
    void operandExceptionsOfDifferentElementsAreAllNoted() {
        unmask(D);
        operands(Double.MIN_VALUE, 0, 1, 1);
        unit.xmm.xmm[3] = SIGNALING;
        assertThat(run(DOUBLES, ADD)).isEqualTo(XM);
        expectFlags(D | I);
    }

    @ParameterizedTest
    @CsvSource({"16", "32"})
    void exceptionsOfResultsAreJoined(int unmasked) {
        unmask(unmasked);
        operands(Double.MAX_VALUE, Double.MIN_NORMAL, 2, 1.0 / 3); // too large; tiny and inexact
        assertThat(run(DOUBLES, MULTIPLY)).isEqualTo(XM);
        expectFlags(O | U | P);
    }

    /** 4.9.1.4: a masked overflow is inexact, an unmasked one only if its digits are. */
    @Test
    void overflowAndPrecision() {
        operands(Double.MAX_VALUE, 1, 2, 1);
        assertThat(run(DOUBLES, MULTIPLY)).isEqualTo(FINE);
        expectFlags(O | P);
        unmask(O);
        operands(Double.MAX_VALUE, 1, 2, 1);
        assertThat(run(DOUBLES, MULTIPLY)).isEqualTo(XM);
        expectFlags(O);
        unmask(O);
        operands(Double.MAX_VALUE, 1, 3, 1);
        assertThat(run(DOUBLES, MULTIPLY)).isEqualTo(XM);
        expectFlags(O | P);
    }

    @Test
    void underflowOfAnExactResultIsAnExceptionOnlyIfUnmasked() {
        operands(Double.MIN_NORMAL, 1, 0.5, 1);
        assertThat(run(DOUBLES, MULTIPLY)).isEqualTo(FINE);
        expectFlags(0);
        unmask(U);
        operands(Double.MIN_NORMAL, 1, 0.5, 1);
        assertThat(run(DOUBLES, MULTIPLY)).isEqualTo(XM);
        expectFlags(U);
    }

    /** 10.2.3.3: FTZ acts only while underflow is masked. */
    @Test
    void tinyResultsAreNotFlushedIfUnderflowIsUnmasked() {
        unit.xmm.mxcsr(MASKED & ~(U << 7) | 0x8000);
        operands(-Double.MIN_NORMAL, 1, 0.5, 1);
        assertThat(run(DOUBLES, MULTIPLY)).isEqualTo(XM);
        unit.xmm.mxcsr(MASKED | 0x8000);
        assertThat(run(DOUBLES, MULTIPLY)).isEqualTo(FINE);
        assertThat(unit.xmm.xmm[0]).isEqualTo(Long.MIN_VALUE);
        expectFlags(U | P);
    }

    /** 11.5.2: flags that are set already raise nothing, whatever the masks say. */
    @Test
    void onlyNewExceptionsCount() {
        unit.xmm.mxcsr(0x3F);
        operands(1, 2, 3, 4);
        assertThat(run(DOUBLES, ADD)).isEqualTo(FINE);
        expectFlags(0x3F);
        operands(1, 1, 3, 4);
        assertThat(run(DOUBLES, DIVIDE)).isEqualTo(XM);
    }

    @Test
    void withoutSupportOfTheSystemItIsAnInvalidOpcode() {
        unit.cpu.cr4 &= ~CpuState.CR4_OSXMMEXCPT;
        unmask(I);
        operands(-1, -1, -1, -1);
        assertThat(run(SINGLES, SQUARE_ROOT)).isEqualTo(UD);
        expectFlags(I);
    }

    /** E.4.2.3: the unmasked response leaves destination and EFLAGS. */
    @ParameterizedTest
    @ValueSource(ints = {0x2E, 0x2F})
    void comparisonsLeaveEflags(int opcode) {
        unmask(I);
        unit.cpu.flags.arithmetic(Flags.OF | Flags.SF | Flags.AF | Flags.PF);
        unit.xmm.xmm[2] = SIGNALING;
        assertThat(run(DOUBLES, opcode)).isEqualTo(XM);
        unit.xmm.mxcsr(MASKED);
        assertThat(run(DOUBLES, opcode)).isEqualTo(FINE);
        assertThat(unit.cpu.flags.value() & Flags.ARITHMETIC)
                .isEqualTo(Flags.ZF | Flags.PF | Flags.CF);
        expectFlags(I);
    }

    /** Vol. 2A, UCOMISD: a quiet NaN is invalid only to COMISD. */
    @ParameterizedTest
    @CsvSource({"46, 0", "47, 1"})
    void quietNansAndComparisons(int opcode, int flags) {
        unit.xmm.xmm[2] = 0x7FF8L << 48;
        assertThat(run(DOUBLES, opcode)).isEqualTo(FINE);
        expectFlags(flags);
    }

    /** CVTPS2PI and relatives: MM stays, though the x87's stack is taken over. */
    @Test
    void conversionsToMmxLeaveTheRegister() {
        unmask(I);
        unit.xmm.xmm[2] = 0x7F80_0000_3F80_0000L;
        long before = unit.fpu.significand[0];
        assertThat(run(SINGLES, 0x2D)).isEqualTo(XM);
        assertThat(unit.fpu.significand[0]).isEqualTo(before);
        unit.xmm.mxcsr(MASKED);
        assertThat(run(SINGLES, 0x2D)).isEqualTo(FINE);
        assertThat(unit.fpu.significand[0]).isEqualTo(0x8000_0000_0000_0001L);
    }

    @ParameterizedTest
    @CsvSource({
        "F3, 58", "F3, 51", "F3, 5D", "F3, C2", "F3, 53", "F2, 58", "F2, 51", "F2, 5F", "F2, C2",
        "F2, 2A", "F3, 2A", "F2, 5A", "F3, 5A", "F3, 10", "F2, 10"
    })
    void scalarsLeaveTheRestOfTheDestination(String prefix, String opcode) {
        boolean single = prefix.equals("F3") ^ opcode.equals("5A");
        unit.xmm.xmm[0] = 0x1234_5678_0000_0000L;
        unit.xmm.xmm[1] = 0x9ABC_DEF0_1122_3344L;
        unit.xmm.xmm[2] = prefix.equals("F2") ? 0x3FF0L << 48 : 0x3F80_0000;
        run(Integer.parseInt(prefix, 16), Integer.parseInt(opcode, 16));
        assertThat(unit.xmm.xmm[1]).isEqualTo(0x9ABC_DEF0_1122_3344L);
        if (single) {
            assertThat(unit.xmm.xmm[0] >>> 32).isEqualTo(0x1234_5678L);
        }
    }

    // RCPPS, RSQRTPS: vol. 2B.

    private int approximation(int opcode, int bits) {
        unit.xmm.xmm[2] = bits & 0xFFFF_FFFFL;
        assertThat(run(0xF3, opcode)).isEqualTo(FINE);
        return (int) unit.xmm.xmm[0];
    }

    @ParameterizedTest
    @CsvSource({
        "53, 00000000, 7F800000", "53, 80000000, FF800000", "53, 7F800000, 00000000",
        "53, FF800000, 80000000", "53, 00000001, 7F800000", "53, 807FFFFF, FF800000",
        "53, 7FA00000, 7FE00000", "53, FFC00001, FFC00001", "53, 7F7FFFFF, 00000000",
        "53, FF000001, 80000000", "52, 00000000, 7F800000", "52, 80000000, FF800000",
        "52, 7F800000, 00000000", "52, FF800000, FFC00000", "52, BF800000, FFC00000",
        "52, 00000001, 7F800000", "52, 80000001, FF800000", "52, FFA00000, FFE00000"
    })
    void approximationsOfSpecialNumbers(String opcode, String operand, String result) {
        unit.xmm.mxcsr(0x6000); // everything is unmasked: nothing is raised
        int bits =
                approximation(Integer.parseInt(opcode, 16), Integer.parseUnsignedInt(operand, 16));
        assertThat(String.format("%08X", bits)).isEqualTo(result);
        expectFlags(0);
    }

    /** A relative error of at most 1.5 * 2^-12. */
    @Test
    void approximationsAreGood() {
        var random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            int bits = 0x100_0000 + random.nextInt(0x7D00_0000);
            double x = Float.intBitsToFloat(bits), most = 1.5 / 4096;
            if (x < 0x1p125) {
                assertThat(Float.intBitsToFloat(approximation(0x53, bits)) * x)
                        .isBetween(1 - most, 1 + most);
            }
            assertThat(Float.intBitsToFloat(approximation(0x52, bits)) * Math.sqrt(x))
                    .isBetween(1 - most, 1 + most);
        }
    }
}
