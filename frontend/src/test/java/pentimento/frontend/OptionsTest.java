package pentimento.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import pentimento.machine.MachineConfig;

class OptionsTest {
    @Test
    void memoryComesInMegabytesUnlessTheUnitSaysOtherwise() {
        var memory = new Options.Memory();
        assertThat(memory.convert("16M")).isEqualTo(16);
        assertThat(memory.convert("64")).isEqualTo(64);
        assertThat(memory.convert("2048K")).isEqualTo(2);
        assertThat(memory.convert("1G")).isEqualTo(1024);
    }

    @Test
    void spansComeInSecondsUnlessTheUnitSaysOtherwise() {
        var span = new Options.Span();
        assertThat(span.convert("60")).isEqualTo(Duration.ofMinutes(1));
        assertThat(span.convert("1.5m")).isEqualTo(Duration.ofSeconds(90));
        assertThat(span.convert("200ms")).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aDiskIsAFileWithSuffixes() {
        var disk = new Options.Disk();
        assertThat(disk.convert("a,b.img").file()).isEqualTo(Path.of("a,b.img"));
        MachineConfig.Media media = disk.convert("c.img,chs=100/16/63,readonly");
        assertThat(media.file()).isEqualTo(Path.of("c.img"));
        assertThat(media.chs()).contains(new MachineConfig.Chs(100, 16, 63));
        assertThat(media.readOnly()).isTrue();
    }

    @Test
    void debugExitCodesKeepTheirLowSixBits() {
        assertThat(ExitCode.ofDebugExit(0)).isZero();
        assertThat(ExitCode.ofDebugExit(1)).isEqualTo(65);
        assertThat(ExitCode.ofDebugExit(0xFF)).isEqualTo(127);
    }
}
