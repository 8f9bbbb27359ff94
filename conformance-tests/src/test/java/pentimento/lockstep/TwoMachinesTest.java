package pentimento.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import pentimento.guests.SharedFolder;
import pentimento.jit.JitTranslator;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;
import pentimento.machine.Translation;

/** Machines in one JVM, each translating on a thread of its own, do not meet. */
class TwoMachinesTest {
    private static final Duration SPAN = Duration.ofMillis(1_500);

    private static String digest(byte[] image, UnaryOperator<Machine.Builder> change) {
        var builder =
                change.apply(Machine.builder())
                        .floppy(0, MachineConfig.Media.memory("guest", image));
        try (Machine machine = builder.build()) {
            machine.run(SPAN);
            return machine.digest();
        }
    }

    @Test
    void atOnceAsAlone() throws Exception {
        byte[] image = image();
        String alone = digest(image, b -> b);
        List<UnaryOperator<Machine.Builder>> ways =
                List.of(
                        b -> b.translator(JitTranslator.eager(new Cuts(1))),
                        b -> b.translator(JitTranslator.eager(new Cuts(2))),
                        b -> b.jit(Translation.ON),
                        b -> b);
        try (var threads = Executors.newFixedThreadPool(ways.size())) {
            var digests = new ArrayList<Future<String>>();
            ways.forEach(way -> digests.add(threads.submit(() -> digest(image, way))));
            for (Future<String> digest : digests) {
                assertThat(digest.get()).isEqualTo(alone);
            }
        }
    }

    private static byte[] image() throws IOException {
        return Files.readAllBytes(SharedFolder.find("guests/images/freedos722.img"));
    }
}
