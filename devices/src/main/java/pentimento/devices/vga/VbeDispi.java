package pentimento.devices.vga;

import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.physical.VideoMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The display interface of Bochs, for modes beyond VGA: an index register and 16-bit data registers
 * behind it. Offset 0: index. Offsets 1 and 2: data. While it is enabled, resolution, depth and
 * address of the picture come from here, and A0000 is a bank of its linear memory.
 *
 * <p>A resolution of 0, or one beyond the largest, is not taken: a driver that divides by what it
 * reads must survive.
 *
 * @see "Bochs VBE Display API, version 0.6 (doc/vbe_api.txt of the LGPL'd VGA BIOS)"
 */
final class VbeDispi implements PortDevice, Stateful {
    static final int LARGEST_WIDTH = 2560, LARGEST_HEIGHT = 1600, DEEPEST = 32;
    private static final int INDEX = 0, DATA = 1, DATA_ALIGNED = 2; // port offsets
    private static final int ID = 0x0,
            XRES = 0x1,
            YRES = 0x2,
            BPP = 0x3,
            ENABLE = 0x4,
            BANK = 0x5,
            VIRT_WIDTH = 0x6,
            VIRT_HEIGHT = 0x7,
            X_OFFSET = 0x8,
            Y_OFFSET = 0x9,
            VIDEO_MEMORY_64K = 0xA;
    private static final int FIRST_ID = 0xB0C0, LAST_ID = 0xB0C5;
    private static final int ENABLED = 0x01,
            GET_CAPABILITIES = 0x02,
            EIGHT_BIT_DAC = 0x20,
            LINEAR_FRAME_BUFFER = 0x40,
            NO_CLEAR = 0x80;
    private static final int ENABLE_BITS =
            ENABLED | GET_CAPABILITIES | EIGHT_BIT_DAC | LINEAR_FRAME_BUFFER | NO_CLEAR;

    private static final int BANK_SHIFT = 16;
    private static final int PLANES = 4;
    private static final int OPEN_BUS = 0xFFFF;

    private final VideoMemory video;
    private final Dac dac;
    private final NotModelled notModelled;
    private final Runnable changed;

    private int index;
    private int id = LAST_ID;
    private int width = 640, height = 480, bitsPerPixel = 8;
    private int enable;
    private int bank;
    private int virtualWidth = 640;
    private int xOffset, yOffset;

    /**
     * @param changed runs after a register took a new value
     */
    VbeDispi(VideoMemory video, Dac dac, NotModelled notModelled, Runnable changed) {
        this.video = video;
        this.dac = dac;
        this.notModelled = notModelled;
        this.changed = changed;
    }

    // ---------------------------------------------------------------- ports

    @Override
    public int in16(int offset) {
        return switch (offset) {
            case INDEX -> index;
            case DATA, DATA_ALIGNED -> read();
            default -> OPEN_BUS;
        };
    }

    @Override
    public void out16(int offset, int value) {
        switch (offset) {
            case INDEX -> index = value;
            case DATA, DATA_ALIGNED -> write(value);
            default -> notModelled.report("VBE DISPI", "port offset " + offset, value);
        }
    }

    /** The registers are words; a byte access reads the low half. */
    @Override
    public int in8(int offset) {
        return in16(offset) & 0xFF;
    }

    @Override
    public void out8(int offset, int value) {
        notModelled.report("VBE DISPI", "byte write to port offset " + offset, value);
    }

    private int read() {
        boolean capabilities = (enable & GET_CAPABILITIES) != 0;
        return switch (index) {
            case ID -> id;
            case XRES -> capabilities ? LARGEST_WIDTH : width;
            case YRES -> capabilities ? LARGEST_HEIGHT : height;
            case BPP -> capabilities ? DEEPEST : bitsPerPixel;
            case ENABLE -> enable;
            case BANK -> bank;
            case VIRT_WIDTH -> virtualWidth;
            case VIRT_HEIGHT -> virtualHeight();
            case X_OFFSET -> xOffset;
            case Y_OFFSET -> yOffset;
            case VIDEO_MEMORY_64K -> video.size() >>> BANK_SHIFT;
            default -> OPEN_BUS;
        };
    }

