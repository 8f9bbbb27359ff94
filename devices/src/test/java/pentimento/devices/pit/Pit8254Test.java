package pentimento.devices.pit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.devices.RecordingLine;
import pentimento.devices.VirtualTime;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;
import pentimento.memory.time.Frequency;

/** Intel 8254 datasheet, 231164-005. Times are in clock pulses after the last write. */
class Pit8254Test {
    private static final int CONTROL = 3;

    private final VirtualTime time = new VirtualTime();
    private final RecordingLine out0 = new RecordingLine(),
            out1 = new RecordingLine(),
            out2 = new RecordingLine();
    private final Pit8254 pit =
            new Pit8254(time.scheduler(), out0.line(), out1.line(), out2.line());

    private void program(int counter, int mode, int count) {
        pit.out8(CONTROL, counter << 6 | 0x30 | mode << 1);
        write(counter, count);
    }

    private void write(int counter, int count) {
        pit.out8(counter, count & 0xFF);
        pit.out8(counter, count >> 8);
    }

    private int read(int counter) {
        return pit.in8(counter) | pit.in8(counter) << 8;
    }

    private int latched(int counter) {
        pit.out8(CONTROL, counter << 6);
        return read(counter);
    }

    private int status(int counter) {
        pit.out8(CONTROL, 0xE0 | 2 << counter);
        return pit.in8(counter);
    }

    private void clocks(long n) {
        time.advanceTicks(Frequency.PIT, n);
    }

    // ---------------------------------------------------------------- mode 0

    @Test
    void mode0RaisesOutNPlusOneClocksAfterTheWrite() {
        program(0, 0, 4);
        assertThat(out0.isHigh()).isFalse();
        clocks(4);
        assertThat(out0.isHigh()).isFalse();
        clocks(1);
        assertThat(out0.isHigh()).isTrue();
        assertThat(latched(0)).isZero();
        clocks(1);
        assertThat(latched(0)).isEqualTo(0xFFFF);
        clocks(0x1_0000);
        assertThat(latched(0)).isEqualTo(0xFFFF);
        assertThat(out0.risingEdges()).isEqualTo(1);
    }

    @Test
    void mode0FirstByteStopsCountingAndLowersOut() {
        program(0, 0, 4);
        clocks(10);
        pit.out8(0, 3);
        assertThat(out0.isHigh()).isFalse();
        int frozen = latched(0);
        clocks(5);
        assertThat(latched(0)).isEqualTo(frozen);
        pit.out8(0, 0);
        clocks(3);
        assertThat(out0.isHigh()).isFalse();
        clocks(1);
        assertThat(out0.isHigh()).isTrue();
    }

    @Test
    void mode0GateHoldsTheCount() {
        program(2, 0, 4); // gate 2 is low: loaded, but not counted
        clocks(5);
        assertThat(latched(2)).isEqualTo(4);
        pit.gate(2).raise();
        clocks(3);
        assertThat(out2.isHigh()).isFalse();
        clocks(1);
        assertThat(out2.isHigh()).isTrue(); // N clocks after the gate
    }

    // ---------------------------------------------------------------- mode 1

    @Test
    void mode1IsARetriggerableOneShot() {
        program(2, 1, 3);
        clocks(10);
        assertThat(out2.isHigh()).isTrue();
        pit.gate(2).raise();
        clocks(1);
        assertThat(out2.isHigh()).isFalse();
        clocks(2);
        assertThat(out2.isHigh()).isFalse();
        pit.gate(2).lower();
        pit.gate(2).raise(); // retriggered
        clocks(3);
        assertThat(out2.isHigh()).isFalse();
        clocks(1);
        assertThat(out2.isHigh()).isTrue();
    }

