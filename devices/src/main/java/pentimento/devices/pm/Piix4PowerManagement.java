package pentimento.devices.pm;

import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Frequency;
import pentimento.memory.time.Scheduler;

/**
 * The power management block of a PIIX4, 64 ports: PM1 status, enable and control, and the 24-bit
 * power management timer, which counts virtual time with 3.579545 MHz from power-on. The other
 * registers read zero; a write to them is {@linkplain NotModelled reported}.
 *
 * @see "Intel 82371AB (PIIX4) datasheet, order 290562-001, power management I/O registers"
 * @see "ACPI 1.0b, 4.7.3"
 */
public final class Piix4PowerManagement implements PortDevice, Stateful {
    public static final int PORTS = 64;

    private static final int STATUS = 0x00, ENABLE = 0x02, CONTROL = 0x04, TIMER = 0x08;
    private static final int TIMER_BYTES = 4, TIMER_MASK = 0xFF_FFFF, TIMER_MSB = 23;
    private static final int TMROF = 0x0001, PWRBTN = 0x0100; // status and enable
    private static final int STICKY = 0x8D21, ENABLES = 0x0521; // bits that exist
    private static final int SCI_EN = 0x0001, GBL_RLS = 0x0004, SUS_EN = 0x2000, CONTROLS = 0x1C03;
    private static final int SUS_TYP = 0x1C00, SOFT_OFF = 0x0000;

    private final Scheduler time;
    private final Line sci, powerOff;
    private final NotModelled notModelled;
    private final Scheduler.Event overflow;
    private int status, enable, control;
    private long togglesSeen; // changes of the timer's bit 23 that TMROF_STS knows of

    /**
     * @param sci level: high while an enabled event is pending and SCI_EN is set
     * @param powerOff rises when software turns the machine off
     */
    public Piix4PowerManagement(Scheduler time, Line sci, Line powerOff, NotModelled notModelled) {
        this.time = time;
        this.sci = sci;
        this.powerOff = powerOff;
        this.notModelled = notModelled;
        overflow = time.event("pm.timer", this::drive);
    }

    /** As a reset of the system leaves it; the timer runs on. */
    public void reset() {
        togglesSeen = toggles();
        status = 0;
        enable = 0;
        control = 0;
        drive();
    }

    /** The person presses the power button: an event for the operating system. */
    public void pressPowerButton() {
        status |= PWRBTN;
        drive();
    }

    @Override
    public int in8(int offset) {
        noteOverflow();
        int register = offset & ~1;
        int shift = (offset & 1) * 8;
        if (offset >= TIMER && offset < TIMER + TIMER_BYTES) {
            return (int) (ticks() & TIMER_MASK) >> 8 * (offset - TIMER) & 0xFF;
        }
        return switch (register) {
            case STATUS -> status >> shift & 0xFF;
            case ENABLE -> enable >> shift & 0xFF;
            case CONTROL -> control >> shift & 0xFF;
            default -> 0;
        };
    }

    @Override
    public void out8(int offset, int value) {
        noteOverflow();
        int register = offset & ~1;
        int shift = (offset & 1) * 8;
        int bits = value << shift;
        int others = 0xFF00 >> shift;
        switch (register) {
            case STATUS -> status &= ~(bits & STICKY); // write 1 to clear
            case ENABLE -> enable = enable & others | bits & ENABLES;
            case CONTROL -> {
                control = control & others | bits & CONTROLS;
                request(bits);
            }
            default -> notModelled.report("82371AB", register("PM register", offset), value);
        }
        drive();
    }

    private static String register(String name, int offset) {
        return String.format("%s %02Xh", name, offset);
    }

    /** The bits of the control register that do something at once and read zero. */
    private void request(int bits) {
        if ((bits & GBL_RLS) != 0) {
            notModelled.report("82371AB", "PMCNTRL GBL_RLS, system management interrupt", bits);
        }
        if ((bits & SUS_EN) != 0) {
            if ((control & SUS_TYP) == SOFT_OFF) {
                powerOff.raise();
            } else {
                notModelled.report("82371AB", "PMCNTRL suspend type", control);
            }
        }
    }

    private long ticks() {
        return Frequency.PM_TIMER.ticksAt(time.nanos());
    }

    private long toggles() {
        return ticks() >> TIMER_MSB;
    }

    private void noteOverflow() {
        if (toggles() > togglesSeen) {
            togglesSeen = toggles();
            status |= TMROF;
        }
    }

    /** The timer costs an event only while its interrupt is wanted. */
    private void drive() {
        noteOverflow();
        boolean enabled = (control & SCI_EN) != 0;
        sci.set(enabled && (status & enable) != 0);
        if (enabled && (enable & TMROF) != 0 && (status & TMROF) == 0) {
            overflow.at(Frequency.PM_TIMER.timeOf(togglesSeen + 1 << TIMER_MSB));
        } else {
            overflow.cancel();
        }
    }

    @Override
    public void exchange(StateCodec state) {
        status = state.u16("status", status);
        enable = state.u16("enable", enable);
        control = state.u16("control", control);
        togglesSeen = state.i64("togglesSeen", togglesSeen);
        sci.exchange(state, "sci");
        powerOff.exchange(state, "powerOff");
    }
}
