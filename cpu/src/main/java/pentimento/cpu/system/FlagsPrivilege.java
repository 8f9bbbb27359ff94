package pentimento.cpu.system;

import static pentimento.cpu.state.Flags.AC;
import static pentimento.cpu.state.Flags.ID;
import static pentimento.cpu.state.Flags.IF;
import static pentimento.cpu.state.Flags.IOPL;
import static pentimento.cpu.state.Flags.NT;
import static pentimento.cpu.state.Flags.RF;
import static pentimento.cpu.state.Flags.TF;
import static pentimento.cpu.state.Flags.VIF;
import static pentimento.cpu.state.Flags.VIP;
import static pentimento.cpu.state.Flags.VM;

import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;

/**
 * Instructions whose effect on EFLAGS depends on CPL, IOPL and virtual-8086 mode.
 *
 * @see "SDM vol. 2A, CLI; vol. 2B, POPF, PUSHF, STI; vol. 3B, 20.3-20.4 (virtual interrupts)"
 */
public final class FlagsPrivilege {
    private static final int ARITHMETIC_TF_DF_NT = 0xDD5 & ~IF | NT;

    private final CpuState cpu;
    private final ExecutionMode mode;
    private final int existing;

    FlagsPrivilege(CpuState cpu, ExecutionMode mode, CpuModel model) {
        this.cpu = cpu;
        this.mode = mode;
        this.existing = model.eflagsMask();
    }

    /** Those bits of a mask that this model has. */
    int existing(int mask) {
        return mask & existing;
    }

    /**
     * @throws CpuException #GP(0)
     */
    public void cli() {
        clear(interruptFlag());
    }

    /**
     * The interrupt shadow is the caller's business: it begins if IF was 0 and is 1 after.
     *
     * @throws CpuException #GP(0)
     */
    public void sti() {
        int flag = interruptFlag();
        if (flag == VIF && cpu.flags.is(VIP)) {
            throw cpu.fault(Vector.GP, 0);
        }
        set(flag);
    }

    /**
     * The flag that CLI and STI work on: IF, or VIF under VME or PVI.
     *
     * @throws CpuException #GP(0) if neither
     */
    private int interruptFlag() {
        if (cpu.cpl <= cpu.flags.iopl()) {
            return IF;
        }
        int virtual = cpu.isVirtual8086() ? CpuState.CR4_VME : CpuState.CR4_PVI;
        if (cpu.cpl == 3 && (cpu.cr4 & virtual) != 0) {
            return VIF;
        }
        throw cpu.fault(Vector.GP, 0);
    }

    /**
     * The image that PUSHF pushes.
     *
     * @return 32 bits, of which the 16-bit form takes the low ones
     * @throws CpuException #GP(0)
     */
    public int pushfImage(boolean operand32) {
        int image = cpu.flags.value() & ~(VM | RF);
        if (!isVirtualised()) {
            return image;
        }
        requireVme(operand32);
        return image & ~IF | IOPL | (cpu.flags.is(VIF) ? IF : 0);
    }

    /**
     * Sets flags from what POPF has read; the caller moves ESP after this.
     *
     * @throws CpuException #GP(0)
     */
    public void popf(int image, boolean operand32) {
        if (isVirtualised()) {
            popfVirtualised(image, operand32);
            return;
        }
        int mask = ARITHMETIC_TF_DF_NT;
        if (operand32) {
            mask |= AC | ID;
        }
        if (cpu.cpl <= cpu.flags.iopl()) {
            mask |= IF;
        }
        if (cpu.cpl == 0) {
            mask |= IOPL;
        }
        load(image, mask);
    }

    private void popfVirtualised(int image, boolean operand32) {
        requireVme(operand32);
        boolean enable = (image & IF) != 0;
        if ((image & TF) != 0 || enable && cpu.flags.is(VIP)) {
            throw cpu.fault(Vector.GP, 0);
        }
        load(image & ~VIF | (enable ? VIF : 0), ARITHMETIC_TF_DF_NT | VIF);
    }

    private boolean isVirtualised() {
        return cpu.isVirtual8086() && cpu.flags.iopl() < 3;
    }

    private void requireVme(boolean operand32) {
        if (operand32 || (cpu.cr4 & CpuState.CR4_VME) == 0) {
            throw cpu.fault(Vector.GP, 0);
        }
    }

    private void load(int image, int mask) {
        int old = cpu.flags.value();
        int writable = existing(mask);
        cpu.flags.value(old & ~writable & ~RF | image & writable);
        if (((old ^ cpu.flags.value()) & AC) != 0) {
            mode.changed();
        }
    }

    /**
     * HLT and other instructions of level 0.
     *
     * @throws CpuException #GP(0) unless CPL is 0
     */
    public void requireLevel0() {
        if (cpu.cpl != 0) {
            throw cpu.fault(Vector.GP, 0);
        }
    }

    void set(int flag) {
        cpu.flags.value(cpu.flags.value() | flag);
    }

    void clear(int mask) {
        cpu.flags.value(cpu.flags.value() & ~mask);
    }
}
