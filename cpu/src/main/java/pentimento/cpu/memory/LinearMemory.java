package pentimento.cpu.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;
import pentimento.memory.physical.MemoryClient;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * Memory by linear address. The fast tables hold, per linear page, the distance from linear address
 * to index in the flat array; with an invalid entry the index is negative, so that the check of the
 * array's bounds tests validity. Everything else (first touch, page crossing, MMIO, watched code,
 * clean pages, alignment checks, data breakpoints) takes the slow path, which translates through
 * the architectural TLB.
 *
 * <p>{@link SegmentedMemory} and translated code look into the tables themselves.
 *
 * @see "SDM vol. 3A, chapter 4"
 */
public final class LinearMemory implements MemoryClient, Stateful {
    public static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int OFFSET = PhysicalMemory.PAGE_MASK,
            PAGE_SIZE = PhysicalMemory.PAGE_SIZE;

    /**
     * True while the processor's exact count is published, so that live windows may be accessed;
     * else such an access throws {@link LiveAccess} before it happens.
     */
    public boolean countsPublished;

    private final CpuState cpu;
    private final PhysicalMemory physical;
    private final ArchitecturalTlb tlb = new ArchitecturalTlb();
    private final PageWalk pageWalk;
    private final FastTables fast = new FastTables();
    private final LiveAccess liveAccess = new LiveAccess();
    int[] reads = fast.supervisorReads, writes = fast.supervisorWrites; // for the current rights
    private boolean user; // CPL 3
    private boolean alignmentChecked; // AM, AC and CPL 3
    private boolean watching; // data breakpoints
    private DataWatch dataWatch = (linear, size, write) -> {};
    private CodeObserver observer = new NoObserver();
    private byte[] flat = {};

    public LinearMemory(CpuState cpu, PhysicalMemory physical, CpuModel model) {
        this.cpu = cpu;
        this.physical = physical;
        this.pageWalk = new PageWalk(cpu, physical, model, this::requireCount);
        physical.attach(this);
    }

    /** Joins the block cache. */
    public void observe(CodeObserver newObserver) {
        observer = newObserver;
    }

    // ---------------------------------------------------------------- the fast path

    /**
     * For block moves: bytes up to the end of the page may be read directly.
     *
     * @return index in the flat array; negative if loads must go one by one
     */
    public int readableIndex(int linear) {
        return linear + reads[linear >>> 12];
    }

    /**
     * For block moves: bytes up to the end of the page may be stored directly.
     *
     * @return index in the flat array; negative if stores must go one by one
     */
    public int writableIndex(int linear) {
        return linear + writes[linear >>> 12];
    }

    /** As the other, for an operand whose alignment is that of its size, at most 8. */
    public void probeWrite(int linear, int size) {
        probeWrite(linear, size, Math.min(Integer.highestOneBit(size), 8));
    }

    /**
     * Makes sure that a later store can't fault: translates with all checks of a store, without
     * storing.
     *
     * @param size bytes, at most 4096; may cross a page
     * @param alignment what alignment checking asks for: a power of two
     * @throws CpuException #PF, #AC
     * @throws LiveAccess if the store needs the exact count
     */
    public void probeWrite(int linear, int size, int alignment) {
        int entry = writes[linear >>> 12];
        if (!serves(entry, linear, size)) {
            checkAlignment(linear, alignment);
            probeStore(linear, user);
            int last = linear + size - 1;
            if ((last ^ linear) >>> 12 != 0) {
                probeStore(last & ~OFFSET, user);
            }
        }
    }

    // ---------------------------------------------------------------- the processor's own accesses

    /** With the rights of the current privilege, as all read and write: stacks of far transfers. */
    public int read8(int linear) {
        return read(linear, 1);
    }

    public int read16(int linear) {
        return read(linear, 2);
    }

    public int read32(int linear) {
        return read(linear, 4);
    }

    public void write8(int linear, int value) {
        write(linear, 1, value);
    }

    public void write16(int linear, int value) {
        write(linear, 2, value);
    }

    public void write32(int linear, int value) {
        write(linear, 4, value);
    }

    /**
     * With supervisor rights at any CPL, as all readSystem and writeSystem: descriptor tables, TSS,
     * inner stacks.
     */
    public int readSystem8(int linear) {
        return readSystem(linear, 1);
    }

