package pentimento.lockstep;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import pentimento.machine.Machine;
import pentimento.machine.Snapshot;
import pentimento.machine.Stop;
import pentimento.machine.Translation;

/**
 * Runs one guest on two machines, one that interprets and one that translates whatever it can, and
 * compares the digests of all state after every step. The translating machine runs each step in
 * slices of random length. Where the digests differ, both go back to the last common state, and the
 * first count after which they differ is searched for.
 */
public final class Lockstep implements AutoCloseable {
    private static final long NANOS_PER_COUNT = 10; // at 100 MIPS

    private final Machine interpreting;
    private final Machine translating;
    private final Random random;

    /**
     * @param build makes the machine from a builder that knows how to translate
     */
    public Lockstep(Function<Machine.Builder, Machine> build, long seed) {
        interpreting = build.apply(Machine.builder().jit(Translation.OFF));
        translating = build.apply(Machine.builder().jit(Translation.EAGER));
        random = new Random(seed);
    }

    public Machine interpreting() {
        return interpreting;
    }

    public Machine translating() {
        return translating;
    }

    /**
     * Runs both.
     *
     * @param step virtual time between two comparisons
     * @return the first difference, if there is any
     */
    public Optional<Difference> run(Duration span, Duration step) {
        long done = 0;
        while (done < span.toNanos()) {
            Snapshot before = interpreting.save();
            Stop.Reason reason = interpreting.run(step).reason();
            sliced(step.toNanos());
            if (differ()) {
                return Optional.of(locate(before, step.toNanos() / NANOS_PER_COUNT));
            }
            if (reason != Stop.Reason.VIRTUAL_TIME_REACHED) {
                break;
            }
            done += step.toNanos();
        }
        return Optional.empty();
    }

    private void sliced(long nanos) {
        long end = translating.virtualTime().toNanos() + nanos;
        while (true) {
            long left = end - translating.virtualTime().toNanos();
            if (left <= 0) {
                return;
            }
            long slice =
                    random.nextInt(4) == 0
                            ? 1 + random.nextInt(2_000)
                            : 1 + (long) (random.nextDouble() * left);
            Stop stop = translating.run(Duration.ofNanos(Math.min(slice, left)));
            if (stop.reason() != Stop.Reason.VIRTUAL_TIME_REACHED) {
                return;
            }
        }
    }

    private boolean differ() {
        return !interpreting.digest().equals(translating.digest());
    }

    /** Bisects: the longest run that ends in the same state, and what comes after it. */
    private Difference locate(Snapshot common, long counts) {
        long same = 0, different = counts;
        while (different - same > 1) {
            long middle = (same + different) >>> 1;
            if (differAfter(common, middle)) {
                different = middle;
            } else {
                same = middle;
            }
        }
        boolean isRepeated = differAfter(common, different);
        String expected = interpreting.registers(), actual = translating.registers();
        differAfter(common, same);
        return new Difference(
                interpreting.statistics().retired(),
                isRepeated,
                interpreting.nextInstruction(),
                interpreting.registers(),
                expected,
                actual);
    }

    private boolean differAfter(Snapshot common, long counts) {
        interpreting.load(common);
        translating.load(common);
        Duration span = Duration.ofNanos(counts * NANOS_PER_COUNT);
        interpreting.run(span);
        translating.run(span);
        return differ();
    }

    @Override
    public void close() {
        interpreting.close();
        translating.close();
    }
}
