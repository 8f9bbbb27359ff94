package pentimento.cpu.system;

import static pentimento.cpu.state.CpuState.CR0_AM;
import static pentimento.cpu.state.CpuState.CR0_CD;
import static pentimento.cpu.state.CpuState.CR0_EM;
import static pentimento.cpu.state.CpuState.CR0_MP;
import static pentimento.cpu.state.CpuState.CR0_NW;
import static pentimento.cpu.state.CpuState.CR0_PE;
import static pentimento.cpu.state.CpuState.CR0_PG;
import static pentimento.cpu.state.CpuState.CR0_TS;
import static pentimento.cpu.state.CpuState.CR0_WP;
import static pentimento.cpu.state.CpuState.CR4_DE;
import static pentimento.cpu.state.CpuState.CR4_PAE;
import static pentimento.cpu.state.CpuState.CR4_PGE;
import static pentimento.cpu.state.CpuState.CR4_PSE;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;

/**
 * MOV to and from control and debug registers, LMSW, SMSW, CLTS, INVLPG. All check the privilege
 * level.
 *
 * @see "SDM vol. 3A, 2.5 (control registers), 4.10.4 (what invalidates the TLB); vol. 3B, 17.2
 *     (debug registers)"
 */
public final class ControlRegisters {
    private static final int LMSW_BITS = CR0_PE | CR0_MP | CR0_EM | CR0_TS;
    private static final int FLUSHING_CR4 = CR4_PSE | CR4_PAE | CR4_PGE;

    private final CpuState cpu;
    private final LinearMemory memory;
    private final ExecutionMode mode;
    private final Breakpoints breakpoints;
    private final int cr0Bits, cr0Fixed, cr3Bits, cr4Bits;
    private final boolean hasCr4;

    ControlRegisters(
            CpuState cpu,
            LinearMemory memory,
            ExecutionMode mode,
            Breakpoints breakpoints,
            CpuModel model) {
        this.cpu = cpu;
        this.memory = memory;
        this.mode = mode;
        this.breakpoints = breakpoints;
        cr0Bits = model.cr0Mask();
        cr0Fixed = model.cr0Fixed();
        cr3Bits = model.cr3Mask();
        cr4Bits = model.cr4Mask();
        hasCr4 = model.has(Feature.CR4);
    }

    /**
     * @throws CpuException #UD if CRn does not exist, #GP(0) for the privilege level or a value
     *     that is refused
     */
    public void moveToCr(int n, int value) {
        requireCr(n);
        requireLevel0();
        switch (n) {
            case 0 -> loadCr0(value);
            case 2 -> cpu.cr2 = value;
            case 3 -> loadCr3(value);
            default -> loadCr4(value);
        }
    }

    /**
     * @throws CpuException #UD, #GP(0)
     */
    public int moveFromCr(int n) {
        requireCr(n);
        requireLevel0();
        return switch (n) {
            case 0 -> cpu.cr0;
            case 2 -> cpu.cr2;
            case 3 -> cpu.cr3;
            default -> cpu.cr4;
        };
    }

    private void requireCr(int n) {
        if (n != 0 && n != 2 && n != 3 && !(n == 4 && hasCr4)) {
            throw cpu.fault(Vector.UD);
        }
    }

    private void requireLevel0() {
        if (cpu.cpl != 0) {
            throw cpu.fault(Vector.GP, 0);
        }
    }

    private void loadCr0(int value) {
        int wanted = value & cr0Bits | cr0Fixed;
        if ((wanted & (CR0_PG | CR0_PE)) == CR0_PG || (wanted & (CR0_NW | CR0_CD)) == CR0_NW) {
            throw cpu.fault(Vector.GP, 0);
        }
        int changed = wanted ^ cpu.cr0;
        boolean pagingBegins = (changed & wanted & CR0_PG) != 0;
        if (pagingBegins && (cpu.cr4 & CR4_PAE) != 0) {
            requirePointers(cpu.cr3);
        }
        cpu.cr0 = wanted;
        if ((changed & (CR0_PG | CR0_PE)) != 0) {
            memory.flushTlb();
        } else if ((changed & CR0_WP) != 0) {
            memory.writeProtectChanged();
        }
        if ((changed & (CR0_PG | CR0_PE | CR0_WP | CR0_AM | CR0_EM | CR0_TS | CR0_MP)) != 0) {
            mode.changed();
        }
    }

    private void requirePointers(int cr3) {
        if (!memory.loadPageDirectoryPointers(cr3)) {
            throw cpu.fault(Vector.GP, 0);
        }
    }

    private boolean usesPae() {
        return (cpu.cr0 & CR0_PG) != 0 && (cpu.cr4 & CR4_PAE) != 0;
    }

    private void loadCr3(int value) {
        if (usesPae()) {
            requirePointers(value);
        }
        cpu.cr3 = value & cr3Bits;
        memory.flushTlbExceptGlobal();
    }

    /**
     * A task switch loads CR3 only while paging is on, and flushes only if its value changes.
     *
     * @return false if the new directory pointers are refused
     */
    boolean loadCr3InTaskSwitch(int value) {
        if ((cpu.cr0 & CR0_PG) == 0 || (value & cr3Bits) == cpu.cr3) {
            return true;
        }
        boolean accepted = !usesPae() || memory.loadPageDirectoryPointers(value);
        cpu.cr3 = value & cr3Bits;
        memory.flushTlbExceptGlobal();
        return accepted;
    }

    private void loadCr4(int value) {
        if ((value & ~cr4Bits) != 0) {
            throw cpu.fault(Vector.GP, 0);
        }
        int changed = value ^ cpu.cr4;
        boolean flushes = (changed & FLUSHING_CR4) != 0;
        if (flushes && (cpu.cr0 & CR0_PG) != 0 && (value & CR4_PAE) != 0) {
            requirePointers(cpu.cr3);
        }
        cpu.cr4 = value;
        if (flushes) {
            memory.flushTlb();
        }
        if (changed != 0) {
            breakpoints.extensionsChanged();
            mode.changed();
        }
    }

    /** LMSW may set PE, but not clear it. */
    public void lmsw(int value) {
        requireLevel0();
        loadCr0(cpu.cr0 & ~(LMSW_BITS & ~CR0_PE) | value & LMSW_BITS);
    }

    /** At any level. @return CR0, of which a 16-bit destination takes the low half */
    public int smsw() {
        return cpu.cr0;
    }

    public void clts() {
        requireLevel0();
        if ((cpu.cr0 & CR0_TS) != 0) {
            cpu.cr0 &= ~CR0_TS;
            mode.changed();
        }
    }

    /**
     * @param linear after segmentation, which makes no checks here
     */
    public void invlpg(int linear) {
        requireLevel0();
        memory.flushPage(linear);
    }

    /**
     * @throws CpuException #UD for DR4 and DR5 under CR4.DE, #DB if DR7.GD is set, #GP(0)
     */
    public void moveToDr(int n, int value) {
        breakpoints.write(requireDr(n), value);
    }

    public int moveFromDr(int n) {
        return cpu.dr[requireDr(n)];
    }

    private int requireDr(int n) {
        boolean alias = n == 4 || n == 5;
        if (alias && (cpu.cr4 & CR4_DE) != 0) {
            throw cpu.fault(Vector.UD);
        }
        requireLevel0();
        breakpoints.requireAccess();
        return alias ? n + 2 : n;
    }
}