    @Test
    void mode1TakesANewCountWithTheNextTrigger() {
        program(2, 1, 3);
        pit.gate(2).raise();
        clocks(2);
        write(2, 10);
        clocks(2);
        assertThat(out2.isHigh()).isTrue();
        clocks(100);
        assertThat(out2.risingEdges()).isEqualTo(2); // the control word, the pulse
        pit.gate(2).lower();
        pit.gate(2).raise();
        clocks(10);
        assertThat(out2.isHigh()).isFalse();
        clocks(1);
        assertThat(out2.isHigh()).isTrue();
    }

    // ---------------------------------------------------------------- mode 2

    @Test
    void rateGeneratorRaisesItsOutputEveryNClocks() {
        program(0, 2, 1193);
        int before = out0.risingEdges();
        clocks(1 + 3 * 1193); // the count loads on the first clock
        assertThat(out0.risingEdges() - before).isEqualTo(3);
    }

    @Test
    void mode2OutIsLowForTheLastClockOfThePeriod() {
        program(0, 2, 4);
        clocks(3);
        assertThat(out0.isHigh()).isTrue();
        clocks(1); // "OUT goes low N clock pulses after the initial count is written"
        assertThat(out0.isHigh()).isFalse();
        assertThat(latched(0)).isEqualTo(1);
        clocks(1);
        assertThat(out0.isHigh()).isTrue();
        assertThat(latched(0)).isEqualTo(4);
    }

    @Test
    void mode2TakesANewCountAtTheEndOfThePeriod() {
        program(0, 2, 10);
        clocks(3);
        write(0, 4);
        assertThat(status(0) & 0x40).isNotZero();
        clocks(7);
        assertThat(out0.isHigh()).isFalse();
        clocks(1);
        assertThat(status(0) & 0x40).isZero();
        assertThat(latched(0)).isEqualTo(4);
        clocks(3);
        assertThat(out0.isHigh()).isFalse();
    }

    @Test
    void mode2GateStopsRaisesOutAndReloads() {
        pit.gate(2).raise();
        program(2, 2, 4);
        clocks(4);
        assertThat(out2.isHigh()).isFalse();
        pit.gate(2).lower();
        assertThat(out2.isHigh()).isTrue();
        clocks(20);
        assertThat(out2.isHigh()).isTrue();
        pit.gate(2).raise();
        clocks(1);
        assertThat(latched(2)).isEqualTo(4);
        clocks(3);
        assertThat(out2.isHigh()).isFalse();
    }

    @Test
    void aReloadOfZeroIs65536() {
        program(0, 2, 0);
        int before = out0.risingEdges();
        clocks(1 + 0x1_0000);
        assertThat(out0.risingEdges() - before).isEqualTo(1);
        assertThat(latched(0)).isZero();
        clocks(1);
        assertThat(latched(0)).isEqualTo(0xFFFF);
    }

    // ---------------------------------------------------------------- mode 3

    @ParameterizedTest
    @CsvSource({"2,1,1", "3,2,1", "4,2,2", "5,3,2", "1000,500,500", "65535,32768,32767"})
    void mode3IsHighForTheLargerHalf(int count, int high, int low) {
        program(0, 3, count);
        int before = out0.fallingEdges();
        clocks(high);
        assertThat(out0.isHigh()).isTrue();
        clocks(1);
        assertThat(out0.isHigh()).isFalse();
        clocks(low - 1);
        assertThat(out0.isHigh()).isFalse();
        clocks(1);
        assertThat(out0.isHigh()).isTrue();
        assertThat(out0.fallingEdges() - before).isEqualTo(1);
    }

    @Test
    void mode3CountsDownByTwo() {
        program(0, 3, 5);
        clocks(1);
        assertThat(latched(0)).isEqualTo(4);
        clocks(1);
        assertThat(latched(0)).isEqualTo(2);
        clocks(1);
        assertThat(latched(0)).isZero(); // the extra clock of an odd count
        clocks(1);
        assertThat(latched(0)).isEqualTo(4);
        assertThat(out0.isHigh()).isFalse();
    }

