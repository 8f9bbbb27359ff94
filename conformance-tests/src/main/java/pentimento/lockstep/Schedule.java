package pentimento.lockstep;

import java.time.Duration;
import java.util.Random;
import pentimento.machine.Machine;
import pentimento.machine.Stop;

/**
 * How the running of a machine is cut: into steps, at whose ends it is compared, and those into
 * slices of random length. The same seed cuts the same guest at the same moments again.
 */
final class Schedule {
    private static final int SHORT = 300, MIDDLE = 20_000;

    private final Chapter chapter;
    private final Random random;
    private long stepEnd;

    Schedule(Chapter chapter) {
        this.chapter = chapter;
        stepEnd = chapter.nanos();
        random = new Random(chapter.seed());
    }

    /**
     * Runs to the end of the next step, or to an earlier moment.
     *
     * @return false if the machine stopped by itself
     */
    boolean step(Machine machine, long atMost) {
        stepEnd = chapter.isPlain() ? Long.MAX_VALUE : stepEnd + chapter.step();
        while (true) {
            long now = nanos(machine), left = stepEnd - now;
            if (left <= 0 || now >= atMost) {
                return true;
            }
            long slice = Math.min(chapter.isPlain() ? left : slice(left), atMost - now);
            Stop stop = machine.run(Duration.ofNanos(slice));
            if (stop.reason() != Stop.Reason.VIRTUAL_TIME_REACHED) {
                return false;
            }
        }
    }

    private long slice(long left) {
        long slice =
                switch (random.nextInt(8)) {
                    case 0 -> 1 + random.nextInt(SHORT);
                    case 1 -> 1 + random.nextInt(MIDDLE);
                    default -> 1 + (long) (random.nextDouble() * left);
                };
        return Math.min(slice, left);
    }

    /** Runs all steps up to a moment. */
    void run(Machine machine, long until) {
        while (nanos(machine) < until && step(machine, until)) {}
    }

    /** Runs a machine to the end of the step, at a stretch. */
    Stop follow(Machine machine) {
        return machine.run(Duration.ofNanos(Math.max(0, stepEnd - nanos(machine))));
    }

    static long nanos(Machine machine) {
        return machine.virtualTime().toNanos();
    }
}
