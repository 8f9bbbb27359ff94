package pentimento.cpu.memory;

import static pentimento.memory.physical.PhysicalMemory.PAGE_MASK;
import static pentimento.memory.physical.PhysicalMemory.PAGE_SHIFT;
import static pentimento.memory.physical.PhysicalMemory.PAGE_SIZE;

import java.util.List;
import pentimento.cpu.alu.Width;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/**
 * Memory by segment and offset: limit and type checks, then the tables of {@link LinearMemory}, or
 * where they do not serve, its slow path. Offsets are 32-bit; whoever computes 16-bit addresses
 * truncates them.
 *
 * <p>Hot: the read and write methods are the interpreter's inner loop. A record, so that in
 * specialised forms the array behind all memory is a constant of known length.
 *
 * @param flat the array behind all memory, where indexes point
 * @see "SDM vol. 3A, 5.3 and 5.4"
 */
@SuppressWarnings("ArrayRecordComponent") // it is shared
public record SegmentedMemory(CpuState cpu, LinearMemory linear, byte[] flat) {
    private interface Load {
        int read(SegmentedMemory memory, Segment segment, int offset);
    }

    private interface Store {
        void write(SegmentedMemory memory, Segment segment, int offset, int value);
    }

    /**
     * Loads and stores by width. HotSpot sees through the lists, and has one call whose target is
     * constant; of three branches it would know by the profile of all instructions that each is
     * rare, and not inline what lies behind them.
     */
    private static final List<Load> LOADS =
            List.of(SegmentedMemory::read8, SegmentedMemory::read16, SegmentedMemory::read32);

    private static final List<Store> STORES =
            List.of(SegmentedMemory::write8, SegmentedMemory::write16, SegmentedMemory::write32);

    /** Of an index: its place in the page, and whether it is valid. */
    private static final int PLACE = Integer.MIN_VALUE | PAGE_MASK;

    public SegmentedMemory(CpuState cpu, LinearMemory linear) {
        this(cpu, linear, linear.flat());
    }

    public int read8(Segment segment, int offset) {
        if ((offset & 0xFFFFFFFFL) > segment.readLast) {
            check(segment, offset, 1, false);
        }
        int at = segment.base + offset;
        int index = at + linear.reads[at >>> PAGE_SHIFT];
        if (Integer.compareUnsigned(index, flat.length) < 0) {
            return flat[index] & 0xFF;
        }
        return linear.readSlow(at, 1);
    }

    public int read16(Segment segment, int offset) {
        if ((offset & 0xFFFFFFFFL) + 1 > segment.readLast) {
            check(segment, offset, 2, false);
        }
        int at = segment.base + offset;
        int index = at + linear.reads[at >>> PAGE_SHIFT];
        if (Integer.compareUnsigned(index & PLACE, PAGE_SIZE - 2) <= 0) {
            return (short) LinearMemory.SHORT.get(flat, index) & 0xFFFF;
        }
        return linear.readSlow(at, 2);
    }

    public int read32(Segment segment, int offset) {
        if ((offset & 0xFFFFFFFFL) + 3 > segment.readLast) {
            check(segment, offset, 4, false);
        }
        int at = segment.base + offset;
        int index = at + linear.reads[at >>> PAGE_SHIFT];
        if (Integer.compareUnsigned(index & PLACE, PAGE_SIZE - 4) <= 0) {
            return (int) LinearMemory.INT.get(flat, index);
        }
        return linear.readSlow(at, 4);
    }

    public long read64(Segment segment, int offset) {
        if ((offset & 0xFFFFFFFFL) + 7 > segment.readLast) {
            check(segment, offset, 8, false);
        }
        int at = segment.base + offset;
        int index = at + linear.reads[at >>> PAGE_SHIFT];
        if (Integer.compareUnsigned(index & PLACE, PAGE_SIZE - 8) <= 0) {
            return (long) LinearMemory.LONG.get(flat, index);
        }
        return linear.readSlow64(at);
    }

    public void write8(Segment segment, int offset, int value) {
        if ((offset & 0xFFFFFFFFL) > segment.writeLast) {
            check(segment, offset, 1, true);
        }
        int at = segment.base + offset;
        int index = at + linear.writes[at >>> PAGE_SHIFT];
        if (Integer.compareUnsigned(index, flat.length) < 0) {
            flat[index] = (byte) value;
            return;
        }
        linear.writeSlow(at, 1, value);
    }

