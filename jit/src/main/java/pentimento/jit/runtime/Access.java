package pentimento.jit.runtime;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.translation.Processor;

/**
 * Loads and stores of translated code, one small method per width and direction that HotSpot
 * inlines: the tables of {@link LinearMemory}, constants of the region's class, whose lengths
 * HotSpot knows therefore. Where they don't serve, the region is left before the instruction, and
 * the interpreter executes it: a call in a loop, however rarely made, would keep all of the loop's
 * values in memory. The short forms are for flat segments; those for segments as in real mode add a
 * base, and check that an operand does not begin at the last offsets; the long ones check a limit.
 *
 * <p>An invalid entry gives a negative index, which the check of the array's bounds finds. What is
 * not aligned may still be within its page. Of 16 bytes an access gives the index, for two loads or
 * stores of eight.
 *
 * <p>Hot: everything. The bodies of a region's accesses count against what HotSpot inlines at most
 * (8,000 bytes together), so that each is as short as it can be.
 */
public final class Access {
    private static final int OFFSET = 4095, WORD = 0x10000;
    private static final long UNSIGNED = 0xFFFFFFFFL;

    @SuppressWarnings("StaticAssignmentOfThrowable") // stackless
    private static final LeaveRegion LEAVE = LeaveRegion.INSTANCE;

    private Access() {}

    // @formatter:off
    // ---------------------------------------------------------------- flat segments

