package pentimento.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import pentimento.machine.HostPorts;
import pentimento.machine.Machine;
import pentimento.machine.Statistics;

/**
 * The guests that test paging, code that changes and time go the same way when the machine stops at
 * each quantum and is looked at: pictures, digests and snapshots leave stale TLB entries, the cache
 * of code and all counts alone.
 *
 * @see "docs/design.md, 1 (observers), 2 (save, load, run)"
 */
class ObservedSystemTest {
    private static final Duration QUANTUM = Duration.ofMillis(1), SPAN = Duration.ofSeconds(20);
    private static final String PROCESSOR = "pentium3";

    /** So slow that a stop comes every 5000 instructions; guests that measure time say so alike. */
    private static final BigDecimal MIPS = BigDecimal.valueOf(5);

    /** What is done between two quanta. */
    @FunctionalInterface
    private interface Observation {
        void of(Machine machine);
    }

    private record Outcome(String lines, long retired, long nanos, String digest) {}

    @TestFactory
    Stream<DynamicTest> guestsDoNotNotice() {
        return SystemGuest.all(Path.of("")).stream()
                .filter(guest -> guest.processors().contains(PROCESSOR))
                .map(guest -> DynamicTest.dynamicTest(guest.name(), () -> compare(guest)));
    }

    private static void compare(SystemGuest guest) {
        Outcome plain = run(guest, SPAN, machine -> {});
        assertThat(run(guest, QUANTUM, machine -> {})).as("in slices").isEqualTo(plain);
        assertThat(run(guest, QUANTUM, ObservedSystemTest::look)).as("observed").isEqualTo(plain);
        assertThat(run(guest, QUANTUM, machine -> machine.load(machine.save())))
                .as("saved and loaded")
                .isEqualTo(plain);
    }

    private static void look(Machine machine) {
        machine.picture();
        machine.text();
        machine.digest();
        machine.save();
    }

    /** Until the guest ends the machine. */
    private static Outcome run(SystemGuest guest, Duration slice, Observation observation) {
        var console = new StringBuilder();
        try (Machine machine =
                Machine.builder()
                        .bios(guest.rom())
                        .cpu(PROCESSOR)
                        .mips(MIPS)
                        .debugConsole(true)
                        .debugExit(true)
                        .host(
                                new HostPorts(
                                        b -> console.append((char) b), b -> {}, b -> {}, b -> {}))
                        .build()) {
            while (!machine.run(slice).isFinal()) {
                observation.of(machine);
            }
            Statistics statistics = machine.statistics();
            return new Outcome(
                    console.toString(),
                    statistics.retired(),
                    statistics.virtualNanos(),
                    machine.digest());
        }
    }
}
