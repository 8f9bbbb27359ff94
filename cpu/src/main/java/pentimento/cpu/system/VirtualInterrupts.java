package pentimento.cpu.system;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;

/**
 * INT n in virtual-8086 mode under CR4.VME: the redirection bitmap of the TSS sends interrupts to
 * the program's own vector table at linear 0.
 *
 * @see "SDM vol. 3B, 20.3.3 (handling software interrupts in virtual-8086 mode), table 20-2"
 */
final class VirtualInterrupts {
    private static final int BITMAP_LENGTH = 32;

    private final CpuState cpu;
    private final LinearMemory memory;
    private final CodeSegments code;
    private final PendingStack stack;

    VirtualInterrupts(CpuState cpu, LinearMemory memory, CodeSegments code, PendingStack stack) {
        this.cpu = cpu;
        this.memory = memory;
        this.code = code;
        this.stack = stack;
    }

    /**
     * @return true if VME is on and the vector's bit is 0: methods 5 and 6
     */
    boolean redirects(int vector) {
        if ((cpu.cr4 & CpuState.CR4_VME) == 0) {
            return false;
        }
        if (Integer.compareUnsigned(cpu.tr.limit, IoPermission.MAP_BASE + 1) < 0) {
            throw cpu.fault(Vector.GP, 0);
        }
        int mapBase = memory.readSystem16(cpu.tr.base + IoPermission.MAP_BASE);
        int at = mapBase - BITMAP_LENGTH + (vector >> 3);
        if (at < 0 || Integer.compareUnsigned(at, cpu.tr.limit) > 0) {
            throw cpu.fault(Vector.GP, 0);
        }
        return (memory.readSystem8(cpu.tr.base + at) & 1 << (vector & 7)) == 0;
    }

    /** As an 8086 would, but with IOPL below 3 the virtual interrupt flag takes the place of IF. */
    void redirect(int vector) {
        boolean virtual = cpu.flags.iopl() < 3;
        int image = cpu.flags.value();
        if (virtual) {
            image = image & ~Flags.IF | Flags.IOPL | (cpu.flags.is(Flags.VIF) ? Flags.IF : 0);
        }
        int entry = memory.read16(4 * vector) | memory.read16(4 * vector + 2) << 16;
        stack.useCurrent();
        stack.push(image, false);
        stack.push(cpu.cs().selector, false);
        stack.push(cpu.eip, false);
        code.requireLimit(cpu.cs().limit, entry & 0xFFFF);
        stack.commit();
        int cleared = Flags.TF | (virtual ? Flags.VIF : Flags.IF);
        cpu.flags.value(cpu.flags.value() & ~cleared);
        code.loadUnprotected(entry >>> 16, entry & 0xFFFF);
    }
}
