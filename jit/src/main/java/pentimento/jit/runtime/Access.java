package pentimento.jit.runtime;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.translation.Processor;

/**
 * Loads and stores of translated code, one small method per width and direction that HotSpot
 * inlines: the tables of {@link LinearMemory}, passed in as locals, then the slow path. The short
 * forms are for flat segments, the long ones check a limit and add a base.
 *
 * <p>Hot: everything. The bodies of a region's calls count against what HotSpot inlines at most
 * (8,000 bytes together), so that each is as short as it can be.
 */
public final class Access {
    private static final int OFFSET = 4095;
    private static final long UNSIGNED = 0xFFFFFFFFL;

    private Access() {}

    // @formatter:off
    // ---------------------------------------------------------------- flat segments

    public static int read8(byte[] flat, int[] reads, Processor p, int segment, int offset) {
        int entry = reads[offset >>> 12];
        return (entry & 1) == 0 ? flat[offset + entry] & 0xFF : SlowPath.read8(p, segment, offset);
    }

    public static int read16(byte[] flat, int[] reads, Processor p, int segment, int offset) {
        int entry = reads[offset >>> 12];
        return (offset & OFFSET | entry & OFFSET) <= 4096 - 2
                ? (short) LinearMemory.SHORT.get(flat, offset + entry) & 0xFFFF
                : SlowPath.read16(p, segment, offset);
    }

    public static int read32(byte[] flat, int[] reads, Processor p, int segment, int offset) {
        int entry = reads[offset >>> 12];
        return (offset & OFFSET | entry & OFFSET) <= 4096 - 4
                ? (int) LinearMemory.INT.get(flat, offset + entry)
                : SlowPath.read32(p, segment, offset);
    }

    /** The load of a read-modify-write: by the store's entry, which serves loads as well. */
    public static int modify8(byte[] flat, int[] writes, Processor p, int segment, int offset) {
        int entry = writes[offset >>> 12];
        return (entry & 1) == 0 ? flat[offset + entry] & 0xFF : SlowPath.modify8(p, segment, offset);
    }

    public static int modify16(byte[] flat, int[] writes, Processor p, int segment, int offset) {
        int entry = writes[offset >>> 12];
        return (offset & OFFSET | entry & OFFSET) <= 4096 - 2
                ? (short) LinearMemory.SHORT.get(flat, offset + entry) & 0xFFFF
                : SlowPath.modify16(p, segment, offset);
    }

    public static int modify32(byte[] flat, int[] writes, Processor p, int segment, int offset) {
        int entry = writes[offset >>> 12];
        return (offset & OFFSET | entry & OFFSET) <= 4096 - 4
                ? (int) LinearMemory.INT.get(flat, offset + entry)
                : SlowPath.modify32(p, segment, offset);
    }

    public static void write8(byte[] flat, int[] writes, Processor p, int segment, int offset, int value) {
        int entry = writes[offset >>> 12];
        if ((entry & 1) == 0) {
            flat[offset + entry] = (byte) value;
        } else {
            SlowPath.write8(p, segment, offset, value);
        }
    }

    public static void write16(byte[] flat, int[] writes, Processor p, int segment, int offset, int value) {
        int entry = writes[offset >>> 12];
        if ((offset & OFFSET | entry & OFFSET) <= 4096 - 2) {
            LinearMemory.SHORT.set(flat, offset + entry, (short) value);
        } else {
            SlowPath.write16(p, segment, offset, value);
        }
    }

    public static void write32(byte[] flat, int[] writes, Processor p, int segment, int offset, int value) {
        int entry = writes[offset >>> 12];
        if ((offset & OFFSET | entry & OFFSET) <= 4096 - 4) {
            LinearMemory.INT.set(flat, offset + entry, value);
        } else {
            SlowPath.write32(p, segment, offset, value);
        }
    }

    public static long read64(byte[] flat, int[] reads, Processor p, int segment, int offset) {
        int entry = reads[offset >>> 12];
        return (offset & OFFSET | entry & OFFSET) <= 4096 - 8
                ? (long) LinearMemory.LONG.get(flat, offset + entry)
                : SlowPath.read64(p, segment, offset);
    }

    public static void write64(byte[] flat, int[] writes, Processor p, int segment, int offset, long value) {
        int entry = writes[offset >>> 12];
        if ((offset & OFFSET | entry & OFFSET) <= 4096 - 8) {
            LinearMemory.LONG.set(flat, offset + entry, value);
        } else {
            SlowPath.write64(p, segment, offset, value);
        }
    }

    // ---------------------------------------------------------------- segments with base and limit

