package pentimento.lockstep;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;
import pentimento.machine.MachineConfigException;

/** The command behind {@code lockstep.sh}. */
public final class LockstepRunner {
    private static final int DIFFERENT = 1, USAGE = 2, MEBIBYTES = 64;
    private static final long COUNTS = 1_000_000_000, LARGEST_FLOPPY = 3_000_000;
    private static final long NANOS_PER_COUNT = 10; // at 100 MIPS
    private static final Duration STEP = Duration.ofMillis(47), PART = Duration.ofSeconds(1);

    private final PrintStream out;
    private final Path image;
    private final byte[] contents;

    private LockstepRunner(PrintStream out, Path image) throws IOException {
        this.out = out;
        this.image = image;
        contents = Files.readAllBytes(image);
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /**
     * @return 0 if no difference was found, 1 if one was, 2 if there was nothing to run
     */
    static int run(List<String> arguments, PrintStream out, PrintStream errors) {
        boolean areNumbers = arguments.stream().skip(1).allMatch(a -> a.matches("[0-9]{1,18}"));
        if (arguments.isEmpty() || arguments.size() > 3 || !areNumbers) {
            errors.println("usage: lockstep.sh IMAGE [COUNTS [SEED]]");
            return USAGE;
        }
        long counts = arguments.size() > 1 ? Long.parseLong(arguments.get(1)) : COUNTS;
        long seed = arguments.size() > 2 ? Long.parseLong(arguments.get(2)) : 1;
        try {
            return new LockstepRunner(out, Path.of(arguments.getFirst())).run(counts, seed);
        } catch (IOException | UncheckedIOException | MachineConfigException e) {
            errors.println("lockstep.sh: " + e);
            return USAGE;
        }
    }

    /** A fresh machine with the image in memory: a diskette, a hard disk or a CD. */
    private Machine machine(Machine.Builder builder) {
        var media = MachineConfig.Media.memory(image.toString(), contents);
        builder.memory(MEBIBYTES).mips(BigDecimal.valueOf(1_000 / NANOS_PER_COUNT));
        String name = image.toString().toLowerCase(Locale.ROOT);
        boolean isDisk = name.endsWith(".iso") || contents.length > LARGEST_FLOPPY;
        return (isDisk ? builder.hardDisk(0, media) : builder.floppy(0, media)).build();
    }

    private int run(long counts, long seed) {
        try (var pair = new Lockstep(this::machine, seed)) {
            Duration left = Duration.ofNanos(Math.multiplyExact(counts, NANOS_PER_COUNT));
            while (left.isPositive() && !pair.hasEnded()) {
                Duration part = left.compareTo(PART) < 0 ? left : PART;
                var difference = pair.run(part, STEP);
                if (difference.isPresent()) {
                    out.println(difference.get());
                    out.println("DIFFERENT with seed " + seed);
                    return DIFFERENT;
                }
                left = left.minus(part);
                out.printf(
                        Locale.ROOT,
                        "%d counts the same, %.1f %% in translated code%n",
                        pair.interpreting().statistics().retired(),
                        pair.coverage());
            }
        }
        out.println("SAME with seed " + seed);
        return 0;
    }
}
