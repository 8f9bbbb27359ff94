package pentimento.cpu.system;

import java.util.Arrays;
import pentimento.cpu.memory.DataWatch;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The debug registers at work. While {@link #isEnabled} or TF or RF is set, instructions run one by
 * one: {@link #beforeInstruction}, the instruction, {@link #afterInstruction}.
 *
 * @see "SDM vol. 3B, 17.2 and 17.3"
 */
public final class Breakpoints implements DataWatch, Stateful {
    static final int DR6_RESET = 0xFFFF0FF0, DR7_RESET = 0x400;
    private static final int BD = 0x2000, BS = 0x4000, BT = 0x8000, DR6_BITS = 0xE00F;
    private static final int GD = 0x2000, DR7_BITS = 0xFFFF23FF, LOCAL_ENABLES = 0x155;
    private static final int EXECUTE = 0, WRITE = 1, IO = 2;
    private static final int CONTROL_SHIFT = 16, CONTROL_BITS = 4;
    private static final int[] LENGTHS = {1, 2, 8, 4};

    private final CpuState cpu;
    private final LinearMemory memory;
    private int enabledExecute, enabledData, enabledIo; // bit n = breakpoint n
    private int pending; // bits for DR6
    private boolean stepForgotten; // by the instruction in progress

    Breakpoints(CpuState cpu, LinearMemory memory) {
        this.cpu = cpu;
        this.memory = memory;
        memory.watchData(this);
    }

    /**
     * @return false as long as DR7 enables nothing and nothing is pending
     */
    public boolean isEnabled() {
        return (enabledExecute | enabledData | enabledIo | pending) != 0;
    }

    /**
     * @return true if {@link #afterInstruction} has something to report: between instructions, that
     *     a task switch met a T bit
     */
    public boolean isPending() {
        return pending != 0;
    }

    // ---------------------------------------------------------------- MOV DRn

    /**
     * General detect is a fault, and so it saves RF set, which other debug exceptions don't.
     *
     * @throws CpuException #DB, BD set, if DR7.GD protects the registers
     */
    void requireAccess() {
        if ((cpu.dr[7] & GD) != 0) {
            cpu.dr[6] |= BD;
            cpu.flags.value(cpu.flags.value() | Flags.RF);
            throw cpu.fault(Vector.DB);
        }
    }

    void write(int n, int value) {
        switch (n) {
            case 6 -> cpu.dr[6] = DR6_RESET | value & DR6_BITS;
            case 7 -> loadDr7(value);
            default -> cpu.dr[n] = value;
        }
    }

    private void loadDr7(int value) {
        cpu.dr[7] = DR7_RESET | value & DR7_BITS;
        derive();
    }

    /** CR4.DE decides whether a type is I/O. */
    void extensionsChanged() {
        derive();
    }

    private void derive() {
        enabledExecute = 0;
        enabledData = 0;
        enabledIo = 0;
        for (int n = 0; n < 4; n++) {
            if ((cpu.dr[7] >>> 2 * n & 3) == 0) {
                continue;
            }
            switch (type(n)) {
                case EXECUTE -> enabledExecute |= 1 << n;
                case IO -> enabledIo |= (cpu.cr4 & CpuState.CR4_DE) != 0 ? 1 << n : 0;
                default -> enabledData |= 1 << n;
            }
        }
        memory.watchingData(enabledData != 0);
    }

    private int type(int n) {
        return cpu.dr[7] >>> CONTROL_SHIFT + CONTROL_BITS * n & 3;
    }

    private int length(int n) {
        return LENGTHS[cpu.dr[7] >>> CONTROL_SHIFT + CONTROL_BITS * n + 2 & 3];
    }

    // ---------------------------------------------------------------- matching

    /**
     * Before an instruction. RF holds instruction breakpoints off for this one and is used up.
     *
     * @param linear of its first byte
     * @throws CpuException #DB as a fault, DR6 set
     */
    public void beforeInstruction(int linear) {
        stepForgotten = false;
        boolean resumed = cpu.flags.is(Flags.RF);
        if (resumed) {
            cpu.flags.value(cpu.flags.value() & ~Flags.RF);
        }
        if (enabledExecute == 0 || resumed) {
            return;
        }
        int hits = 0;
        for (int n = 0; n < 4; n++) {
            if ((enabledExecute & 1 << n) != 0 && cpu.dr[n] == linear) {
                hits |= 1 << n;
            }
        }
        if (hits != 0) {
            cpu.dr[6] |= hits;
            throw cpu.fault(Vector.DB);
        }
    }

    /** A data access: remembers a match. */
    @Override
    public void accessed(int linear, int size, boolean write) {
        for (int n = 0; n < 4; n++) {
            if ((enabledData & 1 << n) != 0
                    && (write || type(n) != WRITE)
                    && overlaps(n, linear, size)) {
                pending |= 1 << n;
            }
        }
    }

    /** An access to I/O ports: remembers a match. */
    public void ioAccessed(int port, int size) {
        for (int n = 0; n < 4; n++) {
            if ((enabledIo & 1 << n) != 0 && overlaps(n, port, size)) {
                pending |= 1 << n;
            }
        }
    }

    /** Low address bits within a breakpoint's length are ignored. */
    private boolean overlaps(int n, int address, int size) {
        int length = length(n);
        int first = cpu.dr[n] & -length;
        return address - first < length && first - address < size;
    }

    /**
     * After an instruction: matches of data and I/O, a task switch to a TSS with the T bit, or
     * single step go to DR6.
     *
     * @param singleStep TF was set when the instruction began
     * @return true if #DB must be delivered as a trap now
     */
    public boolean afterInstruction(boolean singleStep) {
        int hits = pending | (singleStep && !stepForgotten ? BS : 0);
        pending = 0;
        cpu.dr[6] |= hits;
        return hits != 0;
    }

    /**
     * INT n, INT3, INTO, INT1 clear TF: there is no single step into their handlers. @see "SDM vol.
     * 3B, 17.3.1.4"
     */
    void softwareInterruptEntered() {
        stepForgotten = true;
    }

    /** The instruction faulted: it will run again. */
    public void cancel() {
        pending &= BT;
    }

    /** A task switch clears the local enables. @see "SDM vol. 3A, 7.3" */
    void taskSwitched(boolean trap) {
        loadDr7(cpu.dr[7] & ~LOCAL_ENABLES);
        if (trap) {
            pending |= BT;
        }
    }

    /** The debug handler itself may use the registers. */
    void handlerEntered() {
        cpu.dr[7] &= ~GD;
    }

    void reset() {
        Arrays.fill(cpu.dr, 0);
        cpu.dr[6] = DR6_RESET;
        pending = 0;
        loadDr7(0);
    }

    @Override
    public void exchange(StateCodec state) {
        pending = state.u16("pending", pending);
        if (state.isLoading()) {
            derive();
        }
    }
}
