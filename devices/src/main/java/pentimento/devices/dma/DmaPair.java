package pentimento.devices.dma;

import java.util.function.IntConsumer;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The two 8237A of an AT with their page registers: channels 0 to 3 move bytes within 64 KiB,
 * channels 5 to 7 words within 128 KiB; the first controller's bus request comes in on channel 4.
 */
public final class DmaPair implements Stateful {
    private static final int CASCADE = 0; // channel 4, of the second controller

    private final PageRegisters pages;
    private final Dma8237 bytes, words;

    /**
     * @param postCode hears each byte written to port 80h
     */
    public DmaPair(PhysicalMemory memory, IntConsumer postCode, NotModelled notModelled) {
        pages = new PageRegisters(postCode);
        words = new Dma8237(AddressBus.words(memory, pages), () -> true, notModelled);
        bytes = new Dma8237(AddressBus.bytes(memory, pages), this::isCascadeOpen, notModelled);
    }

    /** Ports 00h-0Fh. */
    public Dma8237 first() {
        return bytes;
    }

    /** Ports C0h-DFh; each register answers at two ports. */
    public Dma8237 second() {
        return words;
    }

    /** Ports 80h-8Fh. */
    public PageRegisters pages() {
        return pages;
    }

    /**
     * @param number 0..3 for bytes, 5..7 for words
     */
    public DmaChannel channel(int number) {
        if (number < 0 || number > 7 || number == 4) {
            throw new IllegalArgumentException("no device can use DMA channel " + number);
        }
        return number < 4 ? bytes.channel(number) : words.channel(number - 4);
    }

    /** The RESET pins; page registers have none. */
    public void reset() {
        bytes.reset();
        words.reset();
    }

    private boolean isCascadeOpen() {
        return words.channel(CASCADE).isCascade() && words.isServed(CASCADE);
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("first", bytes);
        state.section("second", words);
        state.section("pages", pages);
    }
}
