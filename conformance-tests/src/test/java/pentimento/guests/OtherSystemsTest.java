package pentimento.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.machine.Machine;

/** Protected-mode systems from their boot floppies: paging, rings, FPU, VBE. */
@Tag("nightly")
class OtherSystemsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "boote-linux.img, Please press Enter to activate this console.",
        "openbsd.img, '(I)nstall, (U)pgrade or (S)hell?'",
    })
    void unixKernelsReachTheirConsole(String image, String expected) {
        try (Machine machine = machine(image)) {
            assertThat(machine.waitForText(expected, LIMIT)).isTrue();
        }
    }

    @Test
    void linuxDrawsItsConsoleOnAVesaFrameBuffer() {
        try (Machine machine = machine("zool.img")) {
            machine.run(LIMIT);
            assertThat(machine.picture().width()).isEqualTo(1024);
            assertThat(machine.text().rows()).isZero();
        }
    }

    @Test
    void kolibriShowsItsDesktop() {
        try (Machine machine = machine("kolibri.img")) {
            machine.run(LIMIT);
            assertThat(machine.picture().width()).isGreaterThanOrEqualTo(800);
            assertThat(Arrays.stream(machine.picture().rgb()).distinct().count())
                    .isGreaterThan(100);
        }
    }

    private Machine machine(String image) {
        return Machine.builder().memory(64).floppy(0, Guest.copyOf(image, folder)).build();
    }
}
