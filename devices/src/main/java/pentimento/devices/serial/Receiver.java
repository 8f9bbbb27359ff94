package pentimento.devices.serial;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/**
 * The receiver half of a 16550A: buffer register or FIFO, error bits, character timeout, and the
 * wire from the far end. The far end keeps perfect flow: it starts no character that would find the
 * receiver full. What arrives another way may overrun.
 */
final class Receiver implements Stateful {
    static final int OVERRUN = 0x02, PARITY = 0x04, FRAMING = 0x08, BREAK = 0x10; // as in LSR
    static final int ERRORS = OVERRUN | PARITY | FRAMING | BREAK;

    private static final int ERROR_SHIFT = 8; // errors of a FIFO entry, above its character
    private static final int NOTHING = -1, TIMEOUT_CHARACTERS = 4;

    private final CharacterClock clock;
    private final Runnable changed;
    private final Scheduler.Event arrival, timeout;
    private final Fifo buffer = new Fifo();
    private final Wire wire = new Wire();
    private int depth = 1, trigger = 1;
    private int last; // what the buffer register shows when it is empty
    private int errors; // of the line status register
    private int arriving = NOTHING;
    private long done; // the clock at which the arriving character is complete
    private boolean connected = true, timedOut;

    /**
     * @param changed runs after each event
     */
    Receiver(String name, Scheduler time, CharacterClock clock, Runnable changed) {
        this.clock = clock;
        this.changed = changed;
        arrival = time.event(name + ".receive", this::characterEnds);
        timeout = time.event(name + ".timeout", this::timeoutEnds);
    }

    // ---------------------------------------------------------------- the line

    /** The far end has something to say. */
    void send(byte[] characters) {
        wire.add(characters);
        startNext(clock.now());
    }

    int waiting() {
        return wire.waiting();
    }

    /** Whether the pin is joined with the wire: not in loopback. */
    void connect(boolean joined) {
        connected = joined;
        startNext(clock.now());
    }

    private void startNext(long now) {
        if (arriving == NOTHING && connected && !wire.isIdle() && buffer.size() < depth) {
            arriving = wire.take();
            done = now + clock.clocksPerCharacter();
            clock.at(arrival, done);
        }
    }

    private void characterEnds() {
        int value = arriving;
        arriving = NOTHING;
        arrive(value, 0);
        startNext(done);
        changed.run();
    }

    /**
     * A character is complete.
     *
     * @param with error bits of the line status register
     */
    void arrive(int value, int with) {
        int entry = value | with << ERROR_SHIFT;
        if (!buffer.put(entry, depth)) {
            errors |= OVERRUN;
            if (depth == 1) { // the buffer register is overwritten; a FIFO keeps what it has
                buffer.take();
                buffer.put(entry, depth);
            }
        }
        if (buffer.size() == 1) {
            reveal();
        }
        restartTimeout();
    }

    /** The errors of a character show when it is the next to be read. */
    private void reveal() {
        errors |= buffer.first() >> ERROR_SHIFT;
    }

    // ---------------------------------------------------------------- the registers

    int read() {
        if (!buffer.isEmpty()) {
            last = buffer.take() & 0xFF;
            if (!buffer.isEmpty()) {
                reveal();
            }
        }
        restartTimeout();
        startNext(clock.now());
        return last;
    }

    boolean hasData() {
        return !buffer.isEmpty();
    }

    boolean isTriggered() {
        return buffer.size() >= trigger;
    }

    boolean isTimedOut() {
        return timedOut;
    }

    int errors() {
        return errors;
    }

    boolean hasErrorInside() {
        return buffer.anyHas((PARITY | FRAMING | BREAK) << ERROR_SHIFT);
    }

    void forgetErrors() {
        errors = 0;
    }

    /**
     * @param newDepth 1 or 16
     * @param newTrigger characters that interrupt
     */
    void configure(int newDepth, int newTrigger) {
        depth = newDepth;
        trigger = newTrigger;
        restartTimeout();
        startNext(clock.now());
    }

    void clear() {
        buffer.clear();
        restartTimeout();
        startNext(clock.now());
    }

    private void restartTimeout() {
        timedOut = false;
        if (depth > 1 && !buffer.isEmpty()) {
            clock.at(timeout, clock.now() + (long) TIMEOUT_CHARACTERS * clock.clocksPerCharacter());
        } else {
            timeout.cancel();
        }
    }

    private void timeoutEnds() {
        timedOut = true;
        changed.run();
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("buffer", buffer);
        state.section("wire", wire);
        depth = state.u8("depth", depth);
        trigger = state.u8("trigger", trigger);
        last = state.u8("last", last);
        errors = state.u8("errors", errors);
        arriving = state.i32("arriving", arriving);
        done = state.i64("done", done);
        connected = state.bool("connected", connected);
        timedOut = state.bool("timedOut", timedOut);
    }
}