    public int readSystem16(int linear) {
        return readSystem(linear, 2);
    }

    public int readSystem32(int linear) {
        return readSystem(linear, 4);
    }

    public void writeSystem8(int linear, int value) {
        writeSystem(linear, 1, value);
    }

    public void writeSystem16(int linear, int value) {
        writeSystem(linear, 2, value);
    }

    public void writeSystem32(int linear, int value) {
        writeSystem(linear, 4, value);
    }

    /** As {@link #probeWrite}, with supervisor rights and without alignment check. */
    public void probeSystemWrite(int linear, int size) {
        probeStore(linear, false);
        int last = linear + size - 1;
        if ((last ^ linear) >>> 12 != 0) {
            probeStore(last & ~OFFSET, false);
        }
    }

    private static boolean serves(int entry, int linear, int size) {
        return linear + entry >= 0 && (linear & OFFSET) <= PAGE_SIZE - size;
    }

    private int read(int linear, int size) {
        int entry = reads[linear >>> 12];
        return serves(entry, linear, size)
                ? loadFlat(linear + entry, size)
                : readSlow(linear, size);
    }

    private void write(int linear, int size, int value) {
        int entry = writes[linear >>> 12];
        if (serves(entry, linear, size)) {
            storeFlat(linear + entry, size, value);
        } else {
            writeSlow(linear, size, value);
        }
    }

    private int readSystem(int linear, int size) {
        int entry = fast.supervisorReads[linear >>> 12];
        if (serves(entry, linear, size)) {
            return loadFlat(linear + entry, size);
        }
        return load(linear, size, false);
    }

    private void writeSystem(int linear, int size, int value) {
        int entry = fast.supervisorWrites[linear >>> 12];
        if (serves(entry, linear, size)) {
            storeFlat(linear + entry, size, value);
            return;
        }
        store(linear, size, value, false);
    }

    // ---------------------------------------------------------------- code

    /**
     * Translates for execution with the rights of the current mode.
     *
     * @return index in the flat array of the byte at the linear address, or -1 if it is neither RAM
     *     nor ROM
     * @throws CpuException #PF, CR2 set
     */
    public int codeIndex(int linear) {
        int[] table = user ? fast.userReads() : fast.supervisorReads;
        int index = linear + table[linear >>> 12];
        if (index >= 0) {
            return index;
        }
        long address = translate(linear, false, user);
        int page = physical.readablePage(address);
        if (page < 0) {
            return -1;
        }
        fast.fill(table, linear, page, false);
        return page | linear & OFFSET;
    }

    /**
     * As {@link #codeIndex}, but never walks the page tables: for who only wants to know.
     *
     * @return index in the flat array, or -1 also if the translation is not at hand
     */
    public int probeCode(int linear) {
        int[] table = user ? fast.userReads() : fast.supervisorReads;
        int index = linear + table[linear >>> 12];
        if (index >= 0) {
            return index;
        }
        if ((cpu.cr0 & CpuState.CR0_PG) != 0 && !allows(tlb.entry(linear >>> 12), false, user)) {
            return -1;
        }
        int page = physical.readablePage(translate(linear, false, user));
        return page < 0 ? -1 : page | linear & OFFSET;
    }

    /**
     * @param asUser whether with user rights
     * @return what translated code loads and stores by; the arrays stay the same for ever
     */
    public DirectMemory direct(boolean asUser) {
        return asUser
                ? new DirectMemory(flat, fast.userReads(), fast.userWrites())
                : new DirectMemory(flat, fast.supervisorReads, fast.supervisorWrites);
    }

    /**
     * @return false while all data accesses must take the slow path: alignment checks, data
     *     breakpoints
     */
    public boolean isDirect() {
        return !alignmentChecked && !watching;
    }

    /**
     * @return the array behind all memory, where {@link #codeIndex} points
     */
    public byte[] flat() {
        return flat;
    }

    /**
     * One byte of code where {@link #codeIndex} gives -1.
     *
     * @throws LiveAccess if it lies in a live window
     */
    public int fetch8(int linear) {
        long address = translate(linear, false, user);
        requireCount(address);
        return physical.read8(address);
    }

    // ---------------------------------------------------------------- the slow path

    /** A load of 1, 2 or 4 bytes that the table of loads does not serve, or may not. */
    int readSlow(int linear, int size) {
        checkAlignment(linear, size);
        int value = load(linear, size, user);
        if (watching) {
            dataWatch.accessed(linear, size, false);
        }
        return value;
    }

