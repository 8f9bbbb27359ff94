package pentimento.cpu.system;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;

/**
 * The permission check of port accesses: IOPL, then the bit map of the TSS. @see "SDM vol. 1, 18.5
 * (I/O protection)"
 */
public final class IoPermission {
    /** Where a 32-bit TSS says where its map begins. */
    static final int MAP_BASE = 0x66;

    private final CpuState cpu;
    private final LinearMemory memory;

    IoPermission(CpuState cpu, LinearMemory memory) {
        this.cpu = cpu;
        this.memory = memory;
    }

    /**
     * @param port 0..FFFFh
     * @param size 1, 2 or 4
     * @throws CpuException #GP(0), and #PF of the TSS
     */
    public void check(int port, int size) {
        if (cpu.isProtected() && (cpu.isVirtual8086() || cpu.cpl > cpu.flags.iopl())) {
            checkMap(port, size);
        }
    }

    /** Two bytes are read whatever the size: a map needs a byte of ones behind its end. */
    private void checkMap(int port, int size) {
        boolean hasMap =
                (cpu.tr.access & Descriptor.SYSTEM_32) != 0
                        && Integer.compareUnsigned(cpu.tr.limit, MAP_BASE + 1) >= 0;
        if (!hasMap) {
            throw cpu.fault(Vector.GP, 0);
        }
        int at = memory.readSystem16(cpu.tr.base + MAP_BASE) + (port >>> 3);
        if (Integer.compareUnsigned(at + 1, cpu.tr.limit) > 0) {
            throw cpu.fault(Vector.GP, 0);
        }
        int bits = memory.readSystem16(cpu.tr.base + at) >>> (port & 7);
        if ((bits & (1 << size) - 1) != 0) {
            throw cpu.fault(Vector.GP, 0);
        }
    }
}
