package pentimento.devices.dma;

import java.util.function.IntConsumer;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The DMA page registers of an AT, ports 80h-8Fh: address bits 16 to 23 of seven channels, and nine
 * latches without a wire. The first of these shows POST codes.
 *
 * @see "IBM PC AT Technical Reference, 6280070, system board, page register addresses"
 */
public final class PageRegisters implements PortDevice, Stateful {
    private static final int REGISTERS = 16, POST_CODE = 0;
    private static final int[] OF_BYTE_CHANNEL = {0x7, 0x3, 0x1, 0x2}; // 0..3
    private static final int[] OF_WORD_CHANNEL = {0xF, 0xB, 0x9, 0xA}; // 4..7; 4 is refresh

    private final IntConsumer postCode;
    private final byte[] pages = new byte[REGISTERS];

    /**
     * @param postCode hears each byte written to port 80h
     */
    PageRegisters(IntConsumer postCode) {
        this.postCode = postCode;
    }

    int ofByteChannel(int channel) {
        return in8(OF_BYTE_CHANNEL[channel]);
    }

    int ofWordChannel(int channel) {
        return in8(OF_WORD_CHANNEL[channel]);
    }

    /**
     * @return the byte that was last written to port 80h
     */
    public int postCode() {
        return in8(POST_CODE);
    }

    @Override
    public int in8(int offset) {
        return pages[offset] & 0xFF;
    }

    @Override
    public void out8(int offset, int value) {
        pages[offset] = (byte) value;
        if (offset == POST_CODE) {
            postCode.accept(value);
        }
    }

    @Override
    public void exchange(StateCodec state) {
        state.bytes("pages", pages);
    }
}