    /** A store of 1, 2 or 4 bytes that the table of stores does not serve, or may not. */
    void writeSlow(int linear, int size, int value) {
        checkAlignment(linear, size);
        int page = FastTables.watchedPage(linear, writes[linear >>> 12]);
        if (page >= 0 && (linear & OFFSET) <= PAGE_SIZE - size) {
            storeBesideCode(linear, page, size, value);
            return;
        }
        store(linear, size, value, user);
        if (watching) {
            dataWatch.accessed(linear, size, true);
        }
    }

    /** In halves, once all eight bytes are known to be aligned as asked. */
    long readSlow64(int linear) {
        checkAlignment(linear, 8);
        int low = readSlow(linear, 4);
        return low & 0xFFFFFFFFL | (long) readSlow(linear + 4, 4) << 32;
    }

    void writeSlow64(int linear, long value) {
        int page = FastTables.watchedPage(linear, writes[linear >>> 12]);
        if (page >= 0 && (linear & OFFSET) <= PAGE_SIZE - 8) {
            int index = page | linear & OFFSET;
            announceCode(index, 8);
            LONG.set(flat, index, value);
            endOfWatch(linear, page);
            return;
        }
        // In halves, none of which can fault.
        probeWrite(linear, 8);
        writeSlow(linear, 4, (int) value);
        writeSlow(linear + 4, 4, (int) (value >>> 32));
    }

    private int load(int linear, int size, boolean asUser) {
        long address = translate(linear, false, asUser);
        if ((linear & OFFSET) > PAGE_SIZE - size) {
            return loadAcrossPages(linear, address, size, asUser);
        }
        int page = physical.readablePage(address);
        if (page >= 0) {
            fast.fill(asUser ? fast.userReads() : fast.supervisorReads, linear, page, false);
            return loadFlat(page | linear & OFFSET, size);
        }
        requireCount(address);
        return switch (size) {
            case 1 -> physical.read8(address);
            case 2 -> physical.read16(address);
            default -> physical.read32(address);
        };
    }

    private int loadAcrossPages(int linear, long first, int size, boolean asUser) {
        int boundary = linear + size & ~OFFSET;
        long second = translate(boundary, false, asUser);
        requireCount(first);
        requireCount(second);
        int value = 0;
        for (int i = 0; i < size; i++) {
            int at = linear + i;
            long page = at - boundary < 0 ? first : second;
            value |= physical.read8(page & ~(long) OFFSET | at & OFFSET) << 8 * i;
        }
        return value;
    }

    private void store(int linear, int size, int value, boolean asUser) {
        long address = translate(linear, true, asUser);
        if ((linear & OFFSET) > PAGE_SIZE - size) {
            storeAcrossPages(linear, address, size, value, asUser);
            return;
        }
        requireCount(address);
        switch (size) {
            case 1 -> physical.write8(address, value);
            case 2 -> physical.write16(address, value);
            default -> physical.write32(address, value);
        }
        fillWrite(linear, address, asUser);
    }

    private void storeAcrossPages(int linear, long first, int size, int value, boolean asUser) {
        int boundary = linear + size & ~OFFSET;
        long second = translate(boundary, true, asUser);
        requireCount(first);
        requireCount(second);
        announce(first, boundary - linear);
        announce(second, linear + size - boundary);
        for (int i = 0; i < size; i++) {
            int at = linear + i;
            long page = at - boundary < 0 ? first : second;
            physical.write8(page & ~(long) OFFSET | at & OFFSET, value >>> 8 * i);
        }
    }

    /** The listener may throw: nothing is stored yet. */
    private void announce(long address, int size) {
        int page = physical.readablePage(address);
        if (page >= 0) {
            announceCode(page | (int) address & OFFSET, size);
        }
    }

    private void storeBesideCode(int linear, int page, int size, int value) {
        int index = page | linear & OFFSET;
        announceCode(index, size);
        storeFlat(index, size, value);
        endOfWatch(linear, page);
    }

    private void endOfWatch(int linear, int page) {
        if (physical.watchedGranules(page >>> 12) == 0) {
            fast.fill(writes, linear, page, false);
        }
    }

