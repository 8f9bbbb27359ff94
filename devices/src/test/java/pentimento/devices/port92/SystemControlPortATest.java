package pentimento.devices.port92;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pentimento.devices.RecordingLine;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

class SystemControlPortATest {
    private final RecordingLine a20 = new RecordingLine(), cpuReset = new RecordingLine();
    private final SystemControlPortA port = new SystemControlPortA(a20.line(), cpuReset.line());

    @Test
    void bit1DrivesA20() {
        assertThat(port.in8(0)).isZero();
        port.out8(0, 0xFE);
        assertThat(a20.isHigh()).isTrue();
        assertThat(port.in8(0)).isEqualTo(2);
        port.out8(0, 0);
        assertThat(a20.isHigh()).isFalse();
    }

    @Test
    void bit0ResetsTheProcessorOnceUntilItIsWrittenBack() {
        port.out8(0, 1);
        assertThat(cpuReset.risingEdges()).isEqualTo(1);
        assertThat(cpuReset.isHigh()).isFalse();
        port.out8(0, 1);
        assertThat(cpuReset.risingEdges()).isEqualTo(1);
        port.out8(0, 0);
        port.out8(0, 1);
        assertThat(cpuReset.risingEdges()).isEqualTo(2);
    }

    @Test
    void stateAndReset() {
        port.out8(0, 2);
        var otherA20 = new RecordingLine();
        var other = new SystemControlPortA(otherA20.line(), cpuReset.line());
        StateImage.save(port).load(other);
        assertThat(otherA20.isHigh()).isTrue();
        assertThat(otherA20.risingEdges()).isZero();
        assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(port));
        other.reset();
        assertThat(otherA20.isHigh()).isFalse();
    }
}
