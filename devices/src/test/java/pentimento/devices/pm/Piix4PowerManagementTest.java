package pentimento.devices.pm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.devices.RecordingLine;
import pentimento.devices.VirtualTime;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;
import pentimento.memory.time.Frequency;

/** 82371AB datasheet, 290562-001, power management. */
class Piix4PowerManagementTest {
    private static final int STATUS = 0, ENABLE = 2, CONTROL = 4, TIMER = 8;
    private static final int HALF_TURN = 1 << 23;

    private final VirtualTime time = new VirtualTime();
    private final RecordingLine sci = new RecordingLine(), powerOff = new RecordingLine();
    private final List<String> reports = new ArrayList<>();
    private final Piix4PowerManagement pm = block(time, sci);

    private Piix4PowerManagement block(VirtualTime clock, RecordingLine line) {
        return new Piix4PowerManagement(
                clock.scheduler(), line.line(), powerOff.line(), new NotModelled(reports::add));
    }

    private void ticks(long n) {
        time.advanceTicks(Frequency.PM_TIMER, n);
    }

    @Test
    void theTimerCountsVirtualTime() {
        time.advance(1_000_000_000);
        assertThat(pm.in32(TIMER)).isEqualTo(3_579_545);
        time.advance(4_000_000_000L);
        assertThat(pm.in32(TIMER)).isEqualTo(17_897_727 - (1 << 24)); // 24 bits
        pm.out32(TIMER, 0);
        assertThat(pm.in32(TIMER)).isEqualTo(17_897_727 - (1 << 24));
    }

    @Test
    void eachChangeOfBit23SetsTheOverflowStatus() {
        ticks(HALF_TURN - 1);
        assertThat(pm.in16(STATUS)).isZero();
        ticks(1);
        assertThat(pm.in16(STATUS)).isEqualTo(1);
        pm.out16(STATUS, 1);
        assertThat(pm.in16(STATUS)).isZero();
        ticks(HALF_TURN);
        assertThat(pm.in16(STATUS)).isEqualTo(1);
    }

    @Test
    void theOverflowInterruptsWhenEnabled() {
        pm.out16(ENABLE, 1);
        ticks(HALF_TURN);
        assertThat(sci.isHigh()).isFalse();
        pm.out16(CONTROL, 1);
        assertThat(sci.isHigh()).isTrue();
        pm.out16(STATUS, 1);
        assertThat(sci.isHigh()).isFalse();
        ticks(HALF_TURN);
        assertThat(sci.risingEdges()).isEqualTo(2);
    }

    @Test
    void thePowerButtonIsAnEvent() {
        pm.out16(CONTROL, 1);
        pm.out16(ENABLE, 0x100);
        pm.pressPowerButton();
        assertThat(sci.isHigh()).isTrue();
        assertThat(pm.in16(STATUS)).isEqualTo(0x100);
        assertThat(powerOff.isHigh()).isFalse();
    }

    @Test
    void suspendTypeZeroTurnsTheMachineOff() {
        pm.out16(CONTROL, 0x2000);
        assertThat(powerOff.isHigh()).isTrue();
        assertThat(pm.in16(CONTROL)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void otherSuspendTypesAreReported(int type) {
        pm.out16(CONTROL, 0x2000 | type << 10);
        assertThat(powerOff.isHigh()).isFalse();
        assertThat(reports).hasSize(1);
        assertThat(pm.in16(CONTROL)).isEqualTo(type << 10);
    }

    @Test
    void unknownRegistersReadZeroAndAreReported() {
        assertThat(pm.in8(0x34)).isZero();
        pm.out8(0x34, 1);
        pm.out16(CONTROL, 0x0004);
        assertThat(reports).hasSize(2);
    }

    @Test
    void aLoadedBlockGoesOnLikeTheSavedOne() {
        pm.out16(ENABLE, 0x101);
        pm.out16(CONTROL, 1);
        ticks(HALF_TURN - 5);
        StateImage clockImage = StateImage.save(time);
        StateImage image = StateImage.save(pm);
        var clock = new VirtualTime();
        var line = new RecordingLine();
        var other = block(clock, line);
        clockImage.load(clock);
        image.load(other);
        ticks(10);
        clock.advanceTicks(Frequency.PM_TIMER, 10);
        assertThat(line.risingEdges()).isEqualTo(1);
        assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(pm));
        pm.reset();
        assertThat(sci.isHigh()).isFalse();
    }
}
