package pentimento.memory.physical;

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
        memory.markDirty(base + offset);
        memory.flat[base + offset] = (byte) value;
    }

    public int get32(int offset) {
        return (int) PhysicalMemory.INT.get(memory.flat, base + offset);
    }

    public void set32(int offset, int value) {
        memory.markDirty(base + offset);
        PhysicalMemory.INT.set(memory.flat, base + offset, value);
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
