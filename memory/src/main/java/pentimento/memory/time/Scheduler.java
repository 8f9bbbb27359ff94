package pentimento.memory.time;

import java.util.ArrayList;
import java.util.List;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * A machine's one clock and its named events. Time is nanoseconds of virtual time plus an exact
 * remainder; it advances with the processor's counts and with the cost of port accesses, never with
 * the host's clock. The processor runs to the next deadline; a deadline takes effect at the first
 * instruction boundary at or after it; ties run in the order in which they were armed. Components
 * register their events at construction, so that a snapshot can hold them by name.
 */
public final class Scheduler implements Stateful {
    /** A deadline beyond any other. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long LONGEST_SLICE_NANOS = 10_000_000;

    /** One named thing that happens at a time: armed or not, never twice at once. */
    public final class Event {
        private final String name;
        private final Runnable action;
        private long deadline = NEVER;
        private long sequence;

        private Event(String name, Runnable action) {
            this.name = name;
            this.action = action;
        }

        /**
         * Arms the event, or moves it, to {@code time} ns of virtual time. A time that has passed
         * is due at once.
         */
        public void at(long time) {
            deadline = time;
            sequence = nextSequence++;
            findNext();
        }

        /** Arms the event {@code delay} ns from now. */
        public void after(long delay) {
            at(nanos + delay);
        }

        public void cancel() {
            deadline = NEVER;
            findNext();
        }

        public boolean isArmed() {
            return deadline != NEVER;
        }

        /**
         * @return ns of virtual time, or {@link #NEVER}
         */
        public long deadline() {
            return deadline;
        }

        private boolean isBefore(Event other) {
            return deadline < other.deadline
                    || deadline == other.deadline && sequence < other.sequence;
        }
    }

    private final List<Event> events = new ArrayList<>();
    private final Event none = new Event("none", () -> {});
    private Event next = none;
    private CountRate rate;
    private long nanos;
    private long remainder; // in units of 1 / rate.counts() ns
    private long retired;
    private long nextSequence;
    private long horizon = NEVER;

    public Scheduler(CountRate rate) {
        this.rate = rate;
    }

    /**
     * Registers an event. To be called at construction of the machine, once per name.
     *
     * @param name unique in the machine, for example "pit.0"
     */
    public Event event(String name, Runnable action) {
        if (events.stream().anyMatch(e -> e.name.equals(name))) {
            throw new IllegalStateException("event " + name + " is registered twice");
        }
        var event = new Event(name, action);
        events.add(event);
        return event;
    }

    /**
     * @return virtual time in ns since power-on, exact at instruction boundaries that published
     *     their count
     */
    public long nanos() {
        return nanos;
    }

    /**
     * @return counts retired since power-on
     */
    public long retired() {
        return retired;
    }

    /**
     * @return ns of virtual time of the next event, or {@link #NEVER}
     */
    public long nextDeadline() {
        return next.deadline;
    }

    public CountRate rate() {
        return rate;
    }

    /** Changes how much time a count takes, from now on. */
    public void rate(CountRate newRate) {
        remainder = remainder * newRate.counts() / rate.counts();
        rate = newRate;
    }

    /** Advances by counts of the processor. */
    public void retire(long counts) {
        retired += counts;
        long total = remainder + counts * rate.nanos();
        nanos += total / rate.counts();
        remainder = total % rate.counts();
    }

    /**
     * Advances by the duration of something that is not an instruction: a port access, an idle
     * jump.
     */
    public void elapse(long duration) {
        nanos += duration;
    }

    /**
     * Sets how far the run loop lets the processor run at most, in ns of virtual time. Not an event
     * and not state: a slice that ends here is invisible to the guest.
     */
    public void horizon(long time) {
        horizon = time;
    }

    /**
     * Jumps to the next deadline, or to the horizon if that is earlier: a halted processor's time
     * is free.
     */
    public void skipToNextDeadline() {
        long target = Math.min(next.deadline, horizon);
        if (target > nanos) {
            nanos = target;
            remainder = 0;
        }
    }

    /**
     * How far the processor may run: to the next deadline or the horizon.
     *
     * @return counts, at least 0 (the time has come), at most some millions
     */
    public int budget() {
        long wait = Math.min(Math.min(next.deadline, horizon) - nanos, LONGEST_SLICE_NANOS);
        if (wait <= 0) {
            return 0;
        }
        return (int)
                Math.min(
                        Integer.MAX_VALUE / 2,
                        Math.ceilDiv(wait * rate.counts() - remainder, rate.nanos()));
    }

    public boolean isEventDue() {
        return next.deadline <= nanos;
    }

    /** Runs all events that are due, in order; an event may arm others, which run too if due. */
    public void runDue() {
        while (next.deadline <= nanos) {
            Event due = next;
            due.deadline = NEVER;
            findNext();
            due.action.run();
        }
    }

    private void findNext() {
        Event first = none;
        for (Event event : events) {
            if (event.isBefore(first)) {
                first = event;
            }
        }
        next = first;
    }

    @Override
    public void exchange(StateCodec state) {
        nanos = state.i64("nanos", nanos);
        remainder = state.i64("remainder", remainder);
        retired = state.i64("retired", retired);
        nextSequence = state.i64("nextSequence", nextSequence);
        rate =
                new CountRate(
                        state.i64("rateNanos", rate.nanos()),
                        state.i64("rateCounts", rate.counts()));
        for (Event event : events) {
            state.section(
                    event.name,
                    s -> {
                        event.deadline = s.i64("deadline", event.deadline);
                        event.sequence = s.i64("sequence", event.sequence);
                    });
        }
        findNext();
    }
}
