package pentimento.cpu.system;

import static pentimento.cpu.state.CpuException.NO_ERROR_CODE;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;
import pentimento.memory.bus.Line;

/**
 * Delivery of exceptions and interrupts, with double fault and shutdown.
 *
 * @see "SDM vol. 3A, chapter 6; vol. 2A, INT n"
 */
public final class Interrupts {
    /** What {@link #deliver} returns when no handler could be entered. */
    public static final int SHUTDOWN = -1;

    /** Where an interrupt comes from: decides on the check of the gate's DPL and on the EXT bit. */
    public enum Source {
        /** The processor itself. */
        EXCEPTION,
        /** INTR or NMI. */
        EXTERNAL,
        /** INT n, INT3, INTO: an instruction that may fault. */
        SOFTWARE,
        /** INT1 (F1): no check of the DPL. */
        ICEBP
    }

    private enum Severity {
        BENIGN,
        CONTRIBUTORY,
        PAGE_FAULT,
        DOUBLE_FAULT
    }

    /**
     * A processor whose #AC handler runs at level 3 on a misaligned stack delivers #AC for ever,
     * inside of one instruction. Here it shuts down.
     */
    private static final int MOST_ATTEMPTS = 16;

    private final CpuState cpu;
    private final LinearMemory memory;
    private final SelectorFaults faults;
    private final CodeSegments code;
    private final SegmentLoader segments;
    private final InnerStacks innerStacks;
    private final PendingStack stack;
    private final Tasks tasks;
    private final Breakpoints breakpoints;
    private final VirtualInterrupts virtualInterrupts;
    private final Line shutdown;

    Interrupts(
            CpuState cpu,
            LinearMemory memory,
            SelectorFaults faults,
            CodeSegments code,
            SegmentLoader segments,
            Tasks tasks,
            Breakpoints breakpoints,
            Line shutdown) {
        this.cpu = cpu;
        this.memory = memory;
        this.faults = faults;
        this.code = code;
        this.segments = segments;
        this.stack = new PendingStack(cpu, memory, faults);
        this.innerStacks = new InnerStacks(cpu, memory, segments, faults, stack);
        this.tasks = tasks;
        this.breakpoints = breakpoints;
        this.virtualInterrupts = new VirtualInterrupts(cpu, memory, code, stack);
        this.shutdown = shutdown;
    }