    private void write(int value) {
        switch (index) {
            case ID -> id = value >= FIRST_ID && value <= LAST_ID ? value : id;
            case XRES -> width = value > 0 && value <= LARGEST_WIDTH ? value : width;
            case YRES -> height = value > 0 && value <= LARGEST_HEIGHT ? value : height;
            case BPP -> depth(value);
            case ENABLE -> enable(value & ENABLE_BITS);
            case BANK -> bank = value;
            case VIRT_WIDTH -> virtualWidth = Math.max(value, width);
            case VIRT_HEIGHT, VIDEO_MEMORY_64K -> {} // follow from the others
            case X_OFFSET -> xOffset = value;
            case Y_OFFSET -> yOffset = value;
            default -> notModelled.report("VBE DISPI", "index " + index, value);
        }
        virtualWidth = Math.max(virtualWidth, width);
        changed.run();
    }

    private void depth(int bits) {
        switch (bits) {
            case 0 -> bitsPerPixel = 8;
            case 4, 8, 15, 16, 24, 32 -> bitsPerPixel = bits;
            default -> notModelled.report("VBE DISPI", "bits per pixel", bits);
        }
    }

    private void enable(int value) {
        boolean starts = (value & ENABLED) != 0 && !isEnabled();
        enable = value;
        dac.eightBits((value & EIGHT_BIT_DAC) != 0);
        if (starts) {
            virtualWidth = width;
            xOffset = 0;
            yOffset = 0;
            bank = 0;
            if ((value & NO_CLEAR) == 0) {
                video.fill(0, visibleBytes(), 0);
            }
        }
    }

    // ---------------------------------------------------------------- what the card does with it

    boolean isEnabled() {
        return (enable & ENABLED) != 0;
    }

    /**
     * @return pixels are bits of four planes, as in the VGA's 16-colour modes
     */
    boolean isPlanar() {
        return bitsPerPixel == 4;
    }

    boolean showsLinearFrameBuffer() {
        return isEnabled() && (enable & LINEAR_FRAME_BUFFER) != 0 && !isPlanar();
    }

    int width() {
        return width;
    }

    /**
     * @return lines, as many as the memory holds
     */
    int height() {
        return Math.min(height, virtualHeight());
    }

    int bitsPerPixel() {
        return bitsPerPixel;
    }

    private int bytesPerPixel() {
        return bitsPerPixel + 7 >> 3;
    }

    /**
     * @return of each plane in planar modes
     */
    int bytesPerLine() {
        return isPlanar() ? virtualWidth + 7 >> 3 : virtualWidth * bytesPerPixel();
    }

    private int virtualHeight() {
        int bytes = isPlanar() ? video.size() / PLANES : video.size();
        return Math.min(0xFFFF, bytes / bytesPerLine());
    }

    /** The linear memory that the picture may touch; planes come in units of 64 KiB each. */
    private int visibleBytes() {
        int bytes = bytesPerLine() * height();
        return isPlanar() ? Math.min((bytes + 0xFFFF & ~0xFFFF) * PLANES, video.size()) : bytes;
    }

    /**
     * @return offset of the first pixel's byte, in each plane in planar modes
     */
    int startOffset() {
        int inLine = isPlanar() ? xOffset >> 3 : xOffset * bytesPerPixel();
        return yOffset * bytesPerLine() + inLine;
    }

    /**
     * @return pixels to skip in the first byte, in planar modes
     */
    int startPixel() {
        return isPlanar() ? xOffset & 7 : 0;
    }

    /**
     * @return offset of the window at A0000: in the linear memory, or in each plane in planar modes
     */
    int bankOffset() {
        int bytes = isPlanar() ? video.size() / PLANES : video.size();
        return bank << BANK_SHIFT & bytes - 1;
    }

    void reset() {
        index = 0;
        id = LAST_ID;
        width = 640;
        height = 480;
        bitsPerPixel = 8;
        enable = 0;
        bank = 0;
        virtualWidth = width;
        xOffset = 0;
        yOffset = 0;
    }

    @Override
    public void exchange(StateCodec state) {
        index = state.u16("index", index);
        id = state.u16("id", id);
        width = state.u16("width", width);
        height = state.u16("height", height);
        bitsPerPixel = state.u8("bitsPerPixel", bitsPerPixel);
        enable = state.u8("enable", enable);
        bank = state.u16("bank", bank);
        virtualWidth = state.u16("virtualWidth", virtualWidth);
        xOffset = state.u16("xOffset", xOffset);
        yOffset = state.u16("yOffset", yOffset);
    }
}
