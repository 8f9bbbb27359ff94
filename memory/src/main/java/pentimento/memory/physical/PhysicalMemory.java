package pentimento.memory.physical;

import static pentimento.memory.physical.FrameMap.KIND;
import static pentimento.memory.physical.FrameMap.MMIO;
import static pentimento.memory.physical.FrameMap.RAM;
import static pentimento.memory.physical.FrameMap.ROM;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.MmioDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * Physical memory in pages of 4 KiB: RAM, ROM, memory-mapped windows, or unmapped (reads all ones,
 * swallows writes). Physical addresses are long, 0..2^36-1; above 4 GiB nothing is mapped. RAM, ROM
 * and video memory lie in one flat array.
 *
 * <p>The A20 gate masks the processor's addresses only; whoever translates linear addresses applies
 * {@link #a20Mask()}. The methods here take final addresses, as bus masters give them.
 */
public final class PhysicalMemory implements Stateful {
    public static final int PAGE_SHIFT = 12, PAGE_SIZE = 1 << PAGE_SHIFT, PAGE_MASK = PAGE_SIZE - 1;

    /** Translated code is watched in granules of 128 bytes. */
    public static final int GRANULE_SHIFT = 7;

    static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] flat;

    private final int ramBytes;
    private final FrameMap map = new FrameMap();
    private final List<DirtyTracker> trackers = new ArrayList<>();
    private final int[] codeGranules; // per flat page: bit n = granule n holds translated code
    private final long[] pageHashes;
    private final DirtyTracker unhashed;
    private final Line a20 = new Line(this::a20);
    private int allocated;
    private boolean a20Enabled = true;
    private MemoryClient client = new NoClient();

    /**
     * @param ramBytes bytes of RAM from physical 0, a multiple of 4096
     * @param otherBytes bytes kept for ROM images and video memory, a multiple of 4096
     */
    public PhysicalMemory(int ramBytes, int otherBytes) {
        if ((ramBytes & PAGE_MASK) != 0 || (otherBytes & PAGE_MASK) != 0) {
            throw new IllegalArgumentException("memory comes in pages of 4096 bytes");
        }
        this.ramBytes = ramBytes;
        flat = new byte[Math.addExact(ramBytes, otherBytes)];
        allocated = ramBytes;
        codeGranules = new int[flat.length >> PAGE_SHIFT];
        pageHashes = new long[flat.length >> PAGE_SHIFT];
        map.mapFlat(0, 0, ramBytes, RAM);
        a20.restore(a20Enabled);
        unhashed = track(0, flat.length);
    }

    // ---------------------------------------------------------------- building the map

    /** Joins the processor. */
    public void attach(MemoryClient processor) {
        client = processor;
        processor.flatMemory(flat);
    }

    public int ramBytes() {
        return ramBytes;
    }

    private int allocate(int bytes) {
        int at = allocated;
        if (at + bytes > flat.length) {
            throw new IllegalStateException(
                    "the board reserved too little memory for ROM and video");
        }
        allocated += bytes + PAGE_MASK & ~PAGE_MASK;
        return at;
    }

    /**
     * Places a ROM image at one or more bases, which show the same bytes.
     *
     * @param image multiple of 4096 bytes
     */
    public void mapRom(byte[] image, long... bases) {
        int at = allocate(image.length);
        System.arraycopy(image, 0, flat, at, image.length);
        for (long base : bases) {
            map.mapFlat(base, at, image.length, ROM);
        }
    }

    /** Reserves video memory; {@link #mapVideo} shows it to the processor. */
    public VideoMemory allocateVideo(int bytes) {
        return new VideoMemory(this, allocate(bytes), bytes);
    }

    /** Shows a part of video memory as plain memory, whose stores are tracked. */
    public void mapVideo(VideoMemory video, int offset, long base, int length) {
        map.mapFlat(base, video.base() + offset, length, RAM);
        client.dropEntries();
    }

    /**
     * Shows a device in a window, in place of what was there. The same device may come back to the
     * same base as often as it likes.
     */
    public void mapMmio(long base, int length, MmioDevice device) {
        map.mapMmio(base, length, device);
        client.dropEntries();
    }

    /** Takes whatever is mapped away from a range: reads all ones from now on. */
    public void unmap(long base, int length) {
        map.unmap(base, length);
        client.dropEntries();
    }

    // ---------------------------------------------------------------- the A20 gate

    /** The A20 input: high lets address bit 20 of the processor through. High at power-on. */
    public Line a20() {
        return a20;
    }

    /**
     * @return the mask for physical addresses that the processor puts on the bus
     */
    public long a20Mask() {
        return a20Enabled ? -1L : ~(1L << 20);
    }

    private void a20(boolean enabled) {
        if (enabled != a20Enabled) {
            a20Enabled = enabled;
            client.a20Changed();
        }
    }

    // ---------------------------------------------------------------- what the processor's fast
    // tables ask

    /**
     * @param physical any address in the page
     * @return index of the page in the flat array if loads may go there directly, else -1
     */
    public int readablePage(long physical) {
        int entry = map.entry(physical);
        return (entry & KIND) <= ROM ? entry & ~PAGE_MASK : -1;
    }

    /**
     * @return index of the page in the flat array if stores may go there directly from now on,
     *     except to {@linkplain #watchedGranules watched code}: it is RAM, and every observer knows
     *     that it is dirty; else -1
     */
    public int writablePage(long physical) {
        int entry = map.entry(physical);
        if ((entry & KIND) != RAM) {
            return -1;
        }
        int page = entry >>> PAGE_SHIFT;
        for (int i = 0; i < trackers.size(); i++) {
            if (!trackers.get(i).isMarked(page)) {
                return -1;
            }
        }
        return entry & ~PAGE_MASK;
    }

    /**
     * @return true if an access needs the exact count published first: the page is a live window
     */
    public boolean isLive(long physical) {
        int entry = map.entry(physical);
        return (entry & KIND) == MMIO && !map.window(entry).device().isInert();
    }

    /**
     * Watches code that was read from the flat array: stores to its granules are announced before
     * they happen.
     *
     * @param flatAddress index in the flat array
     * @param length bytes, 1.., may cross pages
     */
    public void watchCode(int flatAddress, int length) {
        int first = flatAddress >>> GRANULE_SHIFT,
                last = flatAddress + length - 1 >>> GRANULE_SHIFT;
        for (int granule = first; granule <= last; granule++) {
            int page = granule >>> PAGE_SHIFT - GRANULE_SHIFT;
            if (codeGranules[page] == 0) {
                client.codeWatched(page << PAGE_SHIFT);
            }
            codeGranules[page] |= 1 << granule;
        }
    }

    /**
     * Ends the watch over granules of one page.
     *
     * @param granules bit n = granule n
     */
    public void unwatchCode(int flatPage, int granules) {
        codeGranules[flatPage] &= ~granules;
    }

    /**
     * @return bit n = granule n of the page is watched
     */
    public int watchedGranules(int flatPage) {
        return codeGranules[flatPage];
    }

    // ---------------------------------------------------------------- access by final physical
    // address

    /**
     * @return 0..FFh
     */
    public int read8(long physical) {
        int entry = map.entry(physical);
        if ((entry & KIND) <= ROM) {
            return flat[entry & ~PAGE_MASK | (int) physical & PAGE_MASK] & 0xFF;
        }
        if ((entry & KIND) == MMIO) {
            FrameMap.Window window = map.window(entry);
            return window.device().read8((int) (physical - window.base())) & 0xFF;
        }
        return 0xFF;
    }

    /**
     * @return 0..FFFFh. May cross a page.
     */
    public int read16(long physical) {
        if ((physical & PAGE_MASK) > PAGE_SIZE - 2) {
            return read8(physical) | read8(physical + 1) << 8;
        }
        int entry = map.entry(physical);
        if ((entry & KIND) <= ROM) {
            return (short) SHORT.get(flat, entry & ~PAGE_MASK | (int) physical & PAGE_MASK)
                    & 0xFFFF;
        }
        if ((entry & KIND) == MMIO) {
            FrameMap.Window window = map.window(entry);
            return window.device().read16((int) (physical - window.base())) & 0xFFFF;
        }
        return 0xFFFF;
    }

    /** May cross a page. */
    public int read32(long physical) {
        if ((physical & PAGE_MASK) > PAGE_SIZE - 4) {
            return read8(physical)
                    | read8(physical + 1) << 8
                    | read8(physical + 2) << 16
                    | read8(physical + 3) << 24;
        }
        int entry = map.entry(physical);
        if ((entry & KIND) <= ROM) {
            return (int) INT.get(flat, entry & ~PAGE_MASK | (int) physical & PAGE_MASK);
        }
        if ((entry & KIND) == MMIO) {
            FrameMap.Window window = map.window(entry);
            return window.device().read32((int) (physical - window.base()));
        }
        return -1;
    }

    public void write8(long physical, int value) {
        int entry = map.entry(physical);
        if ((entry & KIND) == RAM) {
            int at = entry & ~PAGE_MASK | (int) physical & PAGE_MASK;
            announce(at, 1);
            flat[at] = (byte) value;
        } else if ((entry & KIND) == MMIO) {
            FrameMap.Window window = map.window(entry);
            window.device().write8((int) (physical - window.base()), value & 0xFF);
        }
    }

    /** May cross a page. */
    public void write16(long physical, int value) {
        if ((physical & PAGE_MASK) > PAGE_SIZE - 2) {
            write8(physical, value);
            write8(physical + 1, value >>> 8);
            return;
        }
        int entry = map.entry(physical);
        if ((entry & KIND) == RAM) {
            int at = entry & ~PAGE_MASK | (int) physical & PAGE_MASK;
            announce(at, 2);
            SHORT.set(flat, at, (short) value);
        } else if ((entry & KIND) == MMIO) {
            FrameMap.Window window = map.window(entry);
            window.device().write16((int) (physical - window.base()), value & 0xFFFF);
        }
    }

    /** May cross a page. */
    public void write32(long physical, int value) {
        if ((physical & PAGE_MASK) > PAGE_SIZE - 4) {
            for (int i = 0; i < 4; i++) {
                write8(physical + i, value >>> 8 * i);
            }
            return;
        }
        int entry = map.entry(physical);
        if ((entry & KIND) == RAM) {
            int at = entry & ~PAGE_MASK | (int) physical & PAGE_MASK;
            announce(at, 4);
            INT.set(flat, at, value);
        } else if ((entry & KIND) == MMIO) {
            FrameMap.Window window = map.window(entry);
            window.device().write32((int) (physical - window.base()), value);
        }
    }

    /** Reads a range byte by byte, as a bus master does. */
    public void read(long physical, byte[] destination, int at, int length) {
        for (int i = 0; i < length; i++) {
            destination[at + i] = (byte) read8(physical + i);
        }
    }

    /**
     * Writes a range byte by byte, as a bus master does: code in it is invalidated, pages become
     * dirty.
     */
    public void write(long physical, byte[] source, int at, int length) {
        for (int i = 0; i < length; i++) {
            write8(physical + i, source[at + i]);
        }
    }

    /** Tells everybody who listens that bytes of one page are about to change. */
    void announce(int at, int length) {
        int page = at >>> PAGE_SHIFT;
        int granules = codeGranules[page];
        if (granules != 0) {
            int hit = 1 << (at >>> GRANULE_SHIFT) | 1 << (at + length - 1 >>> GRANULE_SHIFT);
            if ((granules & hit) != 0) {
                client.codeWritten(at, length);
            }
        }
        markDirty(at);
    }

    /** Tells everybody who listens that any byte of a page is about to change. */
    void announcePage(int at) {
        if (codeGranules[at >>> PAGE_SHIFT] != 0) {
            client.codeWritten(at & ~PAGE_MASK, PAGE_SIZE);
        }
        markDirty(at);
    }

    // ---------------------------------------------------------------- dirty pages, digest, state

    /**
     * @return a new observer of stores to all RAM; everything counts as dirty at first
     */
    public DirtyTracker trackRam() {
        return track(0, ramBytes);
    }

    DirtyTracker track(int base, int length) {
        var tracker = new DirtyTracker(this, base >>> PAGE_SHIFT, length >>> PAGE_SHIFT);
        trackers.add(tracker);
        client.dropWriteEntries();
        return tracker;
    }

    void watchStores() {
        client.dropWriteEntries();
    }

    void markDirty(int at) {
        int page = at >>> PAGE_SHIFT;
        for (int i = 0; i < trackers.size(); i++) {
            trackers.get(i).mark(page);
        }
    }

    /**
     * @return one hash per page of RAM, ROM and video memory, brought up to date from the dirty
     *     pages
     */
    private long[] hashes() {
        unhashed.drain(page -> pageHashes[page] = hash(page << PAGE_SHIFT));
        return pageHashes;
    }

    private long hash(int base) {
        long hash = 0x9E3779B97F4A7C15L;
        for (int at = base; at < base + PAGE_SIZE; at += 8) {
            long word =
                    (int) INT.get(flat, at) & 0xFFFFFFFFL
                            | (long) (int) INT.get(flat, at + 4) << 32;
            hash = (hash ^ word) * 0xFF51AFD7ED558CCDL;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    /** A digest takes the page hashes in place of the contents. */
    @Override
    public void exchange(StateCodec state) {
        a20Enabled = state.bool("a20", a20Enabled);
        a20.restore(a20Enabled);
        if (state.isDigest()) {
            state.longs("pages", hashes());
            return;
        }
        state.bytes("contents", flat);
        if (state.isLoading()) {
            trackers.forEach(DirtyTracker::markAll);
            Arrays.fill(codeGranules, 0);
            client.dropEntries();
        }
    }

    private static final class NoClient implements MemoryClient {
        @Override
        public void flatMemory(byte[] flat) {}

        @Override
        public void dropWriteEntries() {}

        @Override
        public void dropEntries() {}

        @Override
        public void a20Changed() {}

        @Override
        public void codeWatched(int flatPage) {}

        @Override
        public void codeWritten(int flatAddress, int length) {}
    }
}
