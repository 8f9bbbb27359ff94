package pentimento.lockstep;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import pentimento.machine.Machine;
import pentimento.machine.Snapshot;
import pentimento.machine.Stop;
import pentimento.machine.Translation;

/**
 * Runs one guest on two machines, one that interprets and one that translates whatever is executed
 * twice, and compares the digests of all state after every step. The translating machine runs in
 * slices of random length, in regions of random extent.
 *
 * <p>A run is made of chapters. At the begin of each the translating machine takes over the state
 * of the other and forgets all code, so that what it does in the chapter follows from that state
 * and a seed alone: where the digests differ, {@link Search} does the chapter again and again.
 */
public final class Lockstep implements AutoCloseable {
    private static final long CHAPTER_NANOS = 2_000_000_000, CHAPTER_SEEDS = 1_000_003;

    private final Machine interpreting;
    private final Machine translating;
    private final SelectiveTranslator translator;
    private final long seed;
    private long chapters;
    private boolean hasEnded;

    /**
     * @param build makes the machine from a builder that knows how to translate
     */
    public Lockstep(Function<Machine.Builder, Machine> build, long seed) {
        this(build, seed, SelectiveTranslator.Factory.STANDARD);
    }

    Lockstep(
            Function<Machine.Builder, Machine> build,
            long seed,
            SelectiveTranslator.Factory factory) {
        this.seed = seed;
        translator = new SelectiveTranslator(factory);
        interpreting = build.apply(Machine.builder().jit(Translation.OFF));
        translating = build.apply(Machine.builder().translator(translator));
    }

    public Machine interpreting() {
        return interpreting;
    }

    public Machine translating() {
        return translating;
    }

    /**
     * @return true if the guest has switched itself off or halted for ever
     */
    public boolean hasEnded() {
        return hasEnded;
    }

    /**
     * @return percent of all counts that retired in translated code
     */
    public double coverage() {
        long retired = interpreting.statistics().retired();
        return retired == 0 ? 0 : translator.executed() * 100.0 / retired;
    }

    /**
     * Runs both.
     *
     * @param step virtual time between two comparisons
     * @return the first difference, if there is any
     */
    public Optional<Difference> run(Duration span, Duration step) {
        long end = Schedule.nanos(interpreting) + span.toNanos();
        while (Schedule.nanos(interpreting) < end) {
            long left = end - Schedule.nanos(interpreting);
            var chapter = chapter(step.toNanos());
            Optional<Long> differing = run(chapter, Math.min(left, CHAPTER_NANOS));
            if (differing.isPresent()) {
                return Optional.of(
                        new Search(interpreting, translating, translator)
                                .locate(chapter, differing.get()));
            }
            if (hasEnded) {
                break;
            }
        }
        return Optional.empty();
    }

    private Chapter chapter(long step) {
        Snapshot common = interpreting.save();
        return new Chapter(
                common,
                Schedule.nanos(interpreting),
                step,
                seed * CHAPTER_SEEDS + chapters++,
                false);
    }

    /**
     * @return a moment at which the machines differ
     */
    private Optional<Long> run(Chapter chapter, long nanos) {
        Schedule schedule = chapter.begin(translating, translator);
        long end = chapter.nanos() + nanos;
        while (Schedule.nanos(interpreting) < end) {
            schedule.step(translating, Long.MAX_VALUE);
            Stop stop = schedule.follow(interpreting);
            if (!interpreting.digest().equals(translating.digest())) {
                return Optional.of(
                        Math.max(Schedule.nanos(interpreting), Schedule.nanos(translating)));
            }
            if (stop.reason() != Stop.Reason.VIRTUAL_TIME_REACHED) {
                hasEnded = true;
                break;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        interpreting.close();
        translating.close();
    }
}
