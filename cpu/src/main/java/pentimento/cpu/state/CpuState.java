package pentimento.cpu.state;

import static pentimento.cpu.state.CpuException.NO_ERROR_CODE;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The registers of one processor. Fields are public within the module because interpreter and
 * translated code live on them; nobody outside of the module sees this class.
 */
public final class CpuState implements Stateful {
    public static final int EAX = 0, ECX = 1, EDX = 2, EBX = 3, ESP = 4, EBP = 5, ESI = 6, EDI = 7;
    public static final int CR0_PE = 1,
            CR0_MP = 2,
            CR0_EM = 4,
            CR0_TS = 8,
            CR0_ET = 0x10,
            CR0_NE = 0x20,
            CR0_WP = 0x10000;
    public static final int CR0_AM = 0x40000,
            CR0_NW = 0x20000000,
            CR0_CD = 0x40000000,
            CR0_PG = 0x80000000;
    public static final int CR4_VME = 1,
            CR4_PVI = 2,
            CR4_TSD = 4,
            CR4_DE = 8,
            CR4_PSE = 0x10,
            CR4_PAE = 0x20,
            CR4_MCE = 0x40;
    public static final int CR4_PGE = 0x80,
            CR4_PCE = 0x100,
            CR4_OSFXSR = 0x200,
            CR4_OSXMMEXCPT = 0x400;

    /** The eight registers, and a ninth that is always 0: addresses without base or index. */
    public final int[] gpr = new int[9];

    /** Within an instruction: see the interpreter. At boundaries: the next instruction. */
    public int eip;

    public final Flags flags = new Flags();
    public final Segment[] segments = new Segment[6];
    public final Segment.Shapes shapes = new Segment.Shapes();
    public final Segment ldtr = new Segment(), tr = new Segment();
    public int gdtBase, gdtLimit, idtBase, idtLimit;
    public int cr0, cr2, cr3, cr4;
    public final int[] dr = new int[8];

    /** Current privilege level: 0 in real mode, 3 in virtual-8086 mode. */
    public int cpl;

    public boolean halted;

    /** Halted by a triple fault: NMI and RESET lead out, INTR does not. */
    public boolean shutDown;

    /** Interrupts (STI, MOV SS, POP SS) are held off until after the next instruction. */
    public boolean interruptShadow;

    /** Also traps and NMI are held off (MOV SS, POP SS). */
    public boolean debugShadow;

    /** NMI is blocked until the next IRET. */
    public boolean nmiBlocked;

    private final CpuException exception = new CpuException();

    public CpuState() {
        for (int i = 0; i < segments.length; i++) {
            segments[i] = new Segment(shapes, i);
        }
    }

    public boolean isProtected() {
        return (cr0 & CR0_PE) != 0;
    }

    public boolean isVirtual8086() {
        return flags.is(Flags.VM);
    }

    /**
     * @return true if segments are loaded from descriptors
     */
    public boolean usesDescriptors() {
        return isProtected() && !isVirtual8086();
    }

    public Segment cs() {
        return segments[Segment.CS];
    }

    public Segment ss() {
        return segments[Segment.SS];
    }

    /**
     * @return a fault without error code, to be thrown at once
     */
    public CpuException fault(int vector) {
        return exception.with(vector, NO_ERROR_CODE, false);
    }

    /**
     * @return a fault with an error code, to be thrown at once
     */
    public CpuException fault(int vector, int errorCode) {
        return exception.with(vector, errorCode, false);
    }

    /**
     * @return a trap, to be thrown at once: registers hold the state after the instruction, EIP
     *     that of the next
     */
    public CpuException trap(int vector) {
        return exception.with(vector, NO_ERROR_CODE, true);
    }

    /**
     * @return a trap with an error code: a fault that belongs to the first instruction of a new
     *     task
     */
    public CpuException trap(int vector, int errorCode) {
        return exception.with(vector, errorCode, true);
    }

    @Override
    public void exchange(StateCodec state) {
        state.ints("gpr", gpr);
        eip = state.i32("eip", eip);
        state.section("eflags", flags);
        String[] names = {"es", "cs", "ss", "ds", "fs", "gs"};
        for (int i = 0; i < segments.length; i++) {
            state.section(names[i], segments[i]);
        }
        state.section("ldtr", ldtr);
        state.section("tr", tr);
        gdtBase = state.i32("gdtBase", gdtBase);
        gdtLimit = state.i32("gdtLimit", gdtLimit);
        idtBase = state.i32("idtBase", idtBase);
        idtLimit = state.i32("idtLimit", idtLimit);
        cr0 = state.i32("cr0", cr0);
        cr2 = state.i32("cr2", cr2);
        cr3 = state.i32("cr3", cr3);
        cr4 = state.i32("cr4", cr4);
        state.ints("dr", dr);
        cpl = state.u8("cpl", cpl);
        halted = state.bool("halted", halted);
        shutDown = state.bool("shutDown", shutDown);
        interruptShadow = state.bool("interruptShadow", interruptShadow);
        debugShadow = state.bool("debugShadow", debugShadow);
        nmiBlocked = state.bool("nmiBlocked", nmiBlocked);
    }
}
