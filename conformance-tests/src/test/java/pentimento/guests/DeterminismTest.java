package pentimento.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.jit.JitTranslator;
import pentimento.lockstep.Cuts;
import pentimento.machine.Machine;
import pentimento.machine.Statistics;
import pentimento.machine.Translation;
import pentimento.machine.script.ScriptException;

/**
 * A machine is a function of its state and its inputs: neither a busy host, nor observers, nor how
 * its running is cut into slices, nor what is translated can be seen in the state at the end.
 */
class DeterminismTest {
    /** A boot, typing, a program that reads and writes files, a graphics mode. */
    private static final List<String> WORK =
            List.of(
                    "wait 30 Try 'invaders'",
                    "wait 5 A:\\>",
                    "type nasm -f bin -o h2.com hello.asm\\n",
                    "sleep 2",
                    "type h2\\n",
                    "wait 10 Hello, World!",
                    "type sierpi~1\\n",
                    "sleep 1");

    private static final long LEAST_COVERAGE = 50;

    @TempDir Path folder;

    /** What a run ends with. */
    private record End(String digest, long retired, long nanos) {
        static End of(Machine machine) {
            Statistics statistics = machine.statistics();
            return new End(machine.digest(), statistics.retired(), statistics.virtualNanos());
        }
    }

    /** Runs the work while another thread does something over and over. */
    private End workBeside(Translation how, Consumer<Machine> other) throws Exception {
        try (var guest = boot("freedos722.img", b -> b.jit(how))) {
            var over = new AtomicBoolean();
            Thread thread =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        while (!over.get()) {
                                            other.accept(guest.machine());
                                        }
                                    });
            try {
                guest.run(WORK);
            } finally {
                over.set(true);
                thread.join();
            }
            return End.of(guest.machine());
        }
    }

    private Guest boot(String image, UnaryOperator<Machine.Builder> change) throws IOException {
        Files.deleteIfExists(folder.resolve(image));
        return new Guest(change.apply(Machine.builder()).floppy(0, Guest.copyOf(image, folder)));
    }

    private static void burn(Machine machine) {
        double sum = 0;
        for (int i = 1; i < 1_000_000; i++) {
            sum += 1.0 / i;
        }
        assertThat(sum).isPositive();
    }

    private static void observe(Machine machine) {
        LockSupport.parkNanos(3_000_000);
        machine.picture();
        machine.text();
        machine.statistics();
        machine.digest();
        machine.keyboardLeds();
        machine.save();
    }

    @Test
    void neitherABusyHostNorObserversChangeARun() throws Exception {
        End alone = workBeside(Translation.OFF, machine -> LockSupport.parkNanos(100_000_000));
        for (Translation how : List.of(Translation.OFF, Translation.ON)) {
            assertThat(workBeside(how, DeterminismTest::burn))
                    .as("on a busy host, translation %s", how)
                    .isEqualTo(alone);
            assertThat(workBeside(how, DeterminismTest::observe))
                    .as("observed, translation %s", how)
                    .isEqualTo(alone);
        }
    }

    @Test
    void slicesCannotBeSeen() throws IOException {
        End inOneGo = runInSlices(Duration.ofSeconds(10), Duration.ofSeconds(10));
        assertThat(runInSlices(Duration.ofMillis(1), Duration.ofNanos(100_003))).isEqualTo(inOneGo);
        assertThat(runInSlices(Duration.ofNanos(733_333), Duration.ofNanos(457)))
                .isEqualTo(inOneGo);
    }

    /**
     * @param fine slices for a few milliseconds of the boot
     */
    private End runInSlices(Duration slice, Duration fine) throws IOException {
        try (var guest = boot("freedos722.img", b -> b)) {
            Machine machine = guest.machine();
            runUntil(machine, Duration.ofMillis(600), slice);
            runUntil(machine, Duration.ofMillis(620), fine);
            runUntil(machine, Duration.ofSeconds(3), slice);
            machine.keyboard().type("dir\nsierpi~1\n");
            runUntil(machine, Duration.ofSeconds(5), slice);
            return End.of(machine);
        }
    }

    private static void runUntil(Machine machine, Duration end, Duration slice) {
        Duration left = end.minus(machine.virtualTime());
        while (left.isPositive()) {
            machine.run(left.compareTo(slice) < 0 ? left : slice);
            left = end.minus(machine.virtualTime());
        }
    }

    @ParameterizedTest
    @CsvSource({"freedos-640K.img, fbd", "odin070.img, odin-menu"})
    void translationCannotBeSeen(String image, String session) throws Exception {
        assertSameTranslated(image, session, 1);
    }

    private void assertSameTranslated(String image, String session, long seed) throws Exception {
        JitTranslator eager = JitTranslator.eager(new Cuts(seed));
        End interpreted = sessionEnd(image, session, b -> b);
        assertThat(sessionEnd(image, session, b -> b.translator(eager)))
                .as("translated, cuts of seed %d", seed)
                .isEqualTo(interpreted);
        assertThat(eager.counts().executed() * 100 / interpreted.retired())
                .as("percent in translated code")
                .isGreaterThan(LEAST_COVERAGE);
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({
        "freedos722.img, freedos722",
        "freedos722.img, freedos722-gfx",
        "fdstd144.img, fdstd144",
        "odin070.img, odin-menu",
        "odin070.img, odin-hd",
        "odin-jpc.img, jpc-floppy",
        "freedos-640K.img, fbd"
    })
    void everySessionEndsInTheSameState(String image, String session) throws Exception {
        End interpreted = sessionEnd(image, session, b -> b);
        assertThat(sessionEnd(image, session, b -> b)).as("again").isEqualTo(interpreted);
        assertThat(sessionEnd(image, session, b -> b.jit(Translation.ON)))
                .as("translated in the background")
                .isEqualTo(interpreted);
        assertSameTranslated(image, session, 2);
        assertSameTranslated(image, session, 3);
    }

    private End sessionEnd(String image, String session, UnaryOperator<Machine.Builder> change)
            throws IOException, ScriptException {
        Files.deleteIfExists(folder.resolve(image));
        var builder =
                change.apply(Machine.builder()).memory(64).floppy(0, Guest.copyOf(image, folder));
        if (session.equals("odin-hd")) {
            Files.deleteIfExists(folder.resolve("disk.img"));
            builder.hardDisk(0, Guest.blankDisk(64, folder));
        }
        try (var guest = new Guest(builder)) {
            guest.session(session, 1);
            return End.of(guest.machine());
        }
    }
}
