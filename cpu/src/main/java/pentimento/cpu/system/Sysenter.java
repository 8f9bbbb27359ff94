package pentimento.cpu.system;

import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/**
 * SYSENTER and SYSEXIT: flat segments without any descriptor. @see "SDM vol. 2B, SYSENTER, SYSEXIT;
 * vol. 3A, 5.8.7"
 */
public final class Sysenter {
    private static final int FLAT = Segment.GRANULARITY | Segment.BIG, LIMIT = -1;
    private static final int DATA = FLAT | Segment.REAL_MODE, CODE = DATA | Segment.CODE;
    private static final int LEVEL_3 = 3 << Segment.DPL_SHIFT;

    private final CpuState cpu;
    private final Msrs msrs;
    private final ExecutionMode mode;

    Sysenter(CpuState cpu, Msrs msrs, ExecutionMode mode) {
        this.cpu = cpu;
        this.msrs = msrs;
        this.mode = mode;
    }

    /**
     * @throws CpuException #GP(0) in real mode, or if SYSENTER_CS is null
     */
    public void enter() {
        int selector = requireSelector();
        cpu.flags.value(cpu.flags.value() & ~(Flags.VM | Flags.IF | Flags.RF));
        cpu.cs().set(selector & ~3, 0, LIMIT, CODE);
        cpu.ss().set((selector & ~3) + 8, 0, LIMIT, DATA);
        cpu.gpr[CpuState.ESP] = msrs.sysenterEsp();
        cpu.eip = msrs.sysenterEip();
        cpu.cpl = 0;
        mode.changed();
    }

    /**
     * To EIP = EDX and ESP = ECX at level 3.
     *
     * @throws CpuException #GP(0) also unless CPL is 0
     */
    public void exit() {
        int selector = requireSelector();
        if (cpu.cpl != 0) {
            throw cpu.fault(Vector.GP, 0);
        }
        cpu.cs().set(selector + 16 | 3, 0, LIMIT, CODE | LEVEL_3);
        cpu.ss().set(selector + 24 | 3, 0, LIMIT, DATA | LEVEL_3);
        cpu.gpr[CpuState.ESP] = cpu.gpr[CpuState.ECX];
        cpu.eip = cpu.gpr[CpuState.EDX];
        cpu.cpl = 3;
        mode.changed();
    }

    private int requireSelector() {
        int selector = msrs.sysenterCs();
        if (!cpu.isProtected() || Descriptors.isNull(selector)) {
            throw cpu.fault(Vector.GP, 0);
        }
        return selector;
    }
}
