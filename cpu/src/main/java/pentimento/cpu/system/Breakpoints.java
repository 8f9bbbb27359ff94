package pentimento.cpu.system;

/** The debug registers at work. */
public final class Breakpoints {
    /** One cheap test: false as long as DR7 enables nothing. */
    public boolean isEnabled() {
        return false;
    }

    /**
     * Before an instruction at this linear address. @throws pentimento.cpu.state.CpuException #DB
     * as a fault, DR6 set, unless RF is set
     */
    public void beforeInstruction(int linear) {}

    /** An access to I/O ports, before it happens: remembers a match. */
    public void ioAccessed(int port, int size) {}

    /**
     * A match of data or I/O, or single step (singleStep = TF was set at the instruction's begin):
     * sets DR6. @return true if #DB must be delivered as a trap
     */
    public boolean afterInstruction(boolean singleStep) {
        return false;
    }

    /** The instruction faulted or REP starts anew: forget matches. */
    public void cancel() {}
}
