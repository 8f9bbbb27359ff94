package pentimento.cpu.interpreter;

import pentimento.cpu.fpu.simd.Simd;
import pentimento.cpu.fpu.x87.X87;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.system.SystemUnit;
import pentimento.cpu.translation.Operation;
import pentimento.cpu.translation.Processor;

/** What an instruction sees of its processor. */
final class Core extends Processor {
    final Segment cs, ss, es;
    final Datapath path;
    final Forms forms = new Forms();
    final SystemUnit system;
    final CpuModel model;
    final Counter counter;
    final PortAccess ports;
    final CodeCache code;
    final X87 x87;
    final Simd simd;

    /** The instruction's code was overwritten: it is not executed. */
    final BlockExit stale = new BlockExit(false);

    /** The instruction let a pin change: the block ends after it. */
    final BlockExit boundary = new BlockExit(true);

    /** EIP at the begin of the running block. */
    int blockBegin;

    /** While a block is decoded: where the instruction begins in it. */
    int decodedAt;

    /** While a block is decoded: its ops get specialised forms. */
    boolean specialises;

    /**
     * REPNE CMPS or SCAS is in progress, and what EFLAGS was when it began: a fault restores it.
     *
     * @see "SDM vol. 2B, REP"
     */
    boolean scanning;

    int flagsBeforeScan;

    /** EIP of that instruction, which may since have been overwritten by another; else 0. */
    int repeatedAt;

    /** Bytes of the first of two instructions in one op, if it is done and the second faulted. */
    int completedOfPair;

    /** Completed iterations of the string instruction in progress. */
    int iterations;

    /** Translated code has called an instruction. */
    boolean isExecutingCall;

    /** A string instruction stops after each iteration: single step, or a live window. */
    boolean singleIterations;

    Core(
            CpuState state,
            LinearMemory linear,
            SystemUnit system,
            CpuModel model,
            Counter counter,
            PortAccess ports,
            CodeCache code,
            X87 x87,
            Simd simd) {
        super(state, linear, x87.registers());
        this.cs = state.segments[Segment.CS];
        this.ss = state.segments[Segment.SS];
        this.es = state.segments[Segment.ES];
        this.path = new Datapath(state, gpr, flags, memory, cs, ss);
        this.system = system;
        this.model = model;
        this.counter = counter;
        this.ports = ports;
        this.code = code;
        this.x87 = x87;
        this.simd = simd;
    }

    /**
     * The next instruction is the rest of a repeated string instruction: what interrupts here saves
     * RF set, and instruction breakpoints are not looked at again.
     *
     * @see "SDM vol. 3B, 17.3.1.1"
     */
    boolean isRepeating() {
        return repeating && state.eip == repeatedAt;
    }

    /** EIP is back at a repeated string instruction, some of whose iterations are done. */
    void interruptRepetition() {
        repeating = true;
        repeatedAt = state.eip;
    }

    void endRepetition() {
        repeating = false;
        repeatedAt = 0;
    }

    @Override
    public int execute(Operation operation, int eip, int length, int budget, int position) {
        counter.remaining = budget;
        blockBegin = eip;
        state.eip = eip + length;
        leftAt = position;
        isExecutingCall = true;
        try {
            ((Op) operation).execute(this);
        } catch (BlockExit e) {
            if (!e.isCompleted()) {
                throw e;
            }
        } catch (CpuException e) {
            if (e.isTrap()) {
                leftAt = 0;
                remaining = counter.remaining;
            }
            throw e;
        } finally {
            isExecutingCall = false;
        }
        return counter.remaining;
    }

    @Override
    public long xmm(int half) {
        simd.checkSse();
        return simd.register(half);
    }

    @Override
    public long mmx(int register) {
        simd.checkMmx();
        return fpu.significand[register];
    }

    @Override
    public void storedMmx() {
        fpu.enterMmx();
    }

    /** The instruction may have changed mode, privilege, IF or TF. */
    void modeChanged() {
        attention = true;
    }

    /**
     * @return how many iterations a string instruction, the last of its block, may do at once
     */
    int mostIterations() {
        return singleIterations ? 1 : counter.remaining + 1;
    }
}