    private void announceCode(int index, int size) {
        int granules = physical.watchedGranules(index >>> 12);
        int touched =
                1 << (index >>> PhysicalMemory.GRANULE_SHIFT)
                        | 1 << (index + size - 1 >>> PhysicalMemory.GRANULE_SHIFT);
        if ((granules & touched) != 0) {
            observer.codeWritten(index, size);
        }
    }

    private void probeStore(int linear, boolean asUser) {
        long address = translate(linear, true, asUser);
        requireCount(address);
    }

    private void fillWrite(int linear, long address, boolean asUser) {
        int page = physical.writablePage(address);
        if (page >= 0) {
            fast.fill(
                    asUser ? fast.userWrites() : fast.supervisorWrites,
                    linear,
                    page,
                    physical.watchedGranules(page >>> 12) != 0);
        }
    }

    private int loadFlat(int index, int size) {
        return switch (size) {
            case 1 -> flat[index] & 0xFF;
            case 2 -> (short) SHORT.get(flat, index) & 0xFFFF;
            default -> (int) INT.get(flat, index);
        };
    }

    private void storeFlat(int index, int size, int value) {
        switch (size) {
            case 1 -> flat[index] = (byte) value;
            case 2 -> SHORT.set(flat, index, (short) value);
            default -> INT.set(flat, index, value);
        }
    }

    private void requireCount(long address) {
        if (!countsPublished && physical.isLive(address)) {
            throw liveAccess;
        }
    }

    /**
     * Comes before what can't be started again once it has begun, whatever memory it meets.
     *
     * @throws LiveAccess if the exact count is not published: the instruction starts again with it
     */
    public void requireExactCount() {
        if (!countsPublished) {
            throw liveAccess;
        }
    }

    /** #AC comes before page faults. @see "SDM vol. 3A, 6.15, interrupt 17" */
    private void checkAlignment(int linear, int alignment) {
        if (alignmentChecked && (linear & alignment - 1) != 0) {
            throw cpu.fault(Vector.AC, 0);
        }
    }

    /**
     * The physical address, A20 gate applied.
     *
     * @throws CpuException #PF, CR2 set
     */
    private long translate(int linear, boolean write, boolean asUser) {
        if ((cpu.cr0 & CpuState.CR0_PG) == 0) {
            return (linear & 0xFFFFFFFFL) & physical.a20Mask();
        }
        int page = linear >>> 12;
        int entry = tlb.entry(page);
        if (!allows(entry, write, asUser)) {
            entry = walk(linear, write, asUser);
        }
        long frame = entry >>> ArchitecturalTlb.FRAME_SHIFT;
        return (frame << 12 | linear & OFFSET) & physical.a20Mask();
    }

    /**
     * An entry that does not serve sends the processor to the tables again: they may have gained
     * rights.
     */
    private boolean allows(int entry, boolean write, boolean asUser) {
        int needed = ArchitecturalTlb.VALID;
        if (asUser) {
            needed |= ArchitecturalTlb.USER;
        }
        if (write) {
            needed |= ArchitecturalTlb.DIRTY;
            if (asUser || (cpu.cr0 & CpuState.CR0_WP) != 0) {
                needed |= ArchitecturalTlb.WRITABLE;
            }
        }
        return (entry & needed) == needed;
    }

    /** A page fault drops the entry. @see "SDM vol. 3A, 4.10.4.1" */
    private int walk(int linear, boolean write, boolean asUser) {
        int page = linear >>> 12;
        int old = tlb.entry(page);
        int entry;
        try {
            entry = pageWalk.walk(linear, write, asUser);
        } catch (CpuException fault) {
            if (old != 0) {
                dropPage(page);
            }
            throw fault;
        }
        if (old != 0 && old != entry) {
            fast.drop(page);
            int changed = old ^ entry;
            if ((changed & ~ArchitecturalTlb.DIRTY) != 0) {
                observer.translationChanged();
            }
            if ((changed & ~(ArchitecturalTlb.DIRTY | ArchitecturalTlb.WRITABLE)) != 0) {
                leaveCode(old);
            }
        }
        tlb.insert(page, entry);
        return entry;
    }

