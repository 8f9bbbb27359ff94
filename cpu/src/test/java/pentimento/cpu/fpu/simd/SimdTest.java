package pentimento.cpu.fpu.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.state.CpuState.CR0_EM;
import static pentimento.cpu.state.CpuState.CR0_TS;
import static pentimento.cpu.state.CpuState.CR4_OSFXSR;
import static pentimento.cpu.state.CpuState.CR4_OSXMMEXCPT;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.XmmState;
import pentimento.cpu.fpu.x87.X87;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;
import pentimento.memory.bus.Line;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateImage;

/** MMX and SSE by paragraphs of the SDM. */
class SimdTest {
    private static final int DATA = 0x1000, FLAT_DATA = 0xC093, NONE = -1;
    private static final int MM0_MM1 = 0xC1, XMM0_XMM1 = 0xC1, XMM0_MEMORY = 0x05;

    private final CpuState cpu = new CpuState();
    private final FpuState fpu = new FpuState();
    private final XmmState xmm = new XmmState(true);
    private final SegmentedMemory memory =
            new SegmentedMemory(
                    cpu,
                    new LinearMemory(cpu, new PhysicalMemory(1 << 20, 1 << 16), CpuModel.CORE));
    private final X87 x87 = new X87(cpu, memory, fpu, CpuModel.CORE, Line.unconnected());
    private final Simd unit = new Simd(cpu, memory, fpu, xmm, CpuModel.CORE, x87.error());

    @BeforeEach
    void flatMemoryAndSystemSupport() {
        for (Segment segment : cpu.segments) {
            segment.set(0, 0, -1, FLAT_DATA);
        }
        cpu.cr0 = CpuState.CR0_PE | CpuState.CR0_NE;
        cpu.cr4 = CR4_OSFXSR | CR4_OSXMMEXCPT;
        fpu.initialise();
    }

    private void run(int prefix, int opcode, int modrm, int offset, int immediate) {
        SimdMap.lookup(prefix, opcode)
                .orElseThrow()
                .execute(unit, modrm, cpu.segments[Segment.DS], offset, immediate);
    }

    private int faultOf(Runnable instruction) {
        try {
            instruction.run();
        } catch (CpuException fault) {
            return fault.vector();
        }
        return NONE;
    }

    private long mmx(int opcode, long a, long b) {
        fpu.mmx(0, a);
        fpu.mmx(1, b);
        run(0, opcode, MM0_MM1, 0, 0);
        return fpu.significand[0];
    }

    private long scalarDouble(int opcode, double a, double b) {
        xmm.xmm[0] = Double.doubleToRawLongBits(a);
        xmm.xmm[2] = Double.doubleToRawLongBits(b);
        run(0xF2, opcode, XMM0_XMM1, 0, 0);
        return xmm.xmm[0];
    }

    @ParameterizedTest
    @CsvSource({
        "FC, 00FF7F8001020304, 0101010101010101, 0100808102030405", // PADDB wraps
        "EC, 00FF7F8001020304, 0101010101010101, 01007F8102030405", // PADDSB saturates
        "DC, 00FF7F8001020304, 0101010101010101, 01FF808102030405", // PADDUSB
        "F8, 0080FF0105060708, 0101010101010101, FF7FFE0004050607", // PSUBB
        "E8, 0080FF0105060708, 0101010101010101, FF80FE0004050607", // PSUBSB
        "D8, 0080FF0105060708, 0101010101010101, 007FFE0004050607", // PSUBUSB
        "74, 0102030405060708, 0102FF0405FF0708, FFFF00FFFF00FFFF", // PCMPEQB
        "65, 7FFF800000010000, 80007FFF00010001, FFFF000000000000", // PCMPGTW
        "E0, 0001FFFE00000001, 0002FFFF00010001, 0002FFFF00010001", // PAVGB rounds up
        "E5, 7FFF8000FFFF0002, 7FFF800000010003, 3FFF4000FFFF0000", // PMULHW
        "F5, 8000800000010002, 8000800000030004, 800000000000000B", // PMADDWD
        "F6, 00FF00FF00000001, FF00FF0000000000, 00000000000003FD", // PSADBW
        "63, 7FFF800000FF0001, 0000FFFF00800080, 00FF7F7F7F807F01", // PACKSSWB
        "60, 0000000044332211, 00000000DDCCBBAA, DD44CC33BB22AA11", // PUNPCKLBW
        "EA, 7FFF800000010000, 0000000000020001, 0000800000010000", // PMINSW
    })
    void packedIntegers(String opcode, String a, String b, String expected) {
        long result =
                mmx(
                        Integer.parseInt(opcode, 16),
                        Long.parseUnsignedLong(a, 16),
                        Long.parseUnsignedLong(b, 16));
        assertThat(String.format("%016X", result)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "D1, 4, 08000001", "D1, 16, 00000000", "E1, 4, F8000001", "E1, 99, FFFF0000",
        "F1, 4, 00000100", "F2, 4, 00000100", "E2, 31, FFFFFFFF", "D2, 32, 00000000",
    })
    void shiftsClearOrFillBeyondTheLane(String opcode, long count, String expected) {
        long result = mmx(Integer.parseInt(opcode, 16), 0x80000010L, count);
        assertThat(String.format("%08X", result)).isEqualTo(expected);
    }

