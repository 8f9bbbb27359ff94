package pentimento.cpu.fpu.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.XmmState;
import pentimento.cpu.fpu.x87.X87;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.system.BareProcessor;
import pentimento.memory.bus.Line;

/** MMX and SSE on a processor without interpreter, paging on, at level 3 of a flat system. */
final class VectorUnit {
    static final int DATA = 0x31000, NEXT_PAGE = 0x32000, PRESENT = 7, READ_ONLY = 5;
    static final String FINE = "-";

    final BareProcessor machine;
    final CpuState cpu;
    final FpuState fpu = new FpuState();
    final XmmState xmm;
    final SegmentedMemory memory;
    final Simd simd;

    VectorUnit(CpuModel model) {
        machine = BareProcessor.ring(3, model);
        cpu = machine.cpu;
        machine.page(CpuState.CR0_NE);
        memory = new SegmentedMemory(cpu, machine.memory);
        xmm = new XmmState(model.has(Feature.SSE2));
        var x87 = new X87(cpu, memory, fpu, model, Line.unconnected());
        simd = new Simd(cpu, memory, fpu, xmm, model, x87.error());
        reset();
    }

    /** As new: everything available, both pages of data present, writable and zero. */
    void reset() {
        cpu.cr0 &= ~(CpuState.CR0_EM | CpuState.CR0_TS | CpuState.CR0_AM);
        cpu.cr4 = CpuState.CR4_OSFXSR | CpuState.CR4_OSXMMEXCPT;
        cpu.flags.set(Flags.AC, false);
        machine.memory.privilegeChanged();
        page(DATA, PRESENT);
        page(NEXT_PAGE, PRESENT);
        data().set(data().selector, 0, -1, data().access | Segment.GRANULARITY);
        fill(DATA, 0x2000, 0);
        fpu.initialise();
        xmm.mxcsr(XmmState.INITIAL_MXCSR);
        for (int i = 0; i < 8; i++) {
            fpu.significand[i] = 0x0101_0101_0101_0101L * (i + 1);
            xmm.xmm[2 * i] = Double.doubleToRawLongBits(i + 1);
            xmm.xmm[2 * i + 1] = Double.doubleToRawLongBits(-i - 1);
        }
    }

    /** Sets the rights of a page and makes them known. */
    void page(int linear, int rights) {
        machine.pte(linear, rights == 0 ? 0 : linear | rights);
        machine.memory.flushPage(linear);
    }

    VectorUnit() {
        this(CpuModel.CORE);
    }

    Segment data() {
        return cpu.segments[Segment.DS];
    }

    void execute(int prefix, int opcode, int modRm, int offset, int immediate) {
        SimdMap.lookup(prefix, opcode)
                .orElseThrow()
                .execute(simd, modRm, data(), offset, immediate);
    }

    void execute(OpcodeChart.Entry entry, int offset) {
        execute(entry.prefix(), entry.opcode(), entry.modRm(), offset, 1);
    }

    /**
     * What an instruction raises; it must then leave all registers as they were (CR2, MXCSR's flags
     * and TOP apart).
     *
     * @return "#vector", with the error code if there is one, or "-"
     */
    String outcome(Runnable instruction) {
        String before = registers();
        try {
            instruction.run();
            return FINE;
        } catch (CpuException fault) {
            assertThat(registers()).isEqualTo(before);
            boolean hasCode = fault.errorCode() != CpuException.NO_ERROR_CODE;
            return "#" + fault.vector() + (hasCode ? "(" + fault.errorCode() + ")" : "");
        }
    }

    String outcome(OpcodeChart.Entry entry, int offset) {
        return outcome(() -> execute(entry, offset));
    }

    private String registers() {
        return Arrays.toString(cpu.gpr)
                + cpu.eip
                + cpu.flags.value()
                + Arrays.toString(xmm.xmm)
                + Arrays.toString(fpu.significand)
                + Arrays.toString(fpu.signExponent)
                + fpu.control;
    }

    /** An x87 instruction left an unmasked exception. */
    void pendingX87Error() {
        fpu.control = 0x37E;
        fpu.statusWord(1);
    }

    void checkAlignment() {
        cpu.cr0 |= CpuState.CR0_AM;
        machine.set(Flags.AC);
        machine.memory.privilegeChanged();
    }

    /** The data segment ends with the byte at an offset. */
    void limit(int last) {
        data().set(data().selector, 0, last, data().access & ~Segment.GRANULARITY);
    }

    void fill(int at, int bytes, int value) {
        byte[] filling = new byte[bytes];
        Arrays.fill(filling, (byte) value);
        machine.physical.write(at, filling, 0, bytes);
    }
}
