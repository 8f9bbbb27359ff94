package pentimento.devices.port92;

import pentimento.memory.bus.Line;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * System control port A of a PS/2: fast A20 and fast reset of the processor. The board joins its
 * A20 with that of the keyboard controller.
 *
 * @see "Intel 82371AB (PIIX4) datasheet, order 290562-001, port 92 register"
 */
public final class SystemControlPortA implements PortDevice, Stateful {
    private static final int FAST_INIT = 0x01, FAST_A20 = 0x02;
    private final Line a20, cpuReset;
    private int register;

    /**
     * @param a20 high enables address bit 20
     * @param cpuReset pulses high: the processor alone is reset
     */
    public SystemControlPortA(Line a20, Line cpuReset) {
        this.a20 = a20;
        this.cpuReset = cpuReset;
    }

    /** As a reset of the system board leaves it: all zero. */
    public void reset() {
        register = 0;
        a20.lower();
    }

    @Override
    public int in8(int offset) {
        return register;
    }

    @Override
    public void out8(int offset, int value) {
        boolean resets = (value & ~register & FAST_INIT) != 0; // "must be written back to a 0"
        register = value & (FAST_INIT | FAST_A20);
        a20.set((value & FAST_A20) != 0);
        if (resets) {
            cpuReset.raise();
            cpuReset.lower();
        }
    }

    @Override
    public void exchange(StateCodec state) {
        register = state.u8("register", register);
        a20.exchange(state, "a20");
    }
}