    @Test
    void mode3TakesANewCountAtTheEndOfTheHalfPeriod() {
        program(0, 3, 8);
        clocks(2);
        write(0, 4);
        clocks(3);
        assertThat(out0.isHigh()).isFalse();
        clocks(2);
        assertThat(out0.isHigh()).isTrue();
    }

    @Test
    void theBiosRateIs18Point2Hertz() {
        program(0, 3, 0);
        int before = out0.risingEdges();
        time.advance(10_000_000_000L);
        assertThat(out0.risingEdges() - before).isEqualTo(182);
    }

    // ---------------------------------------------------------------- modes 4 and 5

    @Test
    void mode4StrobesOnceNPlusOneClocksAfterTheWrite() {
        program(0, 4, 3);
        clocks(3);
        assertThat(out0.isHigh()).isTrue();
        clocks(1);
        assertThat(out0.isHigh()).isFalse();
        clocks(1);
        assertThat(out0.isHigh()).isTrue();
        assertThat(latched(0)).isEqualTo(0xFFFF);
        clocks(0x2_0000);
        assertThat(out0.fallingEdges()).isEqualTo(1);
        write(0, 2);
        clocks(3);
        assertThat(out0.isHigh()).isFalse();
    }

    @Test
    void mode5StrobesAfterATrigger() {
        program(2, 5, 3);
        clocks(20);
        assertThat(out2.fallingEdges()).isZero();
        pit.gate(2).raise();
        clocks(3);
        assertThat(out2.isHigh()).isTrue();
        clocks(1);
        assertThat(out2.isHigh()).isFalse();
        clocks(1);
        assertThat(out2.isHigh()).isTrue();
        write(2, 5); // needs a trigger
        clocks(0x2_0000);
        assertThat(out2.fallingEdges()).isEqualTo(1);
    }

    // ---------------------------------------------------------------- reading

    @Test
    void aLatchHoldsTheCountUntilItIsRead() {
        program(0, 2, 1000);
        clocks(101);
        pit.out8(CONTROL, 0);
        clocks(50);
        pit.out8(CONTROL, 0); // ignored: the first is still there
        assertThat(read(0)).isEqualTo(900);
        assertThat(read(0)).isEqualTo(850);
    }

    @Test
    void readBackLatchesCountAndStatusOfSeveralCounters() {
        program(0, 2, 1000);
        program(1, 3, 500);
        clocks(11);
        pit.out8(CONTROL, 0xC6); // both, of counters 0 and 1
        assertThat(pit.in8(0)).isEqualTo(0x80 | 0x34);
        assertThat(read(0)).isEqualTo(990);
        assertThat(pit.in8(1)).isEqualTo(0x80 | 0x36);
        assertThat(read(1)).isEqualTo(480);
    }

    @Test
    void nullCountUntilTheCountIsLoaded() {
        pit.out8(CONTROL, 0x34);
        assertThat(status(0) & 0x40).isNotZero();
        write(0, 10);
        assertThat(status(0) & 0x40).isNotZero();
        clocks(1);
        assertThat(status(0) & 0x40).isZero();
    }

    @Test
    void bytesAlone() {
        pit.out8(CONTROL, 0x14); // counter 0, LSB only, mode 2
        pit.out8(0, 200);
        clocks(11);
        assertThat(pit.in8(0)).isEqualTo(190);
        assertThat(pit.in8(0)).isEqualTo(190);
        pit.out8(CONTROL, 0x24); // MSB only
        pit.out8(0, 2);
        clocks(1);
        assertThat(pit.in8(0)).isEqualTo(2);
        clocks(1);
        assertThat(pit.in8(0)).isEqualTo(1);
    }

    @Test
    void bcd() {
        pit.out8(CONTROL, 0x35);
        write(0, 0x1000);
        clocks(2);
        assertThat(latched(0)).isEqualTo(0x0999);
        pit.out8(CONTROL, 0x31);
        write(0, 0);
        clocks(2);
        assertThat(latched(0)).isEqualTo(0x9999); // 0 is 10000
    }