    /**
     * Delivers, saving the EIP in state. Exceptions on the way are delivered in turn, or become a
     * double fault, or shut the processor down; but those of SOFTWARE and ICEBP are thrown, because
     * they belong to the instruction.
     *
     * @param vector 0..FFh
     * @param errorCode as in {@link CpuException}
     * @return the vector whose handler was entered, or {@link #SHUTDOWN}
     * @throws CpuException only for SOFTWARE and ICEBP
     */
    public int deliver(int vector, int errorCode, Source source) {
        boolean event = source == Source.EXCEPTION || source == Source.EXTERNAL;
        if (!event) {
            deliverOnce(vector, errorCode, source);
            return vector;
        }
        int nextVector = vector, nextCode = errorCode;
        Source nextSource = source;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Severity first = severity(nextVector, nextSource);
            try {
                deliverOnce(nextVector, nextCode, nextSource);
                return nextVector;
            } catch (CpuException second) {
                Severity another = severity(second.vector(), Source.EXCEPTION);
                if (first == Severity.DOUBLE_FAULT && another != Severity.BENIGN) {
                    shutDown();
                    return SHUTDOWN;
                }
                boolean doubled =
                        first == Severity.PAGE_FAULT && another != Severity.BENIGN
                                || first == Severity.CONTRIBUTORY
                                        && another == Severity.CONTRIBUTORY;
                nextVector = doubled ? Vector.DF : second.vector();
                nextCode = doubled ? 0 : second.errorCode();
                nextSource = Source.EXCEPTION;
            }
        }
        shutDown();
        return SHUTDOWN;
    }

    /**
     * @see "SDM vol. 3A, tables 6-4 and 6-5"
     */
    private static Severity severity(int vector, Source source) {
        if (source != Source.EXCEPTION) {
            return Severity.BENIGN;
        }
        return switch (vector) {
            case Vector.DE, Vector.TS, Vector.NP, Vector.SS, Vector.GP -> Severity.CONTRIBUTORY;
            case Vector.PF -> Severity.PAGE_FAULT;
            case Vector.DF -> Severity.DOUBLE_FAULT;
            default -> Severity.BENIGN;
        };
    }

    /**
     * Nothing but RESET, NMI or INIT leads out of shutdown; the board resets.
     *
     * @see "SDM vol. 3A, 6.15, interrupt 8"
     */
    private void shutDown() {
        cpu.halted = true;
        cpu.shutDown = true;
        shutdown.pulse();
    }

    /**
     * INT n (CD ib), with the rules of virtual-8086 mode.
     *
     * @throws CpuException #GP(0), and those of {@link #deliver}
     */
    public void softwareInterrupt(int vector) {
        if (cpu.isVirtual8086()) {
            if (virtualInterrupts.redirects(vector)) {
                virtualInterrupts.redirect(vector);
                breakpoints.softwareInterruptEntered();
                return;
            }
            if (cpu.flags.iopl() < 3) {
                throw faults.gp(0);
            }
        }
        deliver(vector, NO_ERROR_CODE, Source.SOFTWARE);
    }

    private void deliverOnce(int vector, int errorCode, Source source) {
        faults.external(source != Source.SOFTWARE);
        try {
            if (cpu.isProtected()) {
                deliverProtected(vector, errorCode, source);
            } else {
                deliverReal(vector);
            }
        } finally {
            faults.external(false);
        }
        cpu.halted = false;
        cpu.shutDown = false;
        cpu.interruptShadow = false;
        cpu.debugShadow = false;
        if (vector == Vector.DB) {
            breakpoints.handlerEntered();
        }
        if (source == Source.SOFTWARE || source == Source.ICEBP) {
            breakpoints.softwareInterruptEntered();
        }
    }

    // ---------------------------------------------------------------- real mode

    private void deliverReal(int vector) {
        if (4 * vector + 3 > cpu.idtLimit) {
            throw faults.ofIdt(Vector.GP, vector);
        }
        int entry = memory.readSystem32(cpu.idtBase + 4 * vector);
        stack.useCurrent();
        stack.push(cpu.flags.value(), false);
        stack.push(cpu.cs().selector, false);
        stack.push(cpu.eip, false);
        code.requireLimit(cpu.cs().limit, entry & 0xFFFF);
        stack.commit();
        clear(Flags.IF | Flags.TF | Flags.AC | Flags.RF);
        code.loadUnprotected(entry >>> 16, entry & 0xFFFF);
    }

    private void clear(int mask) {
        cpu.flags.value(cpu.flags.value() & ~mask);
    }

    // ---------------------------------------------------------------- protected mode

    private void deliverProtected(int vector, int errorCode, Source source) {
        long gate = readGate(vector, source);
        if (Descriptor.systemType(gate) == Descriptor.TASK_GATE) {
            saveResumeFlag(vector, source);
            tasks.switchThroughGate(gate, Tasks.Reason.INTERRUPT);
            pushErrorCode(errorCode);
            return;
        }
        int target = Descriptor.gateSelector(gate);
        long descriptor = code.readGateTarget(target);
        code.requirePresent(target, descriptor);
        int level = Descriptor.dpl(descriptor);
        boolean inner = !Descriptor.isConforming(descriptor) && level < cpu.cpl;
        if (cpu.isVirtual8086() && (!inner || level != 0)) {
            throw faults.gp(target);
        }
        boolean wide = Descriptor.isSystem32(gate);
        int image = cpu.flags.value() | (pushesResumeFlag(vector, source) ? Flags.RF : 0);
        if (inner) {
            innerStacks.use(level);
            if (cpu.isVirtual8086()) {
                pushData(wide);
            }
            stack.push(cpu.ss().selector, wide);
            stack.push(cpu.gpr[CpuState.ESP], wide);
        } else {
            stack.useCurrent();
        }
        stack.push(image, wide);
        stack.push(cpu.cs().selector, wide);
        stack.push(cpu.eip, wide);
        if (errorCode != NO_ERROR_CODE) {
            stack.push(errorCode, wide);
        }
        int offset = Descriptor.gateOffset(gate);
        code.requireLimit(Descriptor.limit(descriptor), offset);
        code.markAccessed(target, descriptor);
        enter(gate, target, descriptor, inner ? level : cpu.cpl, offset);
    }

    private void enter(long gate, int target, long descriptor, int level, int offset) {
        boolean fromVirtual8086 = cpu.isVirtual8086();
        stack.commit();
        boolean interruptGate = (Descriptor.systemType(gate) & 1) == 0;
        clear(Flags.TF | Flags.NT | Flags.RF | Flags.VM | (interruptGate ? Flags.IF : 0));
        if (fromVirtual8086) {
            segments.nullAllData();
        }
        code.load(target, descriptor, level, offset);
    }

    private long readGate(int vector, Source source) {
        if (8 * vector + 7 > cpu.idtLimit) {
            throw faults.ofIdt(Vector.GP, vector);
        }
        int at = cpu.idtBase + 8 * vector;
        long gate =
                memory.readSystem32(at) & 0xFFFFFFFFL | (long) memory.readSystem32(at + 4) << 32;
        boolean isGate =
                switch (Descriptor.systemType(gate)) {
                    case Descriptor.TASK_GATE,
                            Descriptor.INTERRUPT_GATE16,
                            Descriptor.TRAP_GATE16,
                            Descriptor.INTERRUPT_GATE32,
                            Descriptor.TRAP_GATE32 ->
                            true;
                    default -> false;
                };
        if (!isGate || source == Source.SOFTWARE && Descriptor.dpl(gate) < cpu.cpl) {
            throw faults.ofIdt(Vector.GP, vector);
        }
        if (!Descriptor.isPresent(gate)) {
            throw faults.ofIdt(Vector.NP, vector);
        }
        return gate;
    }

    private void pushData(boolean wide) {
        stack.push(cpu.segments[Segment.GS].selector, wide);
        stack.push(cpu.segments[Segment.FS].selector, wide);
        stack.push(cpu.segments[Segment.DS].selector, wide);
        stack.push(cpu.segments[Segment.ES].selector, wide);
    }

    /** Faults, but not debug exceptions, save RF set. @see "SDM vol. 3B, 17.3.1.1" */
    private static boolean pushesResumeFlag(int vector, Source source) {
        return source == Source.EXCEPTION && vector != Vector.DB && vector != Vector.DF;
    }

    private void saveResumeFlag(int vector, Source source) {
        if (pushesResumeFlag(vector, source)) {
            cpu.flags.value(cpu.flags.value() | Flags.RF);
        }
    }

    /** On the stack of the task that a task gate switched to, in its width. */
    private void pushErrorCode(int errorCode) {
        if (errorCode != NO_ERROR_CODE) {
            stack.useCurrent();
            stack.push(errorCode, (cpu.tr.access & Descriptor.SYSTEM_32) != 0);
            stack.commit();
        }
    }
}
