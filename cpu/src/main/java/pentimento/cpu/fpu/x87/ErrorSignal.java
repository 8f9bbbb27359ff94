package pentimento.cpu.fpu.x87;

import static pentimento.cpu.state.CpuState.CR0_NE;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;
import pentimento.memory.bus.Line;

/**
 * How a numeric error reaches the program: as #MF, or, as on a PC since the 80287, out of the FERR#
 * pin and back as an interrupt. FERR# rises with the instruction that fails, as on the 387.
 *
 * @see "SDM vol. 1, 8.7 and appendix D"
 */
public final class ErrorSignal {
    private final CpuState cpu;
    private final FpuState fpu;
    private final Line ferr;
    private final Line ignne = new Line(high -> {});

    ErrorSignal(CpuState cpu, FpuState fpu, Line ferr) {
        this.cpu = cpu;
        this.fpu = fpu;
        this.ferr = ferr;
    }

    Line ignne() {
        return ignne;
    }

    /** The driver's end of FERR#, for the state image. */
    public Line ferr() {
        return ferr;
    }

    /** Follows a change of ES. */
    public void drive() {
        ferr.set((fpu.status & FpuState.ERROR_SUMMARY) != 0 && (cpu.cr0 & CR0_NE) == 0);
    }

    /**
     * What a waiting instruction does first.
     *
     * @throws pentimento.cpu.state.CpuException #MF, or {@link Vector#FERR_WAIT}
     */
    public void check() {
        if ((fpu.status & FpuState.ERROR_SUMMARY) != 0) {
            pending();
        }
    }

    private void pending() {
        if ((cpu.cr0 & CR0_NE) != 0) {
            throw cpu.fault(Vector.MF);
        }
        if (!ignne.isHigh()) {
            drive();
            throw cpu.fault(Vector.FERR_WAIT);
        }
    }
}
