package pentimento.cpu.system;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuState;

/**
 * The registers of a task as its TSS holds them, 16-bit (286) or 32-bit (386).
 *
 * @see "SDM vol. 3A, figures 7-2 and 7-10"
 */
final class TaskState {
    /** The last byte of the smallest TSS. */
    static final int LAST_16 = 0x2B, LAST_32 = 0x67;

    static final int REGISTERS = 8;

    private static final int CR3 = 0x1C, EIP_32 = 0x20, EFLAGS_32 = 0x24, GPR_32 = 0x28;
    private static final int SEGMENTS_32 = 0x48, LDT_32 = 0x60, TRAP = 0x64;
    private static final int IP_16 = 0x0E, FLAGS_16 = 0x10, GPR_16 = 0x12, SEGMENTS_16 = 0x22;
    private static final int LDT_16 = 0x2A, SEGMENTS_IN_16 = 4;
    private static final int UPPER_HALF_16 = 0xFFFF0000; // undefined after a switch to a 286 task

    boolean wide;
    int cr3, eip, eflags, ldt;
    boolean debugTrap;
    final int[] gpr = new int[REGISTERS];
    final int[] selectors = new int[6];

    /** Reads all first: a page fault comes before anything changes. */
    void read(LinearMemory memory, int base, boolean is32) {
        wide = is32;
        if (is32) {
            read32(memory, base);
        } else {
            read16(memory, base);
        }
    }

    private void read32(LinearMemory memory, int base) {
        cr3 = memory.readSystem32(base + CR3);
        eip = memory.readSystem32(base + EIP_32);
        eflags = memory.readSystem32(base + EFLAGS_32);
        for (int i = 0; i < REGISTERS; i++) {
            gpr[i] = memory.readSystem32(base + GPR_32 + 4 * i);
        }
        for (int i = 0; i < selectors.length; i++) {
            selectors[i] = memory.readSystem16(base + SEGMENTS_32 + 4 * i);
        }
        ldt = memory.readSystem16(base + LDT_32);
        debugTrap = (memory.readSystem16(base + TRAP) & 1) != 0;
    }

    private void read16(LinearMemory memory, int base) {
        eip = memory.readSystem16(base + IP_16);
        eflags = memory.readSystem16(base + FLAGS_16);
        for (int i = 0; i < REGISTERS; i++) {
            gpr[i] = memory.readSystem16(base + GPR_16 + 2 * i) | UPPER_HALF_16;
        }
        for (int i = 0; i < selectors.length; i++) {
            selectors[i] = i < SEGMENTS_IN_16 ? memory.readSystem16(base + SEGMENTS_16 + 2 * i) : 0;
        }
        ldt = memory.readSystem16(base + LDT_16);
        debugTrap = false;
    }

    /** Saves the running task in its TSS; its LDT, CR3 and inner stacks stay as they are there. */
    static void write(LinearMemory memory, CpuState cpu, boolean is32, int eflags) {
        int base = cpu.tr.base;
        if (is32) {
            memory.writeSystem32(base + EIP_32, cpu.eip);
            memory.writeSystem32(base + EFLAGS_32, eflags);
            for (int i = 0; i < REGISTERS; i++) {
                memory.writeSystem32(base + GPR_32 + 4 * i, cpu.gpr[i]);
            }
            for (int i = 0; i < cpu.segments.length; i++) {
                memory.writeSystem16(base + SEGMENTS_32 + 4 * i, cpu.segments[i].selector);
            }
            return;
        }
        memory.writeSystem16(base + IP_16, cpu.eip);
        memory.writeSystem16(base + FLAGS_16, eflags);
        for (int i = 0; i < REGISTERS; i++) {
            memory.writeSystem16(base + GPR_16 + 2 * i, cpu.gpr[i]);
        }
        for (int i = 0; i < SEGMENTS_IN_16; i++) {
            memory.writeSystem16(base + SEGMENTS_16 + 2 * i, cpu.segments[i].selector);
        }
    }
}
