package pentimento.devices.vga;

import pentimento.memory.bus.MmioDevice;
import pentimento.memory.physical.VideoMemory;

/**
 * A0000-BFFFF as the processor sees it: which part of it answers, and how an address finds its
 * planes. Inert: it changes nothing but latches and video memory. A word access to a pair of planes
 * (text modes scroll with it) is one access of the memory.
 */
final class VgaWindow implements MmioDevice {
    static final long BASE = 0xA_0000;
    static final int LENGTH = 0x2_0000;

    private static final int[] STARTS = {0, 0, 0x1_0000, 0x1_8000};
    private static final int[] LENGTHS = {LENGTH, 0x1_0000, 0x8000, 0x8000};
    private static final int EVEN_PLANES = 0b0101, ODD_PLANES = 0b1010, ALL_PLANES = 0b1111;

    private final VideoMemory video;
    private final Sequencer sequencer;
    private final GraphicsController graphics;

    // What the registers say, in the shape that an access needs; see configure().
    private int start, length, bank;
    private int mapMask;
    private boolean chain4, oddEvenStores, oddEvenLoads, dropsA0, a16IsA0, storesPairs;

    VgaWindow(VideoMemory video, Sequencer sequencer, GraphicsController graphics) {
        this.video = video;
        this.sequencer = sequencer;
        this.graphics = graphics;
    }

    /**
     * The registers of sequencer, graphics controller or DISPI changed.
     *
     * @param enabled whether the memory answers at all
     * @param newBank offset of the window in the planes, a multiple of 64 KiB
     */
    void configure(boolean enabled, int newBank) {
        int map = graphics.memoryMap();
        start = STARTS[map];
        length = enabled ? LENGTHS[map] : 0;
        bank = newBank;
        mapMask = sequencer.mapMask();
        chain4 = sequencer.isChain4();
        oddEvenStores = sequencer.isOddEven() && !chain4;
        oddEvenLoads = graphics.readsOddEven() && !chain4;
        dropsA0 = graphics.chainsOddEven();
        a16IsA0 = map == 0;
        storesPairs = oddEvenStores && dropsA0 && graphics.storesPlainly();
    }

    /**
     * @return true if chained addresses reach the memory unchanged, both ways, so that the window
     *     may be plain memory: latches, which loads would fill, are not in use
     */
    boolean isLinear() {
        return chain4
                && start == 0
                && length != 0
                && mapMask == ALL_PLANES
                && graphics.storesPlainly()
                && !graphics.comparesColors();
    }

    /**
     * @return bytes from A0000 that answer
     */
    int length() {
        return length;
    }

    @Override
    public boolean isInert() {
        return true;
    }

    private boolean answers(int address) {
        return Integer.compareUnsigned(address, length) < 0;
    }

    /** The linear offset of the word with the four planes at an address of the window. */
    private int word(int address) {
        if (chain4) {
            return address & ~3;
        }
        int inPlane = address;
        if (dropsA0) {
            inPlane = inPlane & ~1 | (a16IsA0 ? inPlane >>> 16 : 0);
        }
        return PlanarMemory.offset(inPlane & 0xFFFF | bank);
    }

    private int load(int address) {
        graphics.latch(video.get32(word(address)));
        if (chain4) {
            return graphics.load(address & 3);
        }
        int plane = graphics.readMap();
        return graphics.load(oddEvenLoads ? plane & 2 | address & 1 : plane);
    }

    private void store(int address, int value) {
        int planes = mapMask;
        if (chain4) {
            planes &= 1 << (address & 3);
        } else if (oddEvenStores) {
            planes &= (address & 1) == 0 ? EVEN_PLANES : ODD_PLANES;
        }
        store(word(address), graphics.store(value), GraphicsController.planes(planes));
    }

    private void store(int word, int data, int planes) {
        if (planes == -1) {
            video.set32(word, data);
        } else if (planes != 0) {
            video.set32(word, data & planes | video.get32(word) & ~planes);
        }
    }

    @Override
    public int read8(int offset) {
        int address = offset - start;
        return answers(address) ? load(address) : 0xFF;
    }

    @Override
    public void write8(int offset, int value) {
        int address = offset - start;
        if (answers(address)) {
            store(address, value);
        }
    }

    @Override
    public int read16(int offset) {
        int address = offset - start;
        if (oddEvenLoads && dropsA0 && (address & 1) == 0 && answers(address)) {
            graphics.latch(video.get32(word(address)));
            int plane = graphics.readMap() & 2;
            return graphics.load(plane) | graphics.load(plane | 1) << 8;
        }
        return read8(offset) | read8(offset + 1) << 8;
    }

    @Override
    public void write16(int offset, int value) {
        int address = offset - start;
        if (storesPairs && (address & 1) == 0 && answers(address)) {
            int pair = value & 0xFFFF;
            store(word(address), pair << 16 | pair, GraphicsController.planes(mapMask));
            return;
        }
        write8(offset, value & 0xFF);
        write8(offset + 1, value >>> 8 & 0xFF);
    }
}
