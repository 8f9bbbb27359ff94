package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.devices.vga.VgaBench.*;

import org.junit.jupiter.api.Test;

class VideoTimingTest {
    private static final int NOT_DISPLAYING = 1, RETRACE = 8;

    private static long period(VgaBench vga) {
        long first = vga.card.nextVerticalRetrace(0);
        long last = first;
        for (int i = 0; i < 1000; i++) {
            last = vga.card.nextVerticalRetrace(last);
        }
        return (last - first) / 1000;
    }

    @Test
    void textModeRefreshesAt70Hz() {
        // 900 dots x 449 lines at 28.322 MHz
        assertThat(period(VgaBench.in(VgaMode.TEXT_80))).isEqualTo(14_268_060L);
    }

    @Test
    void mode12hRefreshesAt60Hz() {
        // 800 dots x 525 lines at 25.175 MHz
        assertThat(period(VgaBench.in(VgaMode.VGA_640))).isEqualTo(16_683_217L);
    }

    @Test
    void fortyColumnsHalveTheDotClockAndKeepTheRefresh() {
        assertThat(period(VgaBench.in(VgaMode.TEXT_40)))
                .isEqualTo(period(VgaBench.in(VgaMode.TEXT_80)));
    }

    @Test
    void aPictureWithoutTimingIsSampledSixtyTimesASecond() {
        assertThat(period(new VgaBench())).isEqualTo(16_666_666L);
    }

    @Test
    void aPictureTooSlowForAMonitorIsSampledSixtyTimesASecondToo() {
        var timing = new VideoTiming(VideoTiming.CLOCK_25, 4000, 720, 2000, 400, 412, 2);
        assertThat(timing.nextRetrace(0)).isEqualTo(16_666_666L);
    }

    @Test
    void dispiModesRefreshAt60Hz() {
        var vga = new VgaBench();
        vga.dispi(1, 1024);
        vga.dispi(2, 768);
        vga.dispi(4, 0x41);
        assertThat(period(vga)).isEqualTo(16_666_666L);
    }

    @Test
    void theRetraceBitRisesAtTheRetraceAndLastsTwoLines() {
        var vga = VgaBench.in(VgaMode.TEXT_80);
        long retrace = vga.card.nextVerticalRetrace(100_000_000);
        vga.time.elapse(retrace - 1 - vga.time.nanos());
        assertThat(vga.ports.in8(STATUS_1) & RETRACE).isZero();
        vga.time.elapse(1);
        assertThat(vga.ports.in8(STATUS_1) & RETRACE).isEqualTo(RETRACE);
        vga.time.elapse(2 * 900 * 1000 / 28 - 5_000);
        assertThat(vga.ports.in8(STATUS_1) & RETRACE).isEqualTo(RETRACE);
        vga.time.elapse(10_000);
        assertThat(vga.ports.in8(STATUS_1) & RETRACE).isZero();
    }

    @Test
    void statusBitsTakeTheirShareOfAFrame() {
        var vga = VgaBench.in(VgaMode.VGA_640);
        int samples = 100_000, retrace = 0, displaying = 0;
        for (int i = 0; i < samples; i++) {
            int status = vga.ports.in8(STATUS_1);
            retrace += status >> 3 & 1;
            displaying += ~status & NOT_DISPLAYING;
            vga.time.elapse(1_009);
        }
        assertThat(retrace / (double) samples).isBetween(2 / 525.0 - 0.001, 2 / 525.0 + 0.001);
        double shown = 640 * 480 / (800.0 * 525);
        assertThat(displaying / (double) samples).isBetween(shown - 0.01, shown + 0.01);
    }

    @Test
    void retraceImpliesThatNothingIsDisplayed() {
        var vga = VgaBench.in(VgaMode.TEXT_80);
        for (int i = 0; i < 50_000; i++) {
            int status = vga.ports.in8(STATUS_1) & (RETRACE | NOT_DISPLAYING);
            assertThat(status).isIn(0, NOT_DISPLAYING, RETRACE | NOT_DISPLAYING);
            vga.time.elapse(997);
        }
    }

    @Test
    void readingTheStatusMovesNothing() {
        var vga = VgaBench.in(VgaMode.TEXT_80);
        int first = vga.ports.in8(STATUS_1);
        for (int i = 0; i < 1000; i++) {
            assertThat(vga.ports.in8(STATUS_1)).isEqualTo(first);
        }
    }

    @Test
    void diagnosticBitsShowTwoLinesOfTheOverscanColor() {
        var vga = VgaBench.in(VgaMode.TEXT_80);
        vga.attribute(0x11, 0b1001_0110);
        vga.time.elapse(vga.card.nextVerticalRetrace(0) + 10_000);
        int[] expected = {0b10, 0b01, 0b01, 0b10};
        for (int lines = 0; lines < 4; lines++) {
            vga.attribute(0x12, lines << 4 | 0xF);
            assertThat(vga.ports.in8(STATUS_1) >> 4 & 3)
                    .as("multiplexer %d", lines)
                    .isEqualTo(expected[lines]);
        }
    }

    @Test
    void theVerticalInterruptIsLatchedUntilItIsCleared() {
        var vga = VgaBench.in(VgaMode.TEXT_80);
        vga.indexed(CRTC, 0x11, 0x8E); // clears
        vga.indexed(CRTC, 0x11, 0x9E);
        assertThat(vga.ports.in8(MISC)).isEqualTo(0x10);
        vga.time.elapse(15_000_000);
        assertThat(vga.ports.in8(MISC)).isEqualTo(0x90);
        assertThat(vga.ports.in8(MISC)).isEqualTo(0x90);
        vga.indexed(CRTC, 0x11, 0x8E);
        vga.indexed(CRTC, 0x11, 0x9E);
        assertThat(vga.ports.in8(MISC)).isEqualTo(0x10);
    }

    @Test
    void aLongRunLosesNoTime() {
        var timing = new VideoTiming(VideoTiming.CLOCK_28, 900, 720, 449, 400, 412, 2);
        long day = 86_400L * 1_000_000_000;
        assertThat(timing.retraces(day)).isEqualTo(day / 1000 * 28_322 / (900 * 449 * 1000));
        assertThat(timing.nextRetrace(day) - day).isBetween(1L, 14_268_061L);
    }
}
