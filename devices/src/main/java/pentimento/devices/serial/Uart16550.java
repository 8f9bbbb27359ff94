package pentimento.devices.serial;

import pentimento.memory.bus.Line;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/**
 * National PC16550D serial port, eight ports, with its interrupt pin gated by OUT2 as on a PC.
 * Characters take virtual time by the divisor of a 1.8432 MHz crystal.
 *
 * @see "National Semiconductor PC16550D datasheet, June 1995"
 */
public final class Uart16550 implements PortDevice, Stateful {
    // @formatter:off
    private static final int DATA = 0, IER = 1, IIR_FCR = 2, LCR = 3, MCR = 4, LSR = 5, MSR = 6;
    private static final int RECEIVED_DATA = 0x01, HOLDING_EMPTY = 0x02, LINE_STATUS = 0x04,
            MODEM_STATUS = 0x08, IER_BITS = 0x0F;
    private static final int IIR_NONE = 0x01, IIR_MODEM = 0x00, IIR_HOLDING_EMPTY = 0x02,
            IIR_DATA = 0x04, IIR_LINE = 0x06, IIR_TIMEOUT = 0x0C, IIR_FIFOS = 0xC0;
    private static final int FIFO_ENABLE = 0x01, CLEAR_RECEIVER = 0x02, CLEAR_TRANSMITTER = 0x04;
    private static final int STOP_BITS = 0x04, PARITY_ENABLE = 0x08, BREAK = 0x40, DLAB = 0x80; // LCR
    private static final int DTR = 0x01, RTS = 0x02, OUT1 = 0x04, OUT2 = 0x08, LOOP = 0x10, MCR_BITS = 0x1F;
    private static final int DATA_READY = 0x01, THRE = 0x20, TEMT = 0x40, ERROR_IN_FIFO = 0x80; // LSR
    private static final int RING = 0x40, RING_ENDED = 0x04, LEVELS = 0xF0; // MSR
    // @formatter:on
    private static final int[] TRIGGERS = {1, 4, 8, 14};
    private static final int BAUD_9600 = 12;

    private final Line irq;
    private final SerialPeer peer;
    private final CharacterClock clock;
    private final Transmitter transmitter;
    private final Receiver receiver;
    private int ier, fcr, lcr, mcr, scratch;
    private int divisor = BAUD_9600;
    private int modemPins; // the levels of the four inputs, where the MSR has them
    private int modemStatus;
    private boolean holdingEmptied; // the interrupt of the empty holding register

    /**
     * @param name names the events, for example "com1"
     * @param irq high while an enabled interrupt is pending and OUT2 is set
     * @param peer the far end of the cable
     */
    public Uart16550(String name, Scheduler time, Line irq, SerialPeer peer) {
        this.irq = irq;
        this.peer = peer;
        clock = new CharacterClock(time);
        transmitter = new Transmitter(name, time, clock, this::sent, () -> holdingEmptied = true);
        receiver = new Receiver(name, time, clock, this::drive);
        rate();
    }

    /** The MR pin: the divisor and the modem's inputs stay. */
    public void reset() {
        ier = 0;
        fcr = 0;
        lcr = 0;
        mcr = 0;
        holdingEmptied = false;
        modemStatus = modemPins;
        transmitter.reset();
        receiver.forgetErrors();
        receiver.configure(1, 1);
        receiver.clear();
        receiver.connect(true);
        rate();
        drive();
    }

    // ---------------------------------------------------------------- the cable

    /** The far end sends characters; they arrive at the port's own rate, and wait for room. */
    public void receive(byte[] characters) {
        receiver.send(characters);
    }

    /**
     * @return characters that the far end has yet to send
     */
    public int waiting() {
        return receiver.waiting();
    }

    /** The far end sends a break. */
    public void receiveBreak() {
        receiver.arrive(0, Receiver.BREAK);
        drive();
    }