    public static int read8(byte[] flat, int[] reads, Processor p, int segment, int base, long last, int offset) {
        int linear = base + offset, entry = reads[linear >>> 12];
        return (offset & UNSIGNED) <= last && (entry & 1) == 0
                ? flat[linear + entry] & 0xFF
                : SlowPath.read8(p, segment, offset);
    }

    public static int read16(byte[] flat, int[] reads, Processor p, int segment, int base, long last, int offset) {
        int linear = base + offset, entry = reads[linear >>> 12];
        return (offset & UNSIGNED) + 1 <= last && (linear & OFFSET | entry & OFFSET) <= 4096 - 2
                ? (short) LinearMemory.SHORT.get(flat, linear + entry) & 0xFFFF
                : SlowPath.read16(p, segment, offset);
    }

    public static int read32(byte[] flat, int[] reads, Processor p, int segment, int base, long last, int offset) {
        int linear = base + offset, entry = reads[linear >>> 12];
        return (offset & UNSIGNED) + 3 <= last && (linear & OFFSET | entry & OFFSET) <= 4096 - 4
                ? (int) LinearMemory.INT.get(flat, linear + entry)
                : SlowPath.read32(p, segment, offset);
    }

    public static int modify8(byte[] flat, int[] writes, Processor p, int segment, int base, long last, int offset) {
        int linear = base + offset, entry = writes[linear >>> 12];
        return (offset & UNSIGNED) <= last && (entry & 1) == 0
                ? flat[linear + entry] & 0xFF
                : SlowPath.modify8(p, segment, offset);
    }

    public static int modify16(byte[] flat, int[] writes, Processor p, int segment, int base, long last, int offset) {
        int linear = base + offset, entry = writes[linear >>> 12];
        return (offset & UNSIGNED) + 1 <= last && (linear & OFFSET | entry & OFFSET) <= 4096 - 2
                ? (short) LinearMemory.SHORT.get(flat, linear + entry) & 0xFFFF
                : SlowPath.modify16(p, segment, offset);
    }

    public static int modify32(byte[] flat, int[] writes, Processor p, int segment, int base, long last, int offset) {
        int linear = base + offset, entry = writes[linear >>> 12];
        return (offset & UNSIGNED) + 3 <= last && (linear & OFFSET | entry & OFFSET) <= 4096 - 4
                ? (int) LinearMemory.INT.get(flat, linear + entry)
                : SlowPath.modify32(p, segment, offset);
    }

    public static void write8(byte[] flat, int[] writes, Processor p, int segment, int base, long last, int offset, int value) {
        int linear = base + offset, entry = writes[linear >>> 12];
        if ((offset & UNSIGNED) <= last && (entry & 1) == 0) {
            flat[linear + entry] = (byte) value;
        } else {
            SlowPath.write8(p, segment, offset, value);
        }
    }

    public static void write16(byte[] flat, int[] writes, Processor p, int segment, int base, long last, int offset, int value) {
        int linear = base + offset, entry = writes[linear >>> 12];
        if ((offset & UNSIGNED) + 1 <= last && (linear & OFFSET | entry & OFFSET) <= 4096 - 2) {
            LinearMemory.SHORT.set(flat, linear + entry, (short) value);
        } else {
            SlowPath.write16(p, segment, offset, value);
        }
    }

    public static void write32(byte[] flat, int[] writes, Processor p, int segment, int base, long last, int offset, int value) {
        int linear = base + offset, entry = writes[linear >>> 12];
        if ((offset & UNSIGNED) + 3 <= last && (linear & OFFSET | entry & OFFSET) <= 4096 - 4) {
            LinearMemory.INT.set(flat, linear + entry, value);
        } else {
            SlowPath.write32(p, segment, offset, value);
        }
    }

    public static long read64(byte[] flat, int[] reads, Processor p, int segment, int base, long last, int offset) {
        int linear = base + offset, entry = reads[linear >>> 12];
        return (offset & UNSIGNED) + 7 <= last && (linear & OFFSET | entry & OFFSET) <= 4096 - 8
                ? (long) LinearMemory.LONG.get(flat, linear + entry)
                : SlowPath.read64(p, segment, offset);
    }

    public static void write64(byte[] flat, int[] writes, Processor p, int segment, int base, long last, int offset, long value) {
        int linear = base + offset, entry = writes[linear >>> 12];
        if ((offset & UNSIGNED) + 7 <= last && (linear & OFFSET | entry & OFFSET) <= 4096 - 8) {
            LinearMemory.LONG.set(flat, linear + entry, value);
        } else {
            SlowPath.write64(p, segment, offset, value);
        }
    }
    // @formatter:on
}
