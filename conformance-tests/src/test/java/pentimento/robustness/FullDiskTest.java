package pentimento.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host can't store what the guest writes: the guest sees a disk error, and the image holds all
 * that was acknowledged. The host's limit is the shell's {@code ulimit -f}, which refuses a write
 * beyond it as a full disk does.
 */
class FullDiskTest {
    private static final int LIMIT_SECTORS = 1024;
    private static final int DEBUG_EXIT = 64, WRITE_FAULT = 0xCC, CONTROLLER_FAILURE = 0x20;

    @TempDir private Path folder = Path.of("");

    @Test
    void theGuestSeesADiskError() throws IOException, InterruptedException {
        Path shell = Path.of("/bin/sh");
        assumeTrue(Files.isExecutable(shell), "skipped: there is no /bin/sh to limit file sizes");
        var guest = new WritingGuest(folder);
        var builder = guest.command("--time-limit", "60s");
        var limited = new ArrayList<>(List.of(shell.toString(), "-c"));
        limited.add("ulimit -f " + LIMIT_SECTORS + " && exec \"$@\"");
        limited.add("sh");
        limited.addAll(builder.command());
        Process process = builder.command(limited).start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(Files.readString(guest.output()))
                .isIn(DEBUG_EXIT + (WRITE_FAULT & 63), DEBUG_EXIT + (CONTROLLER_FAILURE & 63));
        int last = guest.lastAcknowledged();
        assertThat(last).isEqualTo(LIMIT_SECTORS - 2); // sector 1 + n lies within for n < limit - 1
        guest.assertConsistent(last);
    }
}
