package pentimento.devices.debug;

import java.util.function.IntConsumer;
import pentimento.memory.bus.PortDevice;

/**
 * The debug exit at port F4h: a test program writes its result and the machine ends. It has no
 * state.
 *
 * @see "QEMU documentation, isa-debug-exit"
 */
public final class DebugExit implements PortDevice {
    private final IntConsumer exit;

    /**
     * @param exit hears the result, 0..FFh
     */
    public DebugExit(IntConsumer exit) {
        this.exit = exit;
    }

    @Override
    public int in8(int offset) {
        return 0;
    }

    @Override
    public void out8(int offset, int value) {
        exit.accept(value);
    }
}
