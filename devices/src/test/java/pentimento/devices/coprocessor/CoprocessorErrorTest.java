package pentimento.devices.coprocessor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pentimento.memory.bus.Line;

class CoprocessorErrorTest {
    private final Line irq13 = Line.unconnected(), ignne = Line.unconnected();
    private final CoprocessorError logic = new CoprocessorError(irq13, ignne);

    @Test
    void anErrorRaisesIrq13UntilF0hIsWritten() {
        logic.ferr().raise();
        assertThat(irq13.isHigh()).isTrue();
        assertThat(ignne.isHigh()).isFalse();
        logic.out8(0, 0);
        assertThat(irq13.isHigh()).isFalse();
    }

    @Test
    void errorsAreIgnoredFromTheAcknowledgementUntilTheErrorIsCleared() {
        logic.ferr().raise();
        logic.out8(0, 0);
        assertThat(ignne.isHigh()).isTrue();
        logic.ferr().lower();
        assertThat(ignne.isHigh()).isFalse();
    }

    @Test
    void anAcknowledgementWithoutErrorIgnoresNothing() {
        logic.out8(0, 0);
        assertThat(ignne.isHigh()).isFalse();
    }
}
