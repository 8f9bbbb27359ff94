package pentimento.devices.fdc;

/**
 * The DMA channel as the controller sees it: DREQ answered by DACK, one byte a time, and the
 * terminal count pin. The board joins it to channel 2 of the 8237A.
 */
public interface FdcDma {
    /** No channel: DREQ is never answered. */
    FdcDma NONE =
            new FdcDma() {
                @Override
                public boolean isReady() {
                    return false;
                }

                @Override
                public int read() {
                    return 0xFF;
                }

                @Override
                public void write(int value) {}

                @Override
                public boolean isTerminalCount() {
                    return false;
                }
            };

    /**
     * @return true if a DREQ would be answered: the channel is enabled and not masked
     */
    boolean isReady();

    /**
     * DACK with IOW.
     *
     * @return the next byte of memory, 0..FFh
     */
    int read();

    /**
     * DACK with IOR: gives the next byte to memory (a channel in verify mode drops it).
     *
     * @param value 0..FFh
     */
    void write(int value);

    /**
     * @return true if TC was active during the last byte's DACK
     */
    boolean isTerminalCount();
}
