package pentimento.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pentimento.machine.HostPorts;
import pentimento.machine.Machine;
import pentimento.machine.Statistics;

/**
 * One ROM of tests: its source names the tests and the processors that they are for, its lines on
 * port E9h tell how each went.
 *
 * @param processors names of processor models
 * @param tests those that the source names, in its order; macros may generate more
 */
public record SystemGuest(String name, Path rom, List<String> processors, List<String> tests) {
    private static final Path SOURCES = Path.of("src/guests/system"),
            ROMS = Path.of("src/main/resources/pentimento/system");
    private static final Pattern PROCESSORS = Pattern.compile("(?m)^; run on: (.+)$");
    private static final Pattern TEST = Pattern.compile("(?m)^\\s*TEST\\s+\"([^\"]+)\"");
    private static final Duration SPAN = Duration.ofSeconds(20), WALL_LIMIT = Duration.ofMinutes(5);

    /**
     * @param root the folder of the module
     * @return every source, by name
     */
    public static List<SystemGuest> all(Path root) {
        try (Stream<Path> files = Files.list(root.resolve(SOURCES))) {
            return files.filter(f -> f.toString().endsWith(".asm"))
                    .sorted()
                    .map(source -> of(source, root.resolve(ROMS)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SystemGuest of(Path source, Path roms) {
        String name = source.getFileName().toString().replace(".asm", "");
        try {
            String text = Files.readString(source, StandardCharsets.UTF_8);
            String processors =
                    PROCESSORS
                            .matcher(text)
                            .results()
                            .map(m -> m.group(1))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IllegalStateException(source + ": no 'run on' line"));
            return new SystemGuest(
                    name,
                    roms.resolve(name + ".rom"),
                    List.of(processors.strip().split("\\s+")),
                    TEST.matcher(text).results().map((MatchResult m) -> m.group(1)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a run came to.
     *
     * @param lines that the tests printed
     * @param retired counts
     * @param nanos of virtual time
     * @param digest of all state
     */
    public record Outcome(List<String> lines, long retired, long nanos, String digest) {}

    /**
     * @return the lines that the tests printed
     */
    public List<String> run(String processor) {
        return run(processor, builder -> builder).lines();
    }

    /**
     * @param change of the machine that the guest runs on
     */
    public Outcome run(String processor, UnaryOperator<Machine.Builder> change) {
        var console = new StringBuilder();
        var builder =
                Machine.builder()
                        .bios(rom)
                        .cpu(processor)
                        .debugConsole(true)
                        .debugExit(true)
                        .host(
                                new HostPorts(
                                        b -> console.append((char) b), b -> {}, b -> {}, b -> {}));
        try (Machine machine = change.apply(builder).build()) {
            machine.run(SPAN, () -> false, Optional.of(WALL_LIMIT));
            Statistics statistics = machine.statistics();
            return new Outcome(
                    console.toString().lines().toList(),
                    statistics.retired(),
                    statistics.virtualNanos(),
                    machine.digest());
        }
    }
}