    /**
     * In the midst of an instruction a page moved: if it holds the code that runs, the next
     * instruction comes from where it is now.
     */
    private void leaveCode(int old) {
        long frame = old >>> ArchitecturalTlb.FRAME_SHIFT;
        int page = physical.readablePage(frame << 12 & physical.a20Mask());
        if (page >= 0 && physical.watchedGranules(page >>> 12) != 0) {
            observer.codeWritten(page, PAGE_SIZE);
        }
    }

    // ---------------------------------------------------------------- what the system unit tells

    /** Follows a change of CPL, CR0.AM or EFLAGS.AC: user rights at 3, supervisor rights below. */
    public void privilegeChanged() {
        user = cpu.cpl == 3;
        alignmentChecked = user && (cpu.cr0 & CpuState.CR0_AM) != 0 && cpu.flags.is(Flags.AC);
        if (alignmentChecked || watching) {
            reads = fast.empty();
            writes = fast.empty();
        } else {
            reads = user ? fast.userReads() : fast.supervisorReads;
            writes = user ? fast.userWrites() : fast.supervisorWrites;
        }
    }

    /** Joins the data breakpoints. */
    public void watchData(DataWatch watch) {
        dataWatch = watch;
    }

    /** Data breakpoints are enabled: all data accesses are reported. */
    public void watchingData(boolean enabled) {
        watching = enabled;
        privilegeChanged();
    }

    /** RESET, beside what the mode change does. */
    public void reset() {
        pageWalk.reset();
    }

    /** CR0.PG, CR0.PE or a paging bit of CR4 changed: everything goes. */
    public void flushTlb() {
        if ((cpu.cr0 & CpuState.CR0_PG) != 0) {
            tlb.allocate();
        }
        tlb.flush();
        fast.dropAll();
        observer.translationChanged();
    }

    /** CR3 was loaded: global pages stay. */
    public void flushTlbExceptGlobal() {
        tlb.flushExceptGlobal();
        if ((cpu.cr0 & CpuState.CR0_PG) != 0) {
            fast.dropUnless(page -> tlb.entry(page) != 0);
            observer.translationChanged();
        }
    }

    /** CR0.WP changed: no entry of the TLB goes, but stores must be checked again. */
    public void writeProtectChanged() {
        fast.dropWrites();
    }

    /** INVLPG. */
    public void flushPage(int linear) {
        if ((cpu.cr0 & CpuState.CR0_PG) != 0) {
            dropPage(linear >>> 12);
        }
    }

    private void dropPage(int page) {
        boolean large = tlb.hasLargePageAt(page);
        tlb.flushPage(page);
        if (large) {
            fast.dropUnless(p -> tlb.entry(p) != 0);
        } else {
            fast.drop(page);
        }
        observer.translationChanged();
    }

    /**
     * @return false, with nothing changed, if a present page-directory pointer has reserved bits
     *     set
     */
    public boolean loadPageDirectoryPointers(int cr3) {
        return pageWalk.loadPointers(cr3);
    }

    // ---------------------------------------------------------------- what physical memory tells

    @Override
    public void flatMemory(byte[] array) {
        flat = array;
    }

    @Override
    public void dropWriteEntries() {
        fast.dropWrites();
    }

    @Override
    public void dropEntries() {
        fast.dropAll();
        observer.translationChanged();
    }

    @Override
    public void a20Changed() {
        fast.dropUnless(page -> (frameOf(page) & 0x100) == 0);
        observer.translationChanged();
    }

    /** Before the A20 gate. */
    private int frameOf(int page) {
        return (cpu.cr0 & CpuState.CR0_PG) == 0
                ? page
                : tlb.entry(page) >>> ArchitecturalTlb.FRAME_SHIFT;
    }

    @Override
    public void codeWatched(int flatPage) {
        fast.watch(flatPage);
    }

    @Override
    public void codeWritten(int flatAddress, int length) {
        observer.codeWritten(flatAddress, length);
    }

    /** After CpuState, whose mode decides which tables are in use. */
    @Override
    public void exchange(StateCodec state) {
        state.section("tlb", tlb);
        state.section("pageWalk", pageWalk);
        if (state.isLoading()) {
            if ((cpu.cr0 & CpuState.CR0_PG) != 0) {
                tlb.allocate();
            }
            fast.dropAll();
            privilegeChanged();
            observer.translationChanged();
        }
    }

    private static final class NoObserver implements CodeObserver {
        @Override
        public void codeWritten(int flatAddress, int length) {}

        @Override
        public void translationChanged() {}
    }
}
