package pentimento.fuzz;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;

/**
 * Runs processor cases: fresh ones, and variations of those that reached something new. The same
 * seed gives the same cases.
 */
final class CpuFuzzer {
    private static final int MOST_KEPT = 20_000, ATTEMPTS = 4_000, MOST_OF_A_KIND = 2;

    /** Machines are big: those of one model are used for a while. */
    private static final int CASES_PER_MODEL = 100;

    /** From one model to another of a different age; coprime to the number of choices. */
    private static final int MODEL_STEP = 7;

    private final CaseRunner runner = new CaseRunner();
    private final List<FuzzCase> corpus = new ArrayList<>();
    private final Map<String, Integer> kinds = new HashMap<>();
    private final Random random;
    private final Watchdog watchdog;
    private final PrintStream out;
    private int row;
    private long passed;
    private long failed;

    CpuFuzzer(long seed, Watchdog watchdog, PrintStream out) {
        random = new Random(seed);
        this.watchdog = watchdog;
        this.out = out;
    }

    long passed() {
        return passed;
    }

    long failed() {
        return failed;
    }

    CaseRunner runner() {
        return runner;
    }

    /**
     * @param goesOn asked with the number of cases so far
     */
    void run(LongPredicate goesOn) {
        for (long done = 0; goesOn.test(done); done++) {
            run(
                    next().withModel(
                                    (int)
                                            (MODEL_STEP
                                                    * (done / CASES_PER_MODEL)
                                                    % FuzzCase.MODEL_CHOICES)));
        }
    }

    private FuzzCase next() {
        if (corpus.isEmpty() || random.nextInt(3) == 0) {
            FuzzCase fresh = FuzzCase.random(random);
            return random.nextBoolean() ? fresh : tour(fresh);
        }
        return FuzzCase.mix(kept(), kept(), random);
    }

    /** With instructions that go on through all rows of the opcode table. */
    private FuzzCase tour(FuzzCase fresh) {
        var records = new ArrayList<byte[]>();
        for (byte[] record : fresh.instructions()) {
            records.add(Program.ofRow(row, record));
            row = (row + 1) % runner.forms().size();
        }
        return fresh.withInstructions(records);
    }

    /** Later ones reached what is rarer. */
    private FuzzCase kept() {
        int from = random.nextBoolean() ? corpus.size() / 2 : 0;
        return corpus.get(from + random.nextInt(corpus.size() - from));
    }

    void run(FuzzCase fuzzed) {
        watchdog.begin(java.util.HexFormat.of().formatHex(fuzzed.bytes()));
        try {
            runner.run(fuzzed);
            passed++;
            if (runner.coverage().takeFresh() > 0 && corpus.size() < MOST_KEPT) {
                corpus.add(fuzzed);
            }
        } catch (FuzzFailure e) {
            failed++;
            report(fuzzed, e);
        } finally {
            watchdog.end();
        }
    }

    /** The first few failures of a kind are made small and shown. */
    private void report(FuzzCase fuzzed, FuzzFailure failure) {
        if (kinds.merge(failure.kind(), 1, Integer::sum) > MOST_OF_A_KIND) {
            return;
        }
        FuzzCase small =
                new Minimiser(c -> failure.kind().equals(kind(c)), ATTEMPTS).minimise(fuzzed);
        FuzzFailure again = failure;
        try {
            runner.run(small);
        } catch (FuzzFailure e) {
            again = e;
        }
        out.println(Report.of(small, again, runner.forms()));
    }

    private String kind(FuzzCase fuzzed) {
        watchdog.begin(java.util.HexFormat.of().formatHex(fuzzed.bytes()));
        try {
            runner.run(fuzzed);
            return "";
        } catch (FuzzFailure e) {
            return e.kind();
        }
    }

    void summarise() {
        out.printf(
                "processor: %d cases, %d counts, %d kept for variation%n",
                passed + failed, runner.counts(), corpus.size());
        out.print(runner.coverage().table());
        out.println("never completed: " + String.join(", ", runner.coverage().neverCompleted()));
    }
}
