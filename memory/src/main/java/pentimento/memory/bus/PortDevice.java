package pentimento.memory.bus;

/**
 * A chip as the port space sees it. Offsets count from the base of the range that the board mapped,
 * so a chip never knows its address. A wider access is two narrower ones, low address first, unless
 * the device says otherwise.
 */
public interface PortDevice {
    /**
     * @param offset 0 .. length of the mapped range - 1
     * @return 0..FFh; all ones where the chip does not drive the bus
     */
    int in8(int offset);

    /**
     * @param value 0..FFh
     */
    void out8(int offset, int value);

    /**
     * @return 0..FFFFh
     */
    default int in16(int offset) {
        return in8(offset) | in8(offset + 1) << 8;
    }

    /**
     * @param value 0..FFFFh
     */
    default void out16(int offset, int value) {
        out8(offset, value & 0xFF);
        out8(offset + 1, value >>> 8 & 0xFF);
    }

    /**
     * @return all 32 bits
     */
    default int in32(int offset) {
        return in16(offset) | in16(offset + 2) << 16;
    }

    default void out32(int offset, int value) {
        out16(offset, value & 0xFFFF);
        out16(offset + 2, value >>> 16);
    }
}
