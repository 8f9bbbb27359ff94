package pentimento.cpu.system;

/** The debug registers at work. */
public final class Breakpoints {
    /** One cheap test: false as long as DR7 enables nothing. */
    public boolean isEnabled() {
        throw new UnsupportedOperationException();
    }

    /**
     * Before an instruction at this linear address. @throws pentimento.cpu.state.CpuException #DB
     * as a fault, DR6 set, unless RF is set
     */
    public void beforeInstruction(int linear) {
        throw new UnsupportedOperationException();
    }

    /** An access to I/O ports, before it happens: remembers a match. */
    public void ioAccessed(int port, int size) {
        throw new UnsupportedOperationException();
    }

    /**
     * A match of data or I/O, or single step (singleStep = TF was set at the instruction's begin):
     * sets DR6. @return true if #DB must be delivered as a trap
     */
    public boolean afterInstruction(boolean singleStep) {
        throw new UnsupportedOperationException();
    }

    /** The instruction faulted or REP starts anew: forget matches. */
    public void cancel() {
        throw new UnsupportedOperationException();
    }
    /** ICEBP: DR6 is not changed. Task switch with T: BT. */
}
