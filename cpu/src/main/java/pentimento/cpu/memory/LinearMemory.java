package pentimento.cpu.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.memory.physical.MemoryClient;
import pentimento.memory.physical.PhysicalMemory;

/**
 * Memory by linear address. The fast tables hold, per linear page, the distance from linear address
 * to index in the flat array; an invalid entry has its low bits set, so that one compare tests
 * validity and page crossing. Everything else (first touch, page crossing, MMIO, watched code,
 * clean pages) takes the slow path. Supervisor and user mode have separate table pairs.
 *
 * <p>Hot: the read and write methods are the interpreter's and the translator's inner loop.
 */
public final class LinearMemory implements MemoryClient {
    public static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int PAGES = 1 << 20, OFFSET = PhysicalMemory.PAGE_MASK, INVALID = OFFSET;

    private final CpuState cpu;
    private final PhysicalMemory physical;
    private final int[] supervisorReads = new int[PAGES], supervisorWrites = new int[PAGES];
    private final int[] userReads = new int[PAGES], userWrites = new int[PAGES];
    private int[] reads = supervisorReads, writes = supervisorWrites;
    private byte[] flat = {};

    @SuppressWarnings("unused")
    public LinearMemory(CpuState cpu, PhysicalMemory physical, CpuModel model) {
        this.cpu = cpu;
        this.physical = physical;
        dropEntries();
        physical.attach(this);
    }

    /** Follows a change of CPL: user rights at 3, supervisor rights below. */
    public void privilegeChanged() {
        boolean user = cpu.cpl == 3;
        reads = user ? userReads : supervisorReads;
        writes = user ? userWrites : supervisorWrites;
    }

    public int read8(int linear) {
        int entry = reads[linear >>> 12];
        if ((entry & 1) == 0) {
            return flat[linear + entry] & 0xFF;
        }
        return readSlow(linear, 1);
    }

    public int read16(int linear) {
        int entry = reads[linear >>> 12];
        if ((linear & OFFSET | entry & OFFSET) <= 4096 - 2) {
            return (short) SHORT.get(flat, linear + entry) & 0xFFFF;
        }
        return readSlow(linear, 2);
    }

    public int read32(int linear) {
        int entry = reads[linear >>> 12];
        if ((linear & OFFSET | entry & OFFSET) <= 4096 - 4) {
            return (int) INT.get(flat, linear + entry);
        }
        return readSlow(linear, 4);
    }

    public void write8(int linear, int value) {
        int entry = writes[linear >>> 12];
        if ((entry & 1) == 0) {
            flat[linear + entry] = (byte) value;
            return;
        }
        writeSlow(linear, 1, value);
    }

    public void write16(int linear, int value) {
        int entry = writes[linear >>> 12];
        if ((linear & OFFSET | entry & OFFSET) <= 4096 - 2) {
            SHORT.set(flat, linear + entry, (short) value);
            return;
        }
        writeSlow(linear, 2, value);
    }

    public void write32(int linear, int value) {
        int entry = writes[linear >>> 12];
        if ((linear & OFFSET | entry & OFFSET) <= 4096 - 4) {
            INT.set(flat, linear + entry, value);
            return;
        }
        writeSlow(linear, 4, value);
    }

    /**
     * Makes sure that a later store can't fault: translates with all checks of a store, without
     * storing.
     *
     * @param size bytes, may cross a page
     */
    public void probeWrite(int linear, int size) {}

    // Placeholders until paging joins: linear = physical.

    private int readSlow(int linear, int size) {
        long address = (linear & 0xFFFFFFFFL) & physical.a20Mask();
        int page = physical.readablePage(address);
        if (page >= 0) {
            reads[linear >>> 12] = page - (linear & ~OFFSET);
        }
        return switch (size) {
            case 1 -> physical.read8(address);
            case 2 -> physical.read16(address);
            default -> physical.read32(address);
        };
    }

    private void writeSlow(int linear, int size, int value) {
        long address = (linear & 0xFFFFFFFFL) & physical.a20Mask();
        switch (size) {
            case 1 -> physical.write8(address, value);
            case 2 -> physical.write16(address, value);
            default -> physical.write32(address, value);
        }
        int page = physical.writablePage(address);
        if (page >= 0) {
            writes[linear >>> 12] = page - (linear & ~OFFSET);
        }
    }

    @Override
    public void flatMemory(byte[] array) {
        flat = array;
    }

    @Override
    public void dropWriteEntries() {
        Arrays.fill(supervisorWrites, INVALID);
        Arrays.fill(userWrites, INVALID);
    }

    @Override
    public void dropEntries() {
        dropWriteEntries();
        Arrays.fill(supervisorReads, INVALID);
        Arrays.fill(userReads, INVALID);
    }

    @Override
    public void a20Changed() {
        dropEntries();
    }

    @Override
    public void codeWritten(int flatAddress, int length) {}

    // ------------------------------------------------------------ to come: paging

    /** Joins the block cache. */
    public void observe(CodeObserver observer) {}

    /**
     * True while the processor's exact count is published, so that live windows may be accessed;
     * else such an access throws {@link LiveAccess} before it happens.
     */
    public boolean countsPublished;

    /**
     * Translates for execution with the rights of the current mode.
     *
     * @return index in the flat array of the byte at the linear address, or -1 if it is neither RAM
     *     nor ROM
     * @throws CpuException #PF, CR2 set
     */
    public int codeIndex(int linear) {
        return readablePageOf(linear);
    }

    /** One byte of code where {@link #codeIndex} gives -1. */
    public int fetch8(int linear) {
        return read8(linear);
    }

    private int readablePageOf(int linear) {
        int page = physical.readablePage((linear & 0xFFFFFFFFL) & physical.a20Mask());
        return page < 0 ? -1 : page | linear & OFFSET;
    }

    /**
     * Accesses of the processor itself, with supervisor rights at any CPL: descriptor tables, TSS,
     * stacks of inner rings.
     */
    public int readSystem8(int linear) {
        return read8(linear);
    }

    public int readSystem16(int linear) {
        return read16(linear);
    }

    public int readSystem32(int linear) {
        return read32(linear);
    }

    public void writeSystem8(int linear, int value) {
        write8(linear, value);
    }

    public void writeSystem16(int linear, int value) {
        write16(linear, value);
    }

    public void writeSystem32(int linear, int value) {
        write32(linear, value);
    }
}
