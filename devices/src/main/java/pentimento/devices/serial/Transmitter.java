package pentimento.devices.serial;

import java.util.function.IntConsumer;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/** The transmitter half of a 16550A: a holding register or a FIFO, and the shift register. */
final class Transmitter implements Stateful {
    private static final int NOTHING = -1;

    private final CharacterClock clock;
    private final IntConsumer line;
    private final Runnable holdingEmpty;
    private final Scheduler.Event shiftedOut;
    private final Fifo holding = new Fifo();
    private int shifting = NOTHING;
    private long done; // the clock at which the shift register is empty

    /**
     * @param line hears each character at its end
     * @param holdingEmpty runs when the holding register or the FIFO becomes empty
     */
    Transmitter(
            String name,
            Scheduler time,
            CharacterClock clock,
            IntConsumer line,
            Runnable holdingEmpty) {
        this.clock = clock;
        this.line = line;
        this.holdingEmpty = holdingEmpty;
        shiftedOut = time.event(name + ".transmit", this::characterEnds);
    }

    /**
     * @param depth of the holding FIFO: 1 or 16; a character beyond it is lost
     */
    void write(int value, int depth) {
        holding.put(value, depth);
        if (shifting == NOTHING) {
            start(clock.now());
        }
    }

    boolean isHoldingEmpty() {
        return holding.isEmpty();
    }

    boolean isEmpty() {
        return holding.isEmpty() && shifting == NOTHING;
    }

    void clearHolding() {
        holding.clear();
    }

    void reset() {
        holding.clear();
        shifting = NOTHING;
        shiftedOut.cancel();
    }

    private void start(long now) {
        shifting = holding.take();
        done = now + clock.clocksPerCharacter();
        clock.at(shiftedOut, done);
        if (holding.isEmpty()) {
            holdingEmpty.run();
        }
    }

    private void characterEnds() {
        int value = shifting;
        shifting = NOTHING;
        if (!holding.isEmpty()) {
            start(done);
        }
        line.accept(value);
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("holding", holding);
        shifting = state.i32("shifting", shifting);
        done = state.i64("done", done);
    }
}