    /** The far end moves a modem line. */
    public void modem(ModemInput input, boolean high) {
        modemPins = high ? modemPins | input.bit() : modemPins & ~input.bit();
        if ((mcr & LOOP) == 0) {
            modemLevels(modemPins);
        }
    }

    /** A character has left the shift register. */
    private void sent(int value) {
        if ((mcr & LOOP) != 0) {
            receiver.arrive(value, 0);
        } else {
            peer.received(value);
        }
        drive();
    }

    private void modemLevels(int levels) {
        int changed = (modemStatus ^ levels) & LEVELS;
        boolean ringEnds = (changed & RING) != 0 && (levels & RING) == 0;
        int deltas = changed >> 4 & ~RING_ENDED | (ringEnds ? RING_ENDED : 0);
        modemStatus = levels | modemStatus & 0x0F | deltas;
        drive();
    }

    // ---------------------------------------------------------------- registers

    @Override
    public int in8(int offset) {
        boolean latch = (lcr & DLAB) != 0;
        int value =
                switch (offset) {
                    case DATA -> latch ? divisor & 0xFF : receiver.read();
                    case IER -> latch ? divisor >> 8 : ier;
                    case IIR_FCR -> readInterrupt();
                    case LCR -> lcr;
                    case MCR -> mcr;
                    case LSR -> readLineStatus();
                    case MSR -> readModemStatus();
                    default -> scratch;
                };
        drive();
        return value;
    }

    @Override
    public void out8(int offset, int value) {
        boolean latch = (lcr & DLAB) != 0;
        switch (offset) {
            case DATA -> {
                if (latch) {
                    divisor(divisor & 0xFF00 | value);
                } else {
                    transmit(value);
                }
            }
            case IER -> {
                if (latch) {
                    divisor(divisor & 0xFF | value << 8);
                } else {
                    enableInterrupts(value & IER_BITS);
                }
            }
            case IIR_FCR -> fifoControl(value);
            case LCR -> lineControl(value);
            case MCR -> modemControl(value & MCR_BITS);
            case LSR, MSR -> {} // read-only outside of the factory
            default -> scratch = value;
        }
        drive();
    }

    private void transmit(int value) {
        holdingEmptied = false;
        drive(); // an edge for the interrupt that follows
        transmitter.write(value & dataMask(), depth());
    }

    private void enableInterrupts(int value) {
        boolean holdingEnabled = (value & ~ier & HOLDING_EMPTY) != 0;
        ier = value;
        holdingEmptied |= holdingEnabled && transmitter.isHoldingEmpty();
    }

    private void divisor(int value) {
        divisor = value;
        rate();
    }

    private int depth() {
        return (fcr & FIFO_ENABLE) != 0 ? Fifo.DEPTH : 1;
    }

    private void fifoControl(int value) {
        boolean toggled = ((value ^ fcr) & FIFO_ENABLE) != 0;
        boolean enabled = (value & FIFO_ENABLE) != 0;
        fcr = enabled ? value : 0; // the other bits count only together with this one
        if (toggled || enabled && (value & CLEAR_RECEIVER) != 0) {
            receiver.clear();
        }
        if (toggled || enabled && (value & CLEAR_TRANSMITTER) != 0) {
            holdingEmptied |= !transmitter.isHoldingEmpty();
            transmitter.clearHolding();
        }
        receiver.configure(depth(), enabled ? TRIGGERS[value >> 6] : 1);
    }

    private void lineControl(int value) {
        boolean breaks = ((value ^ lcr) & BREAK) != 0;
        lcr = value;
        rate();
        if (breaks) {
            boolean on = (value & BREAK) != 0;
            if ((mcr & LOOP) == 0) {
                peer.breakCondition(on);
            } else if (on) {
                receiver.arrive(0, Receiver.BREAK);
            }
        }
    }

    private void modemControl(int value) {
        int old = mcr;
        mcr = value;
        boolean loop = (value & LOOP) != 0;
        if (outputs(old) != outputs(value)) {
            peer.modemOutputs((outputs(value) & DTR) != 0, (outputs(value) & RTS) != 0);
        }
        if (loop != ((old & LOOP) != 0)) {
            receiver.connect(!loop);
        }
        modemLevels(loop ? loopedBack(value) : modemPins);
    }

