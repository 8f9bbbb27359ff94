package pentimento.fuzz;

import pentimento.memory.physical.PhysicalMemory;

/**
 * Looks at memory by linear address as the tables are now, without any effect. For coverage and
 * reports only: the processor's own translation may be older.
 */
final class Translation {
    static final long NOWHERE = -1;
    private static final int PRESENT = 1, LARGE = 0x80, CR4_PSE = 0x10, CR4_PAE = 0x20;

    private final PhysicalMemory memory;

    Translation(PhysicalMemory memory) {
        this.memory = memory;
    }

    /**
     * @return physical address, or {@link #NOWHERE}
     */
    long physical(Registers r, int linear) {
        if (r.cr0 >= 0) {
            return (linear & 0xFFFFFFFFL) & memory.a20Mask();
        }
        boolean pae = (r.cr4 & CR4_PAE) != 0;
        int entryBytes = pae ? 8 : 4, largeBits = pae ? 21 : 22, perTable = 0x1000 / entryBytes;
        long directory = r.cr3 & 0xFFFFF000L;
        if (pae) {
            int pointer = read((r.cr3 & 0xFFFFFFE0L) + (linear >>> 30) * 8L);
            if ((pointer & PRESENT) == 0) {
                return NOWHERE;
            }
            directory = pointer & 0xFFFFF000L;
        }
        int entry = read(directory + (long) (linear >>> largeBits & perTable - 1) * entryBytes);
        if ((entry & PRESENT) == 0) {
            return NOWHERE;
        }
        long page = entry & 0xFFFFF000L;
        if ((entry & LARGE) != 0 && (pae || (r.cr4 & CR4_PSE) != 0)) {
            int offset = (1 << largeBits) - 1;
            return (entry & ~offset & 0xFFFFFFFFL | linear & offset) & memory.a20Mask();
        }
        int last = read(page + (long) (linear >>> 12 & perTable - 1) * entryBytes);
        if ((last & PRESENT) == 0) {
            return NOWHERE;
        }
        return (last & 0xFFFFF000L | linear & 0xFFF) & memory.a20Mask();
    }

    /** Entries in a device are not looked at: reading them has effects. */
    private int read(long physical) {
        long at = physical & memory.a20Mask();
        return memory.isLive(at) ? 0 : memory.read32(at);
    }

    /**
     * @return the bytes at a linear address, zeros where nothing or a device is
     */
    byte[] code(Registers r, int linear, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            long at = physical(r, linear + i);
            boolean isMemory = at >= 0 && at < Layout.INERT_WINDOW;
            boolean isHigh = at >= Layout.ROM && at < Layout.RAM;
            bytes[i] = (byte) (isMemory || isHigh ? memory.read8(at) : 0);
        }
        return bytes;
    }
}
