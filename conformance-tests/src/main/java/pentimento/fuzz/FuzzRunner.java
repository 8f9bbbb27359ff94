package pentimento.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** The command behind {@code fuzz.sh}. */
public final class FuzzRunner {
    private static final long LONGEST_CASE_SECONDS = 60, SECOND = 1_000_000_000L;
    private static final int USAGE = 2, SEEDS = 300;

    /** The share of the time that whole machines get. */
    private static final int MACHINE_SHARE = 4;

    private final PrintStream out;
    private final Watchdog watchdog;
    private long passed;
    private long failed;

    private FuzzRunner(PrintStream out) {
        this.out = out;
        watchdog = new Watchdog(LONGEST_CASE_SECONDS, out);
        watchdog.start();
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out));
    }

    static int run(List<String> arguments, PrintStream out) {
        boolean isOne = arguments.size() == 2 && arguments.getFirst().startsWith("--");
        boolean areNumbers =
                arguments.size() <= 2 && arguments.stream().allMatch(a -> a.matches("[0-9]{1,9}"));
        var runner = new FuzzRunner(out);
        if (isOne && arguments.getFirst().matches("--(case|machine)")) {
            FuzzCase fuzzed = FuzzCase.of(HexFormat.of().parseHex(arguments.get(1)));
            runner.again(arguments.getFirst(), fuzzed);
        } else if (isOne && arguments.getFirst().equals("--seeds")) {
            return writeSeeds(Path.of(arguments.get(1)), out);
        } else if (areNumbers) {
            long seconds = arguments.isEmpty() ? 60 : Long.parseLong(arguments.getFirst());
            runner.run(seconds, arguments.size() < 2 ? 1 : Long.parseLong(arguments.get(1)));
        } else {
            out.println("usage: fuzz.sh [SECONDS [SEED]] | --case HEX | --machine HEX");
            return USAGE;
        }
        out.printf("%d passed, %d failed%n", runner.passed, runner.failed);
        return runner.failed == 0 ? 0 : 1;
    }

    /** Cases for another fuzzer to begin with. */
    private static int writeSeeds(Path directory, PrintStream out) {
        var random = new Random(1);
        try {
            Files.createDirectories(directory);
            for (int i = 0; i < SEEDS; i++) {
                FuzzCase seed = FuzzCase.random(random).withModel(i);
                Files.write(directory.resolve("seed" + i), seed.bytes());
            }
            return 0;
        } catch (IOException e) {
            out.println("the cases can't be written to " + directory + ": " + e.getMessage());
            return USAGE;
        }
    }

    private void run(long seconds, long seed) {
        long begin = System.nanoTime();
        long machinesEnd = begin + seconds * SECOND / MACHINE_SHARE;
        try (var machines = new MachineFuzzer(seed, watchdog, out)) {
            machines.run(done -> System.nanoTime() - machinesEnd < 0);
            out.printf("machine: %d programs%n", machines.passed() + machines.failed());
            passed += machines.passed();
            failed += machines.failed();
        }
        long end = begin + seconds * SECOND;
        var processor = new CpuFuzzer(seed, watchdog, out);
        processor.run(done -> System.nanoTime() - end < 0);
        processor.summarise();
        passed += processor.passed();
        failed += processor.failed();
    }

    private void again(String level, FuzzCase fuzzed) {
        if (level.equals("--machine")) {
            try (var machines = new MachineFuzzer(0, watchdog, out)) {
                machines.run(fuzzed);
                passed = machines.passed();
                failed = machines.failed();
            }
        } else {
            var processor = new CpuFuzzer(0, watchdog, out);
            processor.run(fuzzed);
            passed = processor.passed();
            failed = processor.failed();
        }
    }
}
