package pentimento.devices.vga;

import pentimento.memory.physical.VideoMemory;

/**
 * Four planes in the card's linear memory, so laid out that a chained address is the linear one.
 * The four bytes at one address of the planes are one word of 32 bits. Chaining turns the
 * processor's A1-A0 into a plane and lets A17-A16 take their place, so that the word of address
 * <i>a</i> lies at {@code a & FFFCh | (a & 3) << 16}: mode 13h is plain memory, and a program that
 * leaves chaining finds its bytes where a VGA has them, at every fourth address.
 *
 * <p>Beyond 256 KiB, where DISPI's planar modes reach, the pattern repeats.
 */
record PlanarMemory(VideoMemory video) {
    /** Bytes of the four planes of a VGA. */
    static final int VGA_BYTES = 0x4_0000;

    /**
     * @param address in each plane
     * @return the linear offset of its word
     */
    static int offset(int address) {
        return address & 0xFFFC | (address & 3) << 16 | address >>> 16 << 18;
    }

    /**
     * @param address in each plane, 0..FFFFh
     * @return plane n in bits 8n+7..8n
     */
    int word(int address) {
        return video.get32(offset(address));
    }

    /**
     * @param address in the plane, 0..FFFFh
     */
    int byteOf(int plane, int address) {
        return video.get8(offset(address) | plane);
    }
}
