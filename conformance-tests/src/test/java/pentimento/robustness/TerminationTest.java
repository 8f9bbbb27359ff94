package pentimento.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM while the guest writes: everything is flushed, and the process ends promptly. */
class TerminationTest {
    private static final int SIGTERM_EXIT = 128 + 15;
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    @TempDir private Path folder = Path.of("");

    private static void terminateWhenItWrites(Process process, WritingGuest guest)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!Files.exists(guest.acknowledgements())
                || Files.size(guest.acknowledgements()) == 0) {
            assertThat(process.isAlive()).as(Files.readString(guest.output())).isTrue();
            assertThat(System.nanoTime()).as("the guest writes in time").isLessThan(end);
            Thread.sleep(20);
        }
        process.destroy();
        assertThat(process.waitFor(8, TimeUnit.SECONDS)).as("ends promptly").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "real"})
    void nothingAcknowledgedIsLost(String pace) throws IOException, InterruptedException {
        var guest = new WritingGuest(folder);
        Process process = guest.command("--pace", pace).start();
        try {
            terminateWhenItWrites(process, guest);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
        assertThat(guest.output()).isEmptyFile();
        int last = guest.lastAcknowledged();
        assertThat(last).isGreaterThan(1000); // more than one buffer of the debug console
        guest.assertConsistent(last);
    }

    /**
     * After a snapshot the guest writes to a layer in memory, which the end brings into the file.
     */
    @Test
    void layersOfSnapshotsAreBroughtIntoTheImage() throws IOException, InterruptedException {
        var guest = new WritingGuest(folder);
        Path script =
                Files.writeString(
                        folder.resolve("a.script"), "sleep 2\nsnapshot save early\nsleep 100000\n");
        Process process = guest.command("--script", script.toString()).start();
        try {
            terminateWhenItWrites(process, guest);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
        guest.assertConsistent(guest.lastAcknowledged());
    }
}
