package pentimento.memory.bus;

/**
 * A window of physical addresses answered by a device instead of memory. Offsets count from the
 * window's base.
 */
public interface MmioDevice {
    int read8(int offset);

    void write8(int offset, int value);

    default int read16(int offset) {
        return read8(offset) | read8(offset + 1) << 8;
    }

    default void write16(int offset, int value) {
        write8(offset, value & 0xFF);
        write8(offset + 1, value >>> 8 & 0xFF);
    }

    default int read32(int offset) {
        return read16(offset) | read16(offset + 2) << 16;
    }

    default void write32(int offset, int value) {
        write16(offset, value & 0xFFFF);
        write16(offset + 2, value >>> 16);
    }

    /**
     * An inert window can't read time, raise a line or change a mapping, so that it may be called
     * in the middle of a block. Before any other access the processor publishes its exact count.
     */
    default boolean isInert() {
        return false;
    }
}