    @Test
    void mmxInstructionsTakeOverTheX87Stack() {
        fpu.top = 3;
        mmx(0xEF, 1, 2);
        assertThat(fpu.top).isZero();
        assertThat(fpu.occupied).isEqualTo(0xFF);
        assertThat(fpu.signExponent[0]).isEqualTo(0xFFFF);
        run(0, 0x77, 0, 0, 0);
        assertThat(fpu.tagWord()).isEqualTo(0xFFFF);
    }

    @Test
    void mmxReportsPendingX87Errors() {
        fpu.control = 0x37E;
        fpu.statusWord(0x0001);
        assertThat(faultOf(() -> mmx(0xFC, 0, 0))).isEqualTo(Vector.MF);
    }

    @Test
    void trapsFollowControlRegisters() {
        Runnable mmx = () -> run(0, 0xFC, MM0_MM1, 0, 0), sse = () -> run(0, 0x58, XMM0_XMM1, 0, 0);
        cpu.cr0 |= CR0_TS;
        assertThat(faultOf(mmx)).isEqualTo(Vector.NM);
        assertThat(faultOf(sse)).isEqualTo(Vector.NM);
        cpu.cr0 |= CR0_EM;
        assertThat(faultOf(mmx)).isEqualTo(Vector.UD);
        assertThat(faultOf(sse)).isEqualTo(Vector.UD);
        cpu.cr0 &= ~(CR0_EM | CR0_TS);
        cpu.cr4 &= ~CR4_OSFXSR;
        assertThat(faultOf(mmx)).isEqualTo(NONE);
        assertThat(faultOf(sse)).isEqualTo(Vector.UD);
    }

    @Test
    void wholeRegistersInMemoryAreAligned() {
        assertThat(faultOf(() -> run(0, 0x28, XMM0_MEMORY, DATA + 8, 0))).isEqualTo(Vector.GP);
        assertThat(faultOf(() -> run(0, 0x10, XMM0_MEMORY, DATA + 8, 0))).isEqualTo(NONE);
        assertThat(faultOf(() -> run(0, 0x58, XMM0_MEMORY, DATA + 4, 0))).isEqualTo(Vector.GP);
    }

    @Test
    void flagsAreStickyAndExact() {
        assertThat(scalarDouble(0x58, 1, 2)).isEqualTo(Double.doubleToRawLongBits(3));
        assertThat(xmm.mxcsr()).isEqualTo(0x1F80);
        scalarDouble(0x5E, 1, 3);
        assertThat(xmm.mxcsr()).isEqualTo(0x1FA0);
        scalarDouble(0x5E, 1, 0);
        assertThat(xmm.mxcsr()).isEqualTo(0x1FA4);
        scalarDouble(0x59, Double.MAX_VALUE, 2);
        assertThat(xmm.mxcsr()).isEqualTo(0x1FAC);
        scalarDouble(0x59, Double.MIN_NORMAL, 1.0 / 3);
        assertThat(xmm.mxcsr()).isEqualTo(0x1FBC);
        scalarDouble(0x58, Double.MIN_VALUE, 1);
        assertThat(xmm.mxcsr()).isEqualTo(0x1FBE);
        scalarDouble(0x51, 0, -1);
        assertThat(xmm.mxcsr()).isEqualTo(0x1FBF);
    }

    @Test
    void anInvalidOperationGivesTheNegativeQuietNan() {
        assertThat(scalarDouble(0x5C, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY))
                .isEqualTo(0xFFF8L << 48);
    }

    @Test
    void theFirstNanWinsAndIsMadeQuiet() {
        xmm.xmm[0] = 0x7FF0_0000_0000_0001L;
        xmm.xmm[2] = 0xFFFF_FFFF_FFFF_FFFFL;
        run(0xF2, 0x58, XMM0_XMM1, 0, 0);
        assertThat(xmm.xmm[0]).isEqualTo(0x7FF8_0000_0000_0001L);
        assertThat(xmm.mxcsr() & 0x3F).isEqualTo(1);
    }

    @Test
    void minimumGivesTheSecondOperandIfUnordered() {
        long nan = 0x7FF8_0000_0000_0042L;
        xmm.xmm[0] = nan;
        xmm.xmm[2] = Double.doubleToRawLongBits(-0.0);
        run(0xF2, 0x5D, XMM0_XMM1, 0, 0);
        assertThat(xmm.xmm[0]).isEqualTo(Double.doubleToRawLongBits(-0.0));
    }

