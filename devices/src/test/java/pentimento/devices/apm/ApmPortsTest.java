package pentimento.devices.apm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

class ApmPortsTest {
    private final List<String> reports = new ArrayList<>();
    private final ApmPorts ports = new ApmPorts(new NotModelled(reports::add));

    @Test
    void bothRegistersKeepWhatIsWrittenAndTheMissingSmiIsReported() {
        ports.out8(1, 0x34);
        assertThat(reports).isEmpty();
        ports.out8(0, 0x12);
        assertThat(ports.in8(0)).isEqualTo(0x12);
        assertThat(ports.in8(1)).isEqualTo(0x34);
        assertThat(reports).hasSize(1);
        var other = new ApmPorts(new NotModelled(reports::add));
        StateImage.save(ports).load(other);
        assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(ports));
        ports.reset();
        assertThat(ports.in8(0) | ports.in8(1)).isZero();
    }
}
