package pentimento.devices.debug;

import java.util.function.IntConsumer;
import pentimento.memory.bus.PortDevice;

/**
 * The debug console at port E9h: what is written goes to the host; what is read tells that it is
 * there. It has no state.
 *
 * @see "Bochs user manual, port_e9_hack"
 */
public final class DebugConsole implements PortDevice {
    private static final int PRESENT = 0xE9;

    private final IntConsumer output;

    /**
     * @param output hears each byte, 0..FFh
     */
    public DebugConsole(IntConsumer output) {
        this.output = output;
    }

    @Override
    public int in8(int offset) {
        return PRESENT;
    }

    @Override
    public void out8(int offset, int value) {
        output.accept(value);
    }
}