    /** In loopback the output pins are inactive. */
    private static int outputs(int mcr) {
        return (mcr & LOOP) != 0 ? 0 : mcr & (DTR | RTS);
    }

    private static int loopedBack(int mcr) {
        return ((mcr & RTS) != 0 ? ModemInput.CLEAR_TO_SEND.bit() : 0)
                | ((mcr & DTR) != 0 ? ModemInput.DATA_SET_READY.bit() : 0)
                | ((mcr & OUT1) != 0 ? ModemInput.RING.bit() : 0)
                | ((mcr & OUT2) != 0 ? ModemInput.CARRIER_DETECT.bit() : 0);
    }

    private int readLineStatus() {
        int status =
                (receiver.hasData() ? DATA_READY : 0)
                        | receiver.errors()
                        | (transmitter.isHoldingEmpty() ? THRE : 0)
                        | (transmitter.isEmpty() ? TEMT : 0)
                        | (depth() > 1 && receiver.hasErrorInside() ? ERROR_IN_FIFO : 0);
        receiver.forgetErrors();
        return status;
    }

    private int readModemStatus() {
        int status = modemStatus;
        modemStatus &= LEVELS;
        return status;
    }

    // ---------------------------------------------------------------- interrupts

    private int readInterrupt() {
        int interrupt = interrupt();
        if (interrupt == IIR_HOLDING_EMPTY) {
            holdingEmptied = false;
        }
        return interrupt | (depth() > 1 ? IIR_FIFOS : 0);
    }

    /**
     * @return the pending interrupt of the highest priority, as the IIR shows it
     */
    private int interrupt() {
        if ((ier & LINE_STATUS) != 0 && receiver.errors() != 0) {
            return IIR_LINE;
        }
        if ((ier & RECEIVED_DATA) != 0 && receiver.hasData()) {
            if (receiver.isTriggered()) {
                return IIR_DATA;
            }
            if (receiver.isTimedOut()) {
                return IIR_TIMEOUT;
            }
        }
        if ((ier & HOLDING_EMPTY) != 0 && holdingEmptied) {
            return IIR_HOLDING_EMPTY;
        }
        return (ier & MODEM_STATUS) != 0 && (modemStatus & ~LEVELS) != 0 ? IIR_MODEM : IIR_NONE;
    }

    private void drive() {
        boolean gated = (mcr & (OUT2 | LOOP)) == OUT2;
        irq.set(gated && interrupt() != IIR_NONE);
    }

    // ---------------------------------------------------------------- the shape of a character

    private int dataBits() {
        return 5 + (lcr & 3);
    }

    private int dataMask() {
        return (1 << dataBits()) - 1;
    }

    private void rate() {
        boolean longStop = (lcr & STOP_BITS) != 0;
        int stopHalfBits = longStop ? dataBits() == 5 ? 3 : 4 : 2;
        int bits = 1 + dataBits() + ((lcr & PARITY_ENABLE) != 0 ? 1 : 0);
        clock.rate(divisor, 2 * bits + stopHalfBits);
    }

    @Override
    public void exchange(StateCodec state) {
        ier = state.u8("ier", ier);
        fcr = state.u8("fcr", fcr);
        lcr = state.u8("lcr", lcr);
        mcr = state.u8("mcr", mcr);
        scratch = state.u8("scratch", scratch);
        divisor = state.u16("divisor", divisor);
        modemPins = state.u8("modemPins", modemPins);
        modemStatus = state.u8("modemStatus", modemStatus);
        holdingEmptied = state.bool("holdingEmptied", holdingEmptied);
        state.section("transmitter", transmitter);
        state.section("receiver", receiver);
        irq.exchange(state, "irq");
        if (state.isLoading()) {
            rate();
        }
    }
}
