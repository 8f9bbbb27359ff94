package pentimento.cpu.fpu.x87;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

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

    /**
     * DB E0+i: FNCLEX and FNINIT; 8087's FNENI and FNDISI and 287's FNSETPM do nothing.
     *
     * @return true
     */
    boolean registerForm(int i) {
        switch (i) {
            case 0, 1, 4 -> {
                // Nothing since the 80387.
            }
            case 2 -> {
                fpu.status &=
                        ~(FpuState.EXCEPTIONS
                                | FpuState.STACK_FAULT
                                | FpuState.ERROR_SUMMARY
                                | FpuState.BUSY);
                error.drive();
            }
            case 3 -> {
                fpu.initialise();
                error.drive();
            }
            default -> throw cpu.fault(Vector.UD);
        }
        return true;
    }

    boolean storeStatusInAx() {
        cpu.gpr[CpuState.EAX] = cpu.gpr[CpuState.EAX] & 0xFFFF_0000 | fpu.statusWord();
        return true;
    }

    void storeStatus(Segment segment, int offset) {
        memory.write16(segment, offset, fpu.statusWord());
    }

    void storeControl(Segment segment, int offset) {
        memory.write16(segment, offset, fpu.control);
    }

    void loadControl(Segment segment, int offset) {
        fpu.controlWord(memory.read16(segment, offset));
        error.drive();
    }
}
