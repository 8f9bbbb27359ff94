package pentimento.devices.apm;

import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The APM control and status registers, ports B2h and B3h. A write to control would raise SMI,
 * which nobody handles here: both are latches, and the write is {@linkplain NotModelled reported}.
 *
 * @see "Intel 82371AB (PIIX4) datasheet, order 290562-001, APMC and APMS"
 */
public final class ApmPorts implements PortDevice, Stateful {
    private static final int CONTROL = 0;

    private final NotModelled notModelled;
    private int control, status;

    public ApmPorts(NotModelled notModelled) {
        this.notModelled = notModelled;
    }

    public void reset() {
        control = 0;
        status = 0;
    }

    @Override
    public int in8(int offset) {
        return offset == CONTROL ? control : status;
    }

    @Override
    public void out8(int offset, int value) {
        if (offset == CONTROL) {
            control = value;
            notModelled.report("82371AB", "APMC, system management interrupt", value);
        } else {
            status = value;
        }
    }

    @Override
    public void exchange(StateCodec state) {
        control = state.u8("control", control);
        status = state.u8("status", status);
    }
}
