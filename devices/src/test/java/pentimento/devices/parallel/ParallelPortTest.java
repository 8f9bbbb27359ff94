package pentimento.devices.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pentimento.devices.RecordingLine;
import pentimento.devices.VirtualTime;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

/** IBM PS/2 Hardware Interface Technical Reference, parallel port. */
class ParallelPortTest {
    private static final int DATA = 0, STATUS = 1, CONTROL = 2;
    private static final int READY = 0xDF, BUSY = 0x5F, ACKNOWLEDGING = 0x1F;

    private final VirtualTime time = new VirtualTime();
    private final RecordingLine irq7 = new RecordingLine();
    private final List<Integer> paper = new ArrayList<>();
    private final ParallelPort port =
            new ParallelPort("lpt1", time.scheduler(), irq7.line(), Optional.of(paper::add));

    private void print(int value) {
        port.out8(DATA, value);
        port.out8(CONTROL, 0x0D);
        port.out8(CONTROL, 0x0C);
    }

    @Test
    void aStrobeHandsTheByteOverAndThePrinterShakesHands() {
        assertThat(port.in8(STATUS)).isEqualTo(READY);
        print('A');
        assertThat(paper).containsExactly((int) 'A');
        assertThat(port.in8(STATUS)).isEqualTo(BUSY);
        time.advance(10_000);
        assertThat(port.in8(STATUS)).isEqualTo(ACKNOWLEDGING);
        time.advance(5_000);
        assertThat(port.in8(STATUS)).isEqualTo(READY);
        assertThat(irq7.isHigh()).isFalse();
    }

    @Test
    void aStrobeWhileBusyIsLost() {
        print('A');
        print('B');
        time.advance(20_000);
        print('C');
        assertThat(paper).containsExactly((int) 'A', (int) 'C');
    }

    @Test
    void theEndOfAckInterrupts() {
        port.out8(CONTROL, 0x1C);
        port.out8(DATA, 'A');
        port.out8(CONTROL, 0x1D);
        port.out8(CONTROL, 0x1C);
        time.advance(14_999);
        assertThat(irq7.risingEdges()).isZero();
        time.advance(1);
        assertThat(irq7.risingEdges()).isEqualTo(1);
        port.out8(CONTROL, 0x1D);
        time.advance(15_000);
        assertThat(irq7.risingEdges()).isEqualTo(2);
        port.out8(CONTROL, 0x0C);
        assertThat(irq7.isHigh()).isFalse();
    }

    @Test
    void theDirectionBitReleasesTheDataLines() {
        port.out8(DATA, 0x5A);
        assertThat(port.in8(DATA)).isEqualTo(0x5A);
        port.out8(CONTROL, 0x2C);
        assertThat(port.in8(DATA)).isEqualTo(0xFF);
        assertThat(port.in8(CONTROL)).isEqualTo(0xEC);
        port.out8(CONTROL, 0x0C);
        assertThat(port.in8(DATA)).isEqualTo(0x5A);
    }

    @Test
    void initialiseMakesThePrinterReady() {
        print('A');
        port.out8(CONTROL, 0x08);
        assertThat(port.in8(STATUS)).isEqualTo(READY);
        time.advance(100_000);
        assertThat(port.in8(STATUS)).isEqualTo(READY);
    }

    @Test
    void withoutAPrinterTheLinesFloat() {
        var open = new ParallelPort("lpt2", time.scheduler(), irq7.line(), Optional.empty());
        open.out8(CONTROL, 0x0D);
        assertThat(open.in8(STATUS)).isEqualTo(0x7F);
    }

    @Test
    void aLoadedPortGoesOnLikeTheSavedOne() {
        port.out8(DATA, 'A');
        port.out8(CONTROL, 0x1D);
        time.advance(12_000);
        StateImage clockImage = StateImage.save(time);
        StateImage image = StateImage.save(port);
        var clock = new VirtualTime();
        var irq = new RecordingLine();
        var other = new ParallelPort("lpt1", clock.scheduler(), irq.line(), Optional.of(b -> {}));
        clockImage.load(clock);
        image.load(other);
        time.advance(5_000);
        clock.advance(5_000);
        assertThat(irq.risingEdges()).isEqualTo(1);
        assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(port));
        port.reset();
        assertThat(port.in8(STATUS)).isEqualTo(READY);
    }
}
