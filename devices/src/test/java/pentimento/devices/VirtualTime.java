package pentimento.devices;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Frequency;
import pentimento.memory.time.Scheduler;

/** A scheduler that a test moves. */
public final class VirtualTime implements Stateful {
    private final Scheduler scheduler = new Scheduler(CountRate.mips(100));

    public Scheduler scheduler() {
        return scheduler;
    }

    /** Moves by {@code nanos}, running each event at its deadline. */
    public void advance(long nanos) {
        moveTo(scheduler.nanos() + nanos);
    }

    /** Moves to {@code time} ns. */
    public void moveTo(long time) {
        scheduler.runDue();
        while (scheduler.nextDeadline() <= time) {
            scheduler.elapse(scheduler.nextDeadline() - scheduler.nanos());
            scheduler.runDue();
        }
        scheduler.elapse(time - scheduler.nanos());
    }

    /** Moves by whole clocks of a crystal. */
    public void advanceTicks(Frequency crystal, long ticks) {
        moveTo(crystal.timeOf(crystal.ticksAt(scheduler.nanos()) + ticks));
    }

    @Override
    public void exchange(StateCodec state) {
        scheduler.exchange(state);
    }
}