    @Test
    void theControlRegisterCannotBeRead() {
        assertThat(pit.in8(CONTROL)).isEqualTo(0xFF);
    }

    // ---------------------------------------------------------------- lazy time, state

    @ParameterizedTest
    @ValueSource(ints = {0x30, 0x34, 0x36, 0x38, 0x35, 0x37})
    void anUnwatchedCounterCountsLikeAWatchedOne(int control) {
        var lazyTime = new VirtualTime();
        var lazy = new Pit8254(lazyTime.scheduler(), new RecordingLine().line());
        for (Pit8254 one : new Pit8254[] {pit, lazy}) {
            one.out8(CONTROL, 0x40 | control);
            one.out8(1, 0x37);
            one.out8(1, 0x01);
        }
        for (int i = 0; i < 50; i++) {
            clocks(997L * i);
            lazyTime.advanceTicks(Frequency.PIT, 997L * i);
            assertThat(lazy.isOutHigh(1)).isEqualTo(pit.isOutHigh(1));
            pit.out8(CONTROL, 0x40);
            lazy.out8(CONTROL, 0x40);
            assertThat(lazy.in8(1)).isEqualTo(pit.in8(1));
            assertThat(lazy.in8(1)).isEqualTo(pit.in8(1));
        }
    }

    @Test
    void aLoadedTimerGoesOnLikeTheSavedOne() {
        program(0, 2, 1000);
        program(2, 3, 77);
        pit.gate(2).raise();
        clocks(12_345);
        StateImage clock = StateImage.save(time);
        StateImage image = StateImage.save(pit);
        var otherTime = new VirtualTime();
        var otherOut = new RecordingLine();
        var other =
                new Pit8254(
                        otherTime.scheduler(),
                        otherOut.line(),
                        new RecordingLine().line(),
                        new RecordingLine().line());
        clock.load(otherTime);
        image.load(other);
        int before = out0.risingEdges();
        clocks(54_321);
        otherTime.advanceTicks(Frequency.PIT, 54_321);
        assertThat(otherOut.risingEdges()).isEqualTo(out0.risingEdges() - before);
        assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(pit));
        assertThat(StateDigest.of(otherTime)).isEqualTo(StateDigest.of(time));
    }

    // ---------------------------------------------------------------- port 61h

    @Test
    void portBGatesCounter2AndShowsItsOutput() {
        var portB = new SystemControlPortB(time.scheduler(), pit);
        program(2, 0, 100);
        clocks(200);
        assertThat(portB.in8(0) & 0x20).isZero();
        portB.out8(0, 1);
        clocks(100);
        assertThat(portB.in8(0) & 0x2F).isEqualTo(0x21);
    }

    @Test
    void portBKeepsItsLowBitsAndTogglesWithRefresh() {
        var portB = new SystemControlPortB(time.scheduler(), pit);
        portB.out8(0, 0xFC);
        assertThat(portB.in8(0) & 0xCF).isEqualTo(0x0C);
        int toggles = 0;
        int last = portB.in8(0) & 0x10;
        for (int us = 0; us < 1000; us++) {
            time.advance(1000);
            int refresh = portB.in8(0) & 0x10;
            toggles += refresh == last ? 0 : 1;
            last = refresh;
        }
        assertThat(toggles).isEqualTo(66); // 1000 / 15.085
    }

    @Test
    void theSpeakerSoundsTheRateOfCounter2() {
        var portB = new SystemControlPortB(time.scheduler(), pit);
        assertThat(portB.speaker().isOn()).isFalse();
        program(2, 3, 1193);
        portB.out8(0, 3);
        assertThat(portB.speaker().isOn()).isTrue();
        assertThat(portB.speaker().hertz()).isCloseTo(1000.15, within(0.01));
        portB.out8(0, 1);
        assertThat(portB.speaker().hertz()).isZero();
    }
}
