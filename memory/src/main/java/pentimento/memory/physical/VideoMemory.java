package pentimento.memory.physical;

import java.util.Arrays;

/**
 * A card's memory inside of the flat array, so that a linear frame buffer is as fast as RAM.
 * Offsets 0..size()-1.
 */
public final class VideoMemory {
    private final PhysicalMemory memory;
    private final int base;
    private final int size;
    private final DirtyTracker dirty;

    VideoMemory(PhysicalMemory memory, int base, int size) {
        this.memory = memory;
        this.base = base;
        this.size = size;
        this.dirty = memory.track(base, size);
    }

    public int size() {
        return size;
    }

    /**
     * @return 0..FFh
     */
    public int get8(int offset) {
        return memory.flat[base + offset] & 0xFF;
    }

    public void set8(int offset, int value) {
        memory.announce(base + offset, 1);
        memory.flat[base + offset] = (byte) value;
    }

    /**
     * @param offset a multiple of 4
     */
    public int get32(int offset) {
        return (int) PhysicalMemory.INT.get(memory.flat, base + offset);
    }

    /**
     * @param offset a multiple of 4
     */
    public void set32(int offset, int value) {
        memory.announce(base + offset, 4);
        PhysicalMemory.INT.set(memory.flat, base + offset, value);
    }

    /** Sets a range to one value. */
    public void fill(int offset, int length, int value) {
        int end = base + offset + length;
        for (int at = base + offset; at < end; at = (at | PhysicalMemory.PAGE_MASK) + 1) {
            memory.announcePage(at);
        }
        Arrays.fill(memory.flat, base + offset, end, (byte) value);
    }

    public void copyTo(int offset, byte[] destination, int at, int length) {
        System.arraycopy(memory.flat, base + offset, destination, at, length);
    }

    /** Pages of this memory that changed since they were last drained. */
    public DirtyTracker dirty() {
        return dirty;
    }

    int base() {
        return base;
    }
}
