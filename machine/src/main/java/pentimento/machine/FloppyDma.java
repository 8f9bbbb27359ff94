package pentimento.machine;

import pentimento.devices.dma.DmaChannel;
import pentimento.devices.fdc.FdcDma;

/** The wires between the floppy controller and DMA channel 2. */
record FloppyDma(DmaChannel channel) implements FdcDma {
    @Override
    public boolean isReady() {
        return channel.isReady();
    }

    @Override
    public int read() {
        return channel.read();
    }

    @Override
    public void write(int value) {
        channel.write(value);
    }

    @Override
    public boolean isTerminalCount() {
        return channel.isTerminalCount();
    }
}