    @Test
    void roundingControlAppliesToEachFormat() {
        xmm.mxcsr(0x1F80 | 0x4000); // up
        assertThat(scalarDouble(0x58, 1, 0x1p-60))
                .isEqualTo(Double.doubleToRawLongBits(1 + 0x1p-52));
        xmm.mxcsr(0x1F80 | 0x2000); // down
        assertThat(scalarDouble(0x5C, 1, 1)).isEqualTo(Double.doubleToRawLongBits(-0.0));
    }

    @Test
    void denormalsAreZeroAndTinyResultsAreFlushed() {
        xmm.mxcsr(0x1F80 | 0x8040);
        assertThat(scalarDouble(0x58, Double.MIN_VALUE, 1))
                .isEqualTo(Double.doubleToRawLongBits(1));
        assertThat(xmm.mxcsr() & 0x3F).isZero();
        assertThat(scalarDouble(0x59, -Double.MIN_NORMAL, 0.5)).isEqualTo(Long.MIN_VALUE);
        assertThat(xmm.mxcsr() & 0x3F).isEqualTo(0x30);
    }

    @Test
    void anUnmaskedExceptionLeavesTheDestination() {
        xmm.mxcsr(0x1F80 & ~0x200);
        xmm.xmm[2] = 0;
        xmm.xmm[0] = Double.doubleToRawLongBits(1);
        assertThat(faultOf(() -> run(0xF2, 0x5E, XMM0_XMM1, 0, 0))).isEqualTo(Vector.XM);
        assertThat(xmm.xmm[0]).isEqualTo(Double.doubleToRawLongBits(1));
        assertThat(xmm.mxcsr() & 0x3F).isEqualTo(4);
        cpu.cr4 &= ~CR4_OSXMMEXCPT;
        assertThat(faultOf(() -> run(0xF2, 0x5E, XMM0_XMM1, 0, 0))).isEqualTo(Vector.UD);
    }

    @Test
    void comisdSetsZfPfCf() {
        cpu.flags.value(Flags.ARITHMETIC);
        xmm.xmm[0] = Double.doubleToRawLongBits(1);
        xmm.xmm[2] = Double.doubleToRawLongBits(2);
        run(0x66, 0x2F, XMM0_XMM1, 0, 0);
        assertThat(cpu.flags.value() & Flags.ARITHMETIC).isEqualTo(Flags.CF);
    }

    @Test
    void reservedBitsOfMxcsrAreRefused() {
        memory.write32(cpu.segments[Segment.DS], DATA, 0x1_1F80);
        assertThat(faultOf(() -> run(0, 0xAE, 0x15, DATA, 0))).isEqualTo(Vector.GP);
    }

    @Test
    void fxsaveAndFxrstorKeepAllRegisters() {
        fpu.push(0x4000, 0xC000_0000_0000_0000L);
        xmm.xmm[15] = 42;
        xmm.mxcsr(0x5F80);
        run(0, 0xAE, 0x05, DATA, 0);
        fpu.initialise();
        fpu.significand[7] = 0;
        xmm.xmm[15] = 0;
        xmm.mxcsr(0x1F80);
        run(0, 0xAE, 0x0D, DATA, 0);
        assertThat(fpu.significand[7]).isEqualTo(0xC000_0000_0000_0000L);
        assertThat(fpu.statusWord()).isEqualTo(0x3800);
        assertThat(fpu.occupied).isEqualTo(0x80);
        assertThat(xmm.xmm[15]).isEqualTo(42);
        assertThat(xmm.mxcsr()).isEqualTo(0x5F80);
        assertThat(memory.read32(cpu.segments[Segment.DS], DATA + 28)).isEqualTo(0xFFFF);
    }

    @Test
    void theMapKnowsWhatEachInstructionNeeds() {
        assertThat(SimdMap.lookup(0, 0x58).orElseThrow().feature()).isEqualTo(Feature.SSE);
        assertThat(SimdMap.lookup(0x66, 0x58).orElseThrow().feature()).isEqualTo(Feature.SSE2);
        assertThat(SimdMap.lookup(0, 0xFC).orElseThrow().feature()).isEqualTo(Feature.MMX);
        assertThat(SimdMap.lookup(0xF3, 0xFC)).isEmpty();
        assertThat(SimdMap.lookup(0, 0x3A0F).orElseThrow().hasImmediate()).isTrue();
        assertThat(SimdMap.lookup(0, 0x77).orElseThrow().hasModrm()).isFalse();
    }

    @Test
    void stateSurvivesASnapshot() {
        scalarDouble(0x5E, 1, 3);
        var restored = new XmmState(true);
        StateImage.save(xmm).load(restored);
        assertThat(restored.xmm).isEqualTo(xmm.xmm);
        assertThat(restored.mxcsr()).isEqualTo(xmm.mxcsr());
        assertThat(restored.control()).isEqualTo(xmm.control());
    }
}