    public void write16(Segment segment, int offset, int value) {
        if ((offset & 0xFFFFFFFFL) + 1 > segment.writeLast) {
            check(segment, offset, 2, true);
        }
        int at = segment.base + offset;
        int index = at + linear.writes[at >>> PAGE_SHIFT];
        if (Integer.compareUnsigned(index & PLACE, PAGE_SIZE - 2) <= 0) {
            LinearMemory.SHORT.set(flat, index, (short) value);
            return;
        }
        linear.writeSlow(at, 2, value);
    }

    public void write32(Segment segment, int offset, int value) {
        if ((offset & 0xFFFFFFFFL) + 3 > segment.writeLast) {
            check(segment, offset, 4, true);
        }
        int at = segment.base + offset;
        int index = at + linear.writes[at >>> PAGE_SHIFT];
        if (Integer.compareUnsigned(index & PLACE, PAGE_SIZE - 4) <= 0) {
            LinearMemory.INT.set(flat, index, value);
            return;
        }
        linear.writeSlow(at, 4, value);
    }

    public void write64(Segment segment, int offset, long value) {
        if ((offset & 0xFFFFFFFFL) + 7 > segment.writeLast) {
            check(segment, offset, 8, true);
        }
        int at = segment.base + offset;
        int index = at + linear.writes[at >>> PAGE_SHIFT];
        if (Integer.compareUnsigned(index & PLACE, PAGE_SIZE - 8) <= 0) {
            LinearMemory.LONG.set(flat, index, value);
            return;
        }
        linear.writeSlow64(at, value);
    }

    /**
     * Where bytes may be loaded directly, after the segment's checks.
     *
     * @param size 1..4096
     * @return index in {@link LinearMemory#flat}, or -1 if loads must go one by one
     * @throws CpuException #GP, #SS
     */
    public int readableIndex(Segment segment, int offset, int size) {
        if ((offset & 0xFFFFFFFFL) + size - 1 > segment.readLast) {
            check(segment, offset, size, false);
        }
        int at = segment.base + offset;
        return (at & PAGE_MASK) <= PAGE_SIZE - size ? linear.readableIndex(at) : -1;
    }

    /**
     * Where bytes may be stored directly, after the segment's checks.
     *
     * @param size 1..4096
     * @return index in {@link LinearMemory#flat}, or -1 if stores must go one by one
     * @throws CpuException #GP, #SS
     */
    public int writableIndex(Segment segment, int offset, int size) {
        if ((offset & 0xFFFFFFFFL) + size - 1 > segment.writeLast) {
            check(segment, offset, size, true);
        }
        int at = segment.base + offset;
        return (at & PAGE_MASK) <= PAGE_SIZE - size ? linear.writableIndex(at) : -1;
    }

    /** A load of constant width. */
    public int read(Width width, Segment segment, int offset) {
        return LOADS.get(width.index()).read(this, segment, offset);
    }

    /** A store of constant width. */
    public void write(Width width, Segment segment, int offset, int value) {
        STORES.get(width.index()).write(this, segment, offset, value);
    }

    /** The load of a read-modify-write: checked as a store, which can't fault any more. */
    public int readToModify(Width width, Segment segment, int offset) {
        probeWrite(segment, offset, width.bytes());
        return read(width, segment, offset);
    }

    /**
     * Makes sure that a later store of {@code size} bytes can't fault: instructions with several
     * stores probe all first. Alignment checking asks for the operand's own size, at most 8.
     *
     * @throws CpuException #GP, #SS, #PF or #AC as the store would
     */
    public void probeWrite(Segment segment, int offset, int size) {
        probeWrite(segment, offset, size, Math.min(Integer.highestOneBit(size), 8));
    }

    /**
     * @param alignment what alignment checking asks for: a power of two
     * @see "SDM vol. 3A, table 6-7"
     */
    public void probeWrite(Segment segment, int offset, int size, int alignment) {
        if ((offset & 0xFFFFFFFFL) + size - 1 > segment.writeLast) {
            check(segment, offset, size, true);
        }
        linear.probeWrite(segment.base + offset, size, alignment);
    }

    /**
     * A load of a byte for its faults alone, also allowed in execute-only code: CLFLUSH.
     *
     * @throws CpuException #GP, #SS or #PF
     */
    public void probeByte(Segment segment, int offset) {
        boolean isCode = (segment.access & Segment.CODE) != 0;
        if (!isCode || Integer.compareUnsigned(offset, segment.limit) > 0) {
            read8(segment, offset);
        } else {
            linear.readSlow(segment.base + offset, 1);
        }
    }

    /**
     * The slow check.
     *
     * @throws CpuException #SS(0) for the stack segment, #GP(0) for others
     */
    private void check(Segment segment, int offset, int size, boolean write) {
        if (!segment.allows(offset, size, write)) {
            throw cpu.fault(segment == cpu.ss() ? Vector.SS : Vector.GP, 0);
        }
    }
}
