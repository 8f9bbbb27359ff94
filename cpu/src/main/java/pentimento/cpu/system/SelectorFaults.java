package pentimento.cpu.system;

import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;

/**
 * Faults whose error code names a selector. Knows whether an external event is being delivered
 * (EXT) and whether a task switch has passed the point of no return: then the fault belongs to the
 * first instruction of the new task.
 *
 * @see "SDM vol. 3A, 6.13 (error code)"
 */
final class SelectorFaults {
    private static final int INDEX_AND_TABLE = 0xFFFC, EXT = 1, IDT = 2;

    private final CpuState cpu;
    private boolean external;
    private boolean inNewTask;

    SelectorFaults(CpuState cpu) {
        this.cpu = cpu;
    }

    void external(boolean delivering) {
        external = delivering;
    }

    void inNewTask(boolean committed) {
        inNewTask = committed;
    }

    CpuException gp(int selector) {
        return fault(Vector.GP, selector);
    }

    CpuException np(int selector) {
        return fault(Vector.NP, selector);
    }

    CpuException ss(int selector) {
        return fault(Vector.SS, selector);
    }

    CpuException ts(int selector) {
        return fault(Vector.TS, selector);
    }

    /** A fault about an entry of the IDT. */
    CpuException ofIdt(int exception, int vector) {
        return withCode(exception, vector << 3 | IDT | ext());
    }

    CpuException fault(int exception, int selector) {
        return withCode(exception, selector & INDEX_AND_TABLE | ext());
    }

    private CpuException withCode(int exception, int code) {
        return inNewTask ? cpu.trap(exception, code) : cpu.fault(exception, code);
    }

    private int ext() {
        return external ? EXT : 0;
    }
}
