package pentimento.devices.pit;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Frequency;
import pentimento.memory.time.Scheduler;

/**
 * Intel 8254 programmable interval timer: three counters clocked with 1.193182 MHz. Four ports: the
 * counters, then the control word. Counters are brought up to date when somebody looks; only a
 * counter whose OUT is wired to something has an event, at each change of OUT.
 *
 * @see "Intel 8254 datasheet, order 231164-005"
 */
public final class Pit8254 implements PortDevice, Stateful {
    private static final int COUNTERS = 3, SPEAKER = 2;
    private static final int READ_BACK = 3; // SC1 SC0
    private static final int KEEP_COUNT = 0x20, KEEP_STATUS = 0x10; // of the read-back command

    private final Scheduler time;
    private final List<Channel> channels;

    /**
     * @param out0 OUT of counter 0; the other counters are wired to nothing
     */
    public Pit8254(Scheduler time, Line out0) {
        this(time, List.of(Optional.of(out0), Optional.empty(), Optional.empty()));
    }

    /** All three OUT pins are wired, and each costs events. */
    public Pit8254(Scheduler time, Line out0, Line out1, Line out2) {
        this(time, List.of(Optional.of(out0), Optional.of(out1), Optional.of(out2)));
    }

    private Pit8254(Scheduler time, List<Optional<Line>> outs) {
        this.time = time;
        channels = IntStream.range(0, COUNTERS).mapToObj(n -> new Channel(n, outs.get(n))).toList();
    }

    /**
     * @param n the gate of counter n, 0..2; on a PC only that of counter 2 is wired, the others are
     *     tied high
     */
    public Line gate(int n) {
        return channels.get(n).gate;
    }

    /**
     * @return the level of OUT of counter n, now
     */
    public boolean isOutHigh(int n) {
        Channel channel = channels.get(n);
        channel.update();
        return channel.counter.isOutHigh();
    }

    /**
     * @return what counter 2 gives to the speaker, for an observer: nothing changes
     * @param data the speaker data bit of system control port B
     */
    SpeakerState speaker(boolean data) {
        Counter counter = channels.get(SPEAKER).counter;
        return new SpeakerState(data, counter.isGateHigh(), counter.mode(), counter.divisor());
    }

    @Override
    public int in8(int offset) {
        if (offset == COUNTERS) {
            return 0xFF; // "no operation": the bus floats
        }
        Channel channel = channels.get(offset);
        channel.update();
        return channel.counter.read();
    }

    @Override
    public void out8(int offset, int value) {
        if (offset == COUNTERS) {
            control(value);
            return;
        }
        Channel channel = channels.get(offset);
        channel.update();
        channel.counter.write(value);
        channel.schedule();
    }

    private void control(int value) {
        int select = value >> 6;
        if (select == READ_BACK) {
            readBack(value);
            return;
        }
        Channel channel = channels.get(select);
        channel.update();
        if ((value & 0x30) == 0) {
            channel.counter.latchCount();
        } else {
            channel.counter.control(value);
            channel.schedule();
        }
    }

    private void readBack(int value) {
        for (int n = 0; n < COUNTERS; n++) {
            if ((value >> 1 + n & 1) != 0) {
                Channel channel = channels.get(n);
                channel.update();
                if ((value & KEEP_COUNT) == 0) {
                    channel.counter.latchCount();
                }
                if ((value & KEEP_STATUS) == 0) {
                    channel.counter.latchStatus();
                }
            }
        }
    }

    @Override
    public void exchange(StateCodec state) {
        for (int n = 0; n < COUNTERS; n++) {
            state.section("counter" + n, channels.get(n));
        }
    }

    /** A counter in virtual time. */
    private final class Channel implements Stateful {
        private final Counter counter;
        private final Line gate;
        private final Optional<Scheduler.Event> edge;

        Channel(int number, Optional<Line> out) {
            boolean tiedHigh = number != SPEAKER;
            counter = new Counter(out.orElseGet(Line::unconnected), tiedHigh);
            gate = new Line(this::gate);
            gate.restore(tiedHigh);
            edge = out.map(wired -> time.event("pit." + number, this::reached));
        }

        void update() {
            counter.advanceTo(Frequency.PIT.ticksAt(time.nanos()));
        }

        void schedule() {
            edge.ifPresent(this::schedule);
        }

        private void schedule(Scheduler.Event event) {
            long pulse = counter.nextTransition();
            if (pulse == Counter.NEVER) {
                event.cancel();
            } else {
                event.at(Frequency.PIT.timeOf(pulse));
            }
        }

        private void reached() {
            update();
            schedule();
        }

        private void gate(boolean high) {
            update();
            counter.gate(high);
            schedule();
        }

        @Override
        public void exchange(StateCodec state) {
            counter.exchange(state);
        }
    }
}
