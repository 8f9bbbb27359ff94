package pentimento.devices.dma;

/**
 * A DMA channel as the device at its DREQ, DACK and TC pins sees it. The device decides when a
 * cycle takes place; the channel decides whether it may, where the data goes and when the count
 * ends.
 */
public interface DmaChannel {
    /** Drives DREQ, which the status register shows. */
    void request(boolean high);

    /**
     * @return true if a DREQ would be answered by DACK: the channel is unmasked and its controller
     *     enabled, and the cascade above it too
     */
    boolean isReady();

    /**
     * Moves data from the device to memory, until the length is done, or terminal count. A channel
     * that verifies counts and moves nothing; so does one that was set up for the other direction.
     *
     * @param length bytes; even on a 16-bit channel
     * @return bytes done, 0 if the channel is not ready
     */
    int transferToMemory(byte[] source, int at, int length);

    /**
     * Moves data from memory to the device, until the length is done, or terminal count.
     *
     * @param length bytes; even on a 16-bit channel
     * @return bytes done, 0 if the channel is not ready; a channel that does not read memory leaves
     *     the destination as it is
     */
    int transferFromMemory(byte[] destination, int at, int length);

    /**
     * @return true if TC was active in the last cycle of this channel
     */
    boolean isTerminalCount();

    /**
     * One byte from memory, on an 8-bit channel.
     *
     * @return 0..FFh; all ones if the channel is not ready or does not read memory
     */
    default int read() {
        byte[] one = {-1};
        transferFromMemory(one, 0, 1);
        return one[0] & 0xFF;
    }

    /** One byte to memory, on an 8-bit channel. */
    default void write(int value) {
        transferToMemory(new byte[] {(byte) value}, 0, 1);
    }
}