    public static int read8(byte[] flat, int[] reads, Processor p, int at, int offset) {
        int index = offset + reads[offset >>> 12];
        if (Integer.compareUnsigned(index, flat.length) < 0) {
            return flat[index] & 0xFF;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int read16(byte[] flat, int[] reads, Processor p, int at, int offset) {
        int index = offset + reads[offset >>> 12];
        if (((index & 1) == 0 || (index & OFFSET) <= 4096 - 2) && Integer.compareUnsigned(index, flat.length - 1) < 0) {
            return (short) LinearMemory.SHORT.get(flat, index) & 0xFFFF;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int read32(byte[] flat, int[] reads, Processor p, int at, int offset) {
        int index = offset + reads[offset >>> 12];
        if (((index & 3) == 0 || (index & OFFSET) <= 4096 - 4) && Integer.compareUnsigned(index, flat.length - 3) < 0) {
            return (int) LinearMemory.INT.get(flat, index);
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static long read64(byte[] flat, int[] reads, Processor p, int at, int offset) {
        int index = offset + reads[offset >>> 12];
        if (((index & 7) == 0 || (index & OFFSET) <= 4096 - 8) && Integer.compareUnsigned(index, flat.length - 7) < 0) {
            return (long) LinearMemory.LONG.get(flat, index);
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write8(byte[] flat, int[] writes, Processor p, int at, int offset, int value) {
        int index = offset + writes[offset >>> 12];
        if (Integer.compareUnsigned(index, flat.length) < 0) {
            flat[index] = (byte) value;
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write16(byte[] flat, int[] writes, Processor p, int at, int offset, int value) {
        int index = offset + writes[offset >>> 12];
        if (((index & 1) == 0 || (index & OFFSET) <= 4096 - 2) && Integer.compareUnsigned(index, flat.length - 1) < 0) {
            LinearMemory.SHORT.set(flat, index, (short) value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write32(byte[] flat, int[] writes, Processor p, int at, int offset, int value) {
        int index = offset + writes[offset >>> 12];
        if (((index & 3) == 0 || (index & OFFSET) <= 4096 - 4) && Integer.compareUnsigned(index, flat.length - 3) < 0) {
            LinearMemory.INT.set(flat, index, value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write64(byte[] flat, int[] writes, Processor p, int at, int offset, long value) {
        int index = offset + writes[offset >>> 12];
        if (((index & 7) == 0 || (index & OFFSET) <= 4096 - 8) && Integer.compareUnsigned(index, flat.length - 7) < 0) {
            LinearMemory.LONG.set(flat, index, value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int index128(byte[] flat, int[] table, Processor p, int at, int offset) {
        int index = offset + table[offset >>> 12];
        if ((index & OFFSET) <= 4096 - 16 && Integer.compareUnsigned(index, flat.length - 15) < 0) {
            return index;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int aligned128(byte[] flat, int[] table, Processor p, int at, int offset) {
        int index = offset + table[offset >>> 12];
        if ((index & 15) == 0 && Integer.compareUnsigned(index, flat.length - 15) < 0) {
            return index;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    // ---------------------------------------------------------------- whole segments by 16-bit offsets

    public static int read8(byte[] flat, int[] reads, Processor p, int at, int base, int offset) {
        int linear = base + offset, index = linear + reads[linear >>> 12];
        if (Integer.compareUnsigned(index, flat.length) < 0) {
            return flat[index] & 0xFF;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int read16(byte[] flat, int[] reads, Processor p, int at, int base, int offset) {
        int linear = base + offset, index = linear + reads[linear >>> 12];
        if (((index & 1) == 0 || (index & OFFSET) <= 4096 - 2 && offset <= WORD - 2) && Integer.compareUnsigned(index, flat.length - 1) < 0) {
            return (short) LinearMemory.SHORT.get(flat, index) & 0xFFFF;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int read32(byte[] flat, int[] reads, Processor p, int at, int base, int offset) {
        int linear = base + offset, index = linear + reads[linear >>> 12];
        if (((index & 3) == 0 || (index & OFFSET) <= 4096 - 4 && offset <= WORD - 4) && Integer.compareUnsigned(index, flat.length - 3) < 0) {
            return (int) LinearMemory.INT.get(flat, index);
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static long read64(byte[] flat, int[] reads, Processor p, int at, int base, int offset) {
        int linear = base + offset, index = linear + reads[linear >>> 12];
        if (((index & 7) == 0 || (index & OFFSET) <= 4096 - 8 && offset <= WORD - 8) && Integer.compareUnsigned(index, flat.length - 7) < 0) {
            return (long) LinearMemory.LONG.get(flat, index);
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write8(byte[] flat, int[] writes, Processor p, int at, int base, int offset, int value) {
        int linear = base + offset, index = linear + writes[linear >>> 12];
        if (Integer.compareUnsigned(index, flat.length) < 0) {
            flat[index] = (byte) value;
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write16(byte[] flat, int[] writes, Processor p, int at, int base, int offset, int value) {
        int linear = base + offset, index = linear + writes[linear >>> 12];
        if (((index & 1) == 0 || (index & OFFSET) <= 4096 - 2 && offset <= WORD - 2) && Integer.compareUnsigned(index, flat.length - 1) < 0) {
            LinearMemory.SHORT.set(flat, index, (short) value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write32(byte[] flat, int[] writes, Processor p, int at, int base, int offset, int value) {
        int linear = base + offset, index = linear + writes[linear >>> 12];
        if (((index & 3) == 0 || (index & OFFSET) <= 4096 - 4 && offset <= WORD - 4) && Integer.compareUnsigned(index, flat.length - 3) < 0) {
            LinearMemory.INT.set(flat, index, value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write64(byte[] flat, int[] writes, Processor p, int at, int base, int offset, long value) {
        int linear = base + offset, index = linear + writes[linear >>> 12];
        if (((index & 7) == 0 || (index & OFFSET) <= 4096 - 8 && offset <= WORD - 8) && Integer.compareUnsigned(index, flat.length - 7) < 0) {
            LinearMemory.LONG.set(flat, index, value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int index128(byte[] flat, int[] table, Processor p, int at, int base, int offset) {
        int linear = base + offset, index = linear + table[linear >>> 12];
        if (offset <= WORD - 16 && (index & OFFSET) <= 4096 - 16 && Integer.compareUnsigned(index, flat.length - 15) < 0) {
            return index;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int aligned128(byte[] flat, int[] table, Processor p, int at, int base, int offset) {
        int linear = base + offset, index = linear + table[linear >>> 12];
        if (offset <= WORD - 16 && (index & 15) == 0 && Integer.compareUnsigned(index, flat.length - 15) < 0) {
            return index;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    // ---------------------------------------------------------------- segments with base and limit

    public static int read8(byte[] flat, int[] reads, Processor p, int at, int base, long last, int offset) {
        int linear = base + offset, index = linear + reads[linear >>> 12];
        if ((offset & UNSIGNED) <= last && Integer.compareUnsigned(index, flat.length) < 0) {
            return flat[index] & 0xFF;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int read16(byte[] flat, int[] reads, Processor p, int at, int base, long last, int offset) {
        int linear = base + offset, index = linear + reads[linear >>> 12];
        if ((offset & UNSIGNED) + 1 <= last && ((index & 1) == 0 || (index & OFFSET) <= 4096 - 2) && Integer.compareUnsigned(index, flat.length - 1) < 0) {
            return (short) LinearMemory.SHORT.get(flat, index) & 0xFFFF;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int read32(byte[] flat, int[] reads, Processor p, int at, int base, long last, int offset) {
        int linear = base + offset, index = linear + reads[linear >>> 12];
        if ((offset & UNSIGNED) + 3 <= last && ((index & 3) == 0 || (index & OFFSET) <= 4096 - 4) && Integer.compareUnsigned(index, flat.length - 3) < 0) {
            return (int) LinearMemory.INT.get(flat, index);
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static long read64(byte[] flat, int[] reads, Processor p, int at, int base, long last, int offset) {
        int linear = base + offset, index = linear + reads[linear >>> 12];
        if ((offset & UNSIGNED) + 7 <= last && ((index & 7) == 0 || (index & OFFSET) <= 4096 - 8) && Integer.compareUnsigned(index, flat.length - 7) < 0) {
            return (long) LinearMemory.LONG.get(flat, index);
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write8(byte[] flat, int[] writes, Processor p, int at, int base, long last, int offset, int value) {
        int linear = base + offset, index = linear + writes[linear >>> 12];
        if ((offset & UNSIGNED) <= last && Integer.compareUnsigned(index, flat.length) < 0) {
            flat[index] = (byte) value;
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write16(byte[] flat, int[] writes, Processor p, int at, int base, long last, int offset, int value) {
        int linear = base + offset, index = linear + writes[linear >>> 12];
        if ((offset & UNSIGNED) + 1 <= last && ((index & 1) == 0 || (index & OFFSET) <= 4096 - 2) && Integer.compareUnsigned(index, flat.length - 1) < 0) {
            LinearMemory.SHORT.set(flat, index, (short) value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write32(byte[] flat, int[] writes, Processor p, int at, int base, long last, int offset, int value) {
        int linear = base + offset, index = linear + writes[linear >>> 12];
        if ((offset & UNSIGNED) + 3 <= last && ((index & 3) == 0 || (index & OFFSET) <= 4096 - 4) && Integer.compareUnsigned(index, flat.length - 3) < 0) {
            LinearMemory.INT.set(flat, index, value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static void write64(byte[] flat, int[] writes, Processor p, int at, int base, long last, int offset, long value) {
        int linear = base + offset, index = linear + writes[linear >>> 12];
        if ((offset & UNSIGNED) + 7 <= last && ((index & 7) == 0 || (index & OFFSET) <= 4096 - 8) && Integer.compareUnsigned(index, flat.length - 7) < 0) {
            LinearMemory.LONG.set(flat, index, value);
            return;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int index128(byte[] flat, int[] table, Processor p, int at, int base, long last, int offset) {
        int linear = base + offset, index = linear + table[linear >>> 12];
        if ((offset & UNSIGNED) + 15 <= last && (index & OFFSET) <= 4096 - 16 && Integer.compareUnsigned(index, flat.length - 15) < 0) {
            return index;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    public static int aligned128(byte[] flat, int[] table, Processor p, int at, int base, long last, int offset) {
        int linear = base + offset, index = linear + table[linear >>> 12];
        if ((offset & UNSIGNED) + 15 <= last && (index & 15) == 0 && Integer.compareUnsigned(index, flat.length - 15) < 0) {
            return index;
        }
        p.leftAt = at;
        throw LEAVE;
    }

    // ---------------------------------------------------------------- by index

    public static long get64(byte[] flat, int index) {
        return (long) LinearMemory.LONG.get(flat, index);
    }

    public static void set64(byte[] flat, int index, long value) {
        LinearMemory.LONG.set(flat, index, value);
    }
    // @formatter:on
}
