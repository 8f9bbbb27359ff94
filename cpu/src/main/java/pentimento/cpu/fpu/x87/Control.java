package pentimento.cpu.fpu.x87;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;

/** Instructions on the control and status words. None of them touches FIP, FDP or FOP. */
final class Control {
    private final CpuState cpu;
    private final FpuState fpu;
    private final SegmentedMemory memory;
    private final ErrorSignal error;

    Control(CpuState cpu, FpuState fpu, SegmentedMemory memory, ErrorSignal error) {
        this.cpu = cpu;
        this.fpu = fpu;
        this.memory = memory;
        this.error = error;
    }

    /** FNCLEX. */
    void clearExceptions() {
        fpu.status &=
                ~(FpuState.EXCEPTIONS
                        | FpuState.STACK_FAULT
                        | FpuState.ERROR_SUMMARY
                        | FpuState.BUSY);
        error.drive();
    }

    /** FNINIT. */
    void initialise() {
        fpu.initialise();
        error.drive();
    }

    /** FNSTSW AX. */
    void storeStatusInAx() {
        cpu.gpr[CpuState.EAX] = cpu.gpr[CpuState.EAX] & 0xFFFF_0000 | fpu.statusWord();
    }

    /** FNSTSW. */
    void storeStatus(Segment segment, int offset) {
        memory.write16(segment, offset, fpu.statusWord());
    }

    /** FNSTCW. */
    void storeControl(Segment segment, int offset) {
        memory.write16(segment, offset, fpu.control);
    }

    /** FLDCW, which waits. */
    void loadControl(Segment segment, int offset) {
        error.check();
        fpu.controlWord(memory.read16(segment, offset));
        error.drive();
    }
}
