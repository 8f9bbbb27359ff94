package pentimento.jit.runtime;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.translation.Processor;

/**
 * Loads and stores of translated code, one small method per width and direction that HotSpot
 * inlines: the tables of {@link LinearMemory}, passed in as locals. Where they don't serve, the
 * region is left before the instruction, and the interpreter executes it: a call in a loop, however
 * rarely made, would keep all of the loop's values in memory. The short forms are for flat
 * segments, the long ones check a limit and add a base.
 *
 * <p>A valid entry has no low bits and an invalid one has all, so that one test of address and
 * entry tells a valid, aligned access; what is not aligned may still be within its page.
 *
 * <p>Hot: everything. The bodies of a region's accesses count against what HotSpot inlines at most
 * (8,000 bytes together), so that each is as short as it can be.
 */
public final class Access {
    private static final int OFFSET = 4095;
    private static final long UNSIGNED = 0xFFFFFFFFL;

    @SuppressWarnings("StaticAssignmentOfThrowable") // stackless
    private static final LeaveRegion LEAVE = LeaveRegion.INSTANCE;

    private Access() {}

    // @formatter:off
    // ---------------------------------------------------------------- flat segments

    public static int read8(byte[] flat, int[] reads, Processor p, int at, int offset) {
        int entry = reads[offset >>> 12];
        if ((entry & 1) == 0) {
            return flat[offset + entry] & 0xFF;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int read16(byte[] flat, int[] reads, Processor p, int at, int offset) {
        int entry = reads[offset >>> 12];
        if (((offset | entry) & 1) == 0 || (offset & OFFSET | entry & OFFSET) <= 4096 - 2) {
            return (short) LinearMemory.SHORT.get(flat, offset + entry) & 0xFFFF;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int read32(byte[] flat, int[] reads, Processor p, int at, int offset) {
        int entry = reads[offset >>> 12];
        if (((offset | entry) & 3) == 0 || (offset & OFFSET | entry & OFFSET) <= 4096 - 4) {
            return (int) LinearMemory.INT.get(flat, offset + entry);
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static long read64(byte[] flat, int[] reads, Processor p, int at, int offset) {
        int entry = reads[offset >>> 12];
        if (((offset | entry) & 7) == 0 || (offset & OFFSET | entry & OFFSET) <= 4096 - 8) {
            return (long) LinearMemory.LONG.get(flat, offset + entry);
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write8(byte[] flat, int[] writes, Processor p, int at, int offset, int value) {
        int entry = writes[offset >>> 12];
        if ((entry & 1) == 0) {
            flat[offset + entry] = (byte) value;
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write16(byte[] flat, int[] writes, Processor p, int at, int offset, int value) {
        int entry = writes[offset >>> 12];
        if (((offset | entry) & 1) == 0 || (offset & OFFSET | entry & OFFSET) <= 4096 - 2) {
            LinearMemory.SHORT.set(flat, offset + entry, (short) value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write32(byte[] flat, int[] writes, Processor p, int at, int offset, int value) {
        int entry = writes[offset >>> 12];
        if (((offset | entry) & 3) == 0 || (offset & OFFSET | entry & OFFSET) <= 4096 - 4) {
            LinearMemory.INT.set(flat, offset + entry, value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write64(byte[] flat, int[] writes, Processor p, int at, int offset, long value) {
        int entry = writes[offset >>> 12];
        if (((offset | entry) & 7) == 0 || (offset & OFFSET | entry & OFFSET) <= 4096 - 8) {
            LinearMemory.LONG.set(flat, offset + entry, value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    // ---------------------------------------------------------------- segments with base and limit

    public static int read8(byte[] flat, int[] reads, Processor p, int at, int base, long last, int offset) {
        int linear = base + offset, entry = reads[linear >>> 12];
        if ((offset & UNSIGNED) <= last && (entry & 1) == 0) {
            return flat[linear + entry] & 0xFF;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int read16(byte[] flat, int[] reads, Processor p, int at, int base, long last, int offset) {
        int linear = base + offset, entry = reads[linear >>> 12];
        if ((offset & UNSIGNED) + 1 <= last && (((linear | entry) & 1) == 0 || (linear & OFFSET | entry & OFFSET) <= 4096 - 2)) {
            return (short) LinearMemory.SHORT.get(flat, linear + entry) & 0xFFFF;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int read32(byte[] flat, int[] reads, Processor p, int at, int base, long last, int offset) {
        int linear = base + offset, entry = reads[linear >>> 12];
        if ((offset & UNSIGNED) + 3 <= last && (((linear | entry) & 3) == 0 || (linear & OFFSET | entry & OFFSET) <= 4096 - 4)) {
            return (int) LinearMemory.INT.get(flat, linear + entry);
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static long read64(byte[] flat, int[] reads, Processor p, int at, int base, long last, int offset) {
        int linear = base + offset, entry = reads[linear >>> 12];
        if ((offset & UNSIGNED) + 7 <= last && (((linear | entry) & 7) == 0 || (linear & OFFSET | entry & OFFSET) <= 4096 - 8)) {
            return (long) LinearMemory.LONG.get(flat, linear + entry);
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write8(byte[] flat, int[] writes, Processor p, int at, int base, long last, int offset, int value) {
        int linear = base + offset, entry = writes[linear >>> 12];
        if ((offset & UNSIGNED) <= last && (entry & 1) == 0) {
            flat[linear + entry] = (byte) value;
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write16(byte[] flat, int[] writes, Processor p, int at, int base, long last, int offset, int value) {
        int linear = base + offset, entry = writes[linear >>> 12];
        if ((offset & UNSIGNED) + 1 <= last && (((linear | entry) & 1) == 0 || (linear & OFFSET | entry & OFFSET) <= 4096 - 2)) {
            LinearMemory.SHORT.set(flat, linear + entry, (short) value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write32(byte[] flat, int[] writes, Processor p, int at, int base, long last, int offset, int value) {
        int linear = base + offset, entry = writes[linear >>> 12];
        if ((offset & UNSIGNED) + 3 <= last && (((linear | entry) & 3) == 0 || (linear & OFFSET | entry & OFFSET) <= 4096 - 4)) {
            LinearMemory.INT.set(flat, linear + entry, value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write64(byte[] flat, int[] writes, Processor p, int at, int base, long last, int offset, long value) {
        int linear = base + offset, entry = writes[linear >>> 12];
        if ((offset & UNSIGNED) + 7 <= last && (((linear | entry) & 7) == 0 || (linear & OFFSET | entry & OFFSET) <= 4096 - 8)) {
            LinearMemory.LONG.set(flat, linear + entry, value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }
    // @formatter:on
}
