package pentimento.cpu.translation;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;

/** What translated code sees of its processor. */
public abstract class Processor {
    public final CpuState state;

    /** The general registers, by number, and a ninth that is 0. */
    public final int[] gpr;

    public final Flags flags;
    public final LinearMemory linear;
    public final SegmentedMemory memory;
    public final FpuState fpu;

    /** Where x87 operations of translated code leave their results. */
    public final FloatResult number = new FloatResult();

    /**
     * Something beyond plain execution waits for the next boundary: a pin, a shadow, a trap, a
     * changed mode, a request to leave. Raised by anybody, also other threads; the interpreter
     * clears it.
     */
    public volatile boolean attention = true;

    /** A repeated string instruction has iterations behind it and others ahead. */
    public boolean repeating;

    /** A region was left because it can't execute the next instruction itself. */
    public boolean interpretNext;

    /** When an exception leaves a region: what is left of the budget, at the last boundary. */
    public int remaining;

    /**
     * When an exception leaves a region: the number of the instruction that did not happen, or 0 if
     * EIP and {@link #remaining} are exact already.
     */
    public int leftAt;

    protected Processor(CpuState state, LinearMemory linear, FpuState fpu) {
        this.state = state;
        this.fpu = fpu;
        this.gpr = state.gpr;
        this.flags = state.flags;
        this.linear = linear;
        this.memory = new SegmentedMemory(state, linear);
    }

    /**
     * Executes an instruction by the interpreter's one implementation, all registers being in the
     * state. Afterwards EIP tells where to go on, and {@link #attention} must be looked at.
     *
     * @param eip of the instruction
     * @param budget what is left of it, the instruction being charged already
     * @param position {@link #leftAt} if it does not happen
     * @return what is left of the budget
     */
    public abstract int execute(Operation operation, int eip, int length, int budget, int position);

    /**
     * What an instruction is about to store.
     *
     * @param half of an XMM register: 2n is the low half of XMMn, 2n + 1 the high one
     * @throws RuntimeException #UD or #NM if there are no such registers now
     */
    public abstract long xmm(int half);

    /**
     * What an instruction is about to store.
     *
     * @param register number of an MMX register
     * @throws RuntimeException #UD, #NM or #MF if there are no such registers now
     */
    public abstract long mmx(int register);

    /** An MMX register has been stored to memory: the x87 stack has become the MMX registers. */
    public abstract void storedMmx();
}
