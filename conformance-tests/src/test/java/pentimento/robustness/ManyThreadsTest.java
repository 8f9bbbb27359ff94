package pentimento.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;
import pentimento.machine.Stop;

/** The public methods of a machine are used from many threads while it runs. */
class ManyThreadsTest {
    private static final int FLOPPY_BYTES = 163_840;
    private static final Duration AT_WORK = Duration.ofMillis(800);

    @TempDir private Path folder = Path.of("");

    /** Something a host does to a machine. */
    private interface Use {
        void use(Machine machine) throws IOException;
    }

    private List<Use> uses() throws IOException {
        Path disk = Files.write(folder.resolve("a.img"), new byte[FLOPPY_BYTES]);
        return List.of(
                Machine::text,
                Machine::picture,
                Machine::digest,
                Machine::statistics,
                Machine::virtualTime,
                Machine::keyboardLeds,
                Machine::reset,
                machine -> machine.journal().entries(),
                machine -> machine.keyboard().press("a"),
                machine -> {
                    machine.keyboard().hold("shift");
                    machine.keyboard().release("shift");
                },
                machine -> machine.mouse(1, 1, 0, 0),
                machine -> machine.serial(0, "x"),
                machine -> machine.boot("c"),
                machine -> {
                    machine.eject(0);
                    machine.insert(0, disk);
                },
                machine -> machine.save());
    }

    private static Machine machine(boolean realPace) {
        return Machine.builder()
                .memory(1)
                .realPace(realPace)
                .floppy(0, MachineConfig.Media.memory("blank", new byte[FLOPPY_BYTES]))
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(60)
    void allAtOnce(boolean realPace) throws Exception {
        var end = new AtomicBoolean();
        try (var machine = machine(realPace);
                var threads = Executors.newCachedThreadPool()) {
            Future<Stop> run = threads.submit(() -> machine.run());
            var users = new ArrayList<Future<Integer>>();
            for (Use use : uses()) {
                users.add(
                        threads.submit(
                                () -> {
                                    int times = 0;
                                    while (!end.get()) {
                                        use.use(machine);
                                        times++;
                                        Thread.sleep(2);
                                    }
                                    return times;
                                }));
            }
            try {
                Thread.sleep(AT_WORK.toMillis());
                end.set(true);
                for (Future<Integer> user : users) {
                    assertThat(user.get(20, TimeUnit.SECONDS)).isPositive();
                }
            } finally {
                end.set(true);
                machine.requestStop();
            }
            assertThat(run.get(20, TimeUnit.SECONDS).reason()).isEqualTo(Stop.Reason.REQUESTED);
            var entries = machine.journal().entries();
            for (int i = 1; i < entries.size(); i++) {
                assertThat(entries.get(i).stamp().sequence()).isEqualTo(i);
                assertThat(entries.get(i).stamp().nanos())
                        .isGreaterThanOrEqualTo(entries.get(i - 1).stamp().nanos());
            }
        }
    }

    @Test
    @Timeout(60)
    void closingEndsARunAndLaterUseIsHarmless() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (var threads = Executors.newCachedThreadPool()) {
                var machine = machine(i % 2 == 0);
                Future<Stop> run = threads.submit(() -> machine.run());
                Thread.sleep(5L * i);
                machine.close();
                assertThat(run.get(10, TimeUnit.SECONDS).reason()).isEqualTo(Stop.Reason.REQUESTED);
                assertThat(machine.run(Duration.ofSeconds(1)).reason())
                        .isEqualTo(Stop.Reason.REQUESTED);
                String digest = machine.digest();
                machine.reset();
                machine.text();
                machine.close();
                assertThat(machine.digest()).isEqualTo(digest);
            }
        }
    }
}
