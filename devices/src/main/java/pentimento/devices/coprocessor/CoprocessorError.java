package pentimento.devices.coprocessor;

import pentimento.memory.bus.Line;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The coprocessor error logic of an AT, ports F0h and F1h: FERR# raises IRQ 13; a write to F0h
 * drops it and, while FERR# is still active, lets the handler's numeric instructions pass by
 * IGNNE#.
 *
 * @see "Intel 82371AB (PIIX4) datasheet, order 290562-001, coprocessor error register; SDM vol. 1,
 *     appendix D"
 */
public final class CoprocessorError implements PortDevice, Stateful {
    private static final int CLEAR_BUSY = 0, FLOATING = 0xFF;

    private final Line irq13;
    private final Line ignne;
    private final Line ferr = new Line(this::error);

    /**
     * @param irq13 high from an error until it is acknowledged
     * @param ignne high while errors are to be ignored
     */
    public CoprocessorError(Line irq13, Line ignne) {
        this.irq13 = irq13;
        this.ignne = ignne;
    }

    /** FERR#: high while a numeric error is pending. */
    public Line ferr() {
        return ferr;
    }

    public void reset() {
        irq13.lower();
        ignne.lower();
    }

    private void error(boolean pending) {
        if (pending) {
            irq13.raise();
        } else {
            ignne.lower();
        }
    }

    @Override
    public int in8(int offset) {
        return FLOATING;
    }

    @Override
    public void out8(int offset, int value) {
        if (offset == CLEAR_BUSY) {
            irq13.lower();
            ignne.set(ferr.isHigh());
        }
    }

    @Override
    public void exchange(StateCodec state) {
        ferr.exchange(state, "ferr");
        irq13.exchange(state, "irq13");
        ignne.exchange(state, "ignne");
    }
}
