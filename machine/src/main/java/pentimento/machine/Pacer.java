package pentimento.machine;

import java.util.concurrent.locks.LockSupport;

/**
 * Makes virtual time follow wall time, from outside of the machine: it only decides how long the
 * owner's thread sleeps. After a stall of the host the lag is dropped, not raced.
 */
final class Pacer {
    private static final long LONGEST_LAG_NANOS = 200_000_000, SHORTEST_SLEEP_NANOS = 1_500_000;

    private final boolean real;
    private long offset; // wall - virtual, ns

    Pacer(boolean real) {
        this.real = real;
    }

    boolean isReal() {
        return real;
    }

    /** Lines both clocks up: at the start of a run. */
    void start(long virtual) {
        offset = System.nanoTime() - virtual;
    }

    /** Called by a busy machine now and then: sleeps if virtual time is ahead. */
    void follow(long virtual) {
        long lead = virtual - now();
        if (lead > SHORTEST_SLEEP_NANOS) {
            LockSupport.parkNanos(lead);
        } else if (lead < -LONGEST_LAG_NANOS) {
            start(virtual);
        }
    }

    /**
     * Called by a halted machine: sleeps until wall time reaches a virtual time, or somebody
     * unparks the thread.
     *
     * @return the virtual time that wall time has reached, at most {@code until}
     */
    long sleep(long virtual, long until) {
        if (virtual - now() < -LONGEST_LAG_NANOS) {
            start(virtual);
        }
        long wait = until - now();
        if (wait > 0) {
            LockSupport.parkNanos(wait);
        }
        return Math.max(virtual, Math.min(until, now()));
    }

    private long now() {
        return System.nanoTime() - offset;
    }
}
