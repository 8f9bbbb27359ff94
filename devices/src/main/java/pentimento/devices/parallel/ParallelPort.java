package pentimento.devices.parallel;

import java.util.Optional;
import java.util.function.IntConsumer;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/**
 * A parallel printer port with bidirectional data, three ports, and the printer at its cable. A
 * strobe hands the printer a byte; the printer is busy for a while, pulses ACK, and is ready again.
 * Without a printer the cable's lines float high.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, parallel port"
 */
public final class ParallelPort implements PortDevice, Stateful {
    private static final int DATA = 0, STATUS = 1;
    private static final int NOT_BUSY = 0x80, NOT_ACK = 0x40, SELECTED = 0x10, NOT_ERROR = 0x08;
    private static final int UNUSED_STATUS = 0x07, NOBODY = 0x7F; // busy, out of paper
    private static final int STROBE = 0x01, NOT_INIT = 0x04, IRQ_ENABLE = 0x10, INPUT = 0x20;
    private static final int WRITABLE = 0x3F, UNUSED_CONTROL = 0xC0;
    private static final long BUSY_NANOS = 10_000, ACK_NANOS = 5_000;

    private enum Printer {
        READY,
        BUSY,
        ACKNOWLEDGING
    }

    private final Line irq;
    private final Optional<IntConsumer> paper;
    private final Scheduler.Event handshake;
    private int data, control = NOT_INIT;
    private Printer printer = Printer.READY;

    /**
     * @param name names the event, for example "lpt1"
     * @param irq rises when ACK ends, if the control register enables it
     * @param paper hears each byte that is printed, 0..FFh; empty if there is no printer
     */
    public ParallelPort(String name, Scheduler time, Line irq, Optional<IntConsumer> paper) {
        this.irq = irq;
        this.paper = paper;
        handshake = time.event(name + ".handshake", this::goOn);
    }

    public void reset() {
        data = 0;
        control = NOT_INIT;
        initialisePrinter();
        irq.lower();
    }

    @Override
    public int in8(int offset) {
        return switch (offset) {
            case DATA -> (control & INPUT) != 0 ? 0xFF : data; // no printer here talks back
            case STATUS -> status();
            default -> UNUSED_CONTROL | control;
        };
    }

    @Override
    public void out8(int offset, int value) {
        if (offset == DATA) {
            data = value;
        } else if (offset != STATUS) {
            control(value & WRITABLE);
        }
    }

    private int status() {
        if (paper.isEmpty()) {
            return NOBODY;
        }
        return UNUSED_STATUS
                | NOT_ERROR
                | SELECTED
                | (printer == Printer.ACKNOWLEDGING ? 0 : NOT_ACK)
                | (printer == Printer.READY ? NOT_BUSY : 0);
    }

    private void control(int value) {
        boolean strobes = (value & ~control & STROBE) != 0;
        control = value;
        if ((value & IRQ_ENABLE) == 0) {
            irq.lower();
        }
        if ((value & NOT_INIT) == 0) {
            initialisePrinter();
        } else if (strobes && printer == Printer.READY) {
            paper.ifPresent(this::print);
        }
    }

    private void print(IntConsumer sheet) {
        sheet.accept(data);
        printer = Printer.BUSY;
        handshake.after(BUSY_NANOS);
    }

    private void initialisePrinter() {
        printer = Printer.READY;
        handshake.cancel();
    }

    private void goOn() {
        if (printer == Printer.BUSY) {
            printer = Printer.ACKNOWLEDGING;
            irq.lower();
            handshake.after(ACK_NANOS);
        } else {
            printer = Printer.READY;
            if ((control & IRQ_ENABLE) != 0) {
                irq.raise();
            }
        }
    }

    @Override
    public void exchange(StateCodec state) {
        data = state.u8("data", data);
        control = state.u8("control", control);
        printer = state.constant("printer", printer, Printer.class);
        irq.exchange(state, "irq");
    }
}
