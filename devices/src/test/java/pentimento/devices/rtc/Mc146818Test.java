package pentimento.devices.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.devices.RecordingLine;
import pentimento.devices.VirtualTime;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

/** Motorola MC146818 datasheet. */
class Mc146818Test {
    private static final int A = 0x0A, B = 0x0B, C = 0x0C, D = 0x0D;
    private static final long MS = 1_000_000, SECOND = 1_000_000_000;

    private final VirtualTime time = new VirtualTime();
    private final RecordingLine irq8 = new RecordingLine(), nmiMask = new RecordingLine();
    private final List<String> reports = new ArrayList<>();
    private final Mc146818 rtc = at(time, irq8, "1996-02-28T23:59:58");

    private Mc146818 at(VirtualTime clock, RecordingLine irq, String start) {
        return new Mc146818(
                clock.scheduler(),
                irq.line(),
                nmiMask.line(),
                LocalDateTime.parse(start),
                new NotModelled(reports::add));
    }

    private static int read(Mc146818 chip, int register) {
        chip.out8(0, register);
        return chip.in8(1);
    }

    private static void write(Mc146818 chip, int register, int value) {
        chip.out8(0, register);
        chip.out8(1, value);
    }

    private int read(int register) {
        return read(rtc, register);
    }

    private void write(int register, int value) {
        write(rtc, register, value);
    }

    private static String moment(Mc146818 chip) {
        return String.format(
                "%02x%02x-%02x-%02x(%x) %02x:%02x:%02x",
                read(chip, 0x32),
                read(chip, 9),
                read(chip, 8),
                read(chip, 7),
                read(chip, 6),
                read(chip, 4),
                read(chip, 2),
                read(chip, 0));
    }

    // ---------------------------------------------------------------- the calendar

    @Test
    void countsInBcdFromTheStart() {
        assertThat(moment(rtc)).isEqualTo("1996-02-28(4) 23:59:58");
        time.advance(SECOND);
        assertThat(moment(rtc)).isEqualTo("1996-02-28(4) 23:59:59");
        time.advance(SECOND);
        assertThat(moment(rtc)).isEqualTo("1996-02-29(5) 00:00:00");
        time.advance(86_400 * SECOND);
        assertThat(moment(rtc)).isEqualTo("1996-03-01(6) 00:00:00");
    }

    @Test
    void theCenturyTurnsInBothPlaces() {
        var millennium = at(new VirtualTime(), irq8, "1999-12-31T23:59:59");
        assertThat(millennium.cmos(0x32)).isEqualTo(0x19);
        assertThat(millennium.cmos(0x37)).isEqualTo(0x19);
        write(millennium, 0x37, 0x20);
        assertThat(read(millennium, 0x32)).isEqualTo(0x20);
        var clock = new VirtualTime();
        var other = at(clock, irq8, "1999-12-31T23:59:59");
        clock.advance(SECOND);
        assertThat(moment(other)).isEqualTo("2000-01-01(7) 00:00:00");
        assertThat(other.cmos(0x37)).isEqualTo(0x20);
    }

    @Test
    void aFractionOfASecondShiftsThePhase() {
        var clock = new VirtualTime();
        var other = at(clock, irq8, "2001-01-01T00:00:00.25");
        clock.advance(750 * MS - 1);
        assertThat(read(other, 0)).isZero();
        clock.advance(1);
        assertThat(read(other, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"12,01", "92,81", "11,92", "91,12"})
    void twelveHourMode(String before, String after) {
        write(B, 0x00);
        write(4, Integer.parseInt(before, 16));
        write(2, 0x59);
        write(0, 0x59);
        time.advance(SECOND);
        assertThat(read(4)).isEqualTo(Integer.parseInt(after, 16));
    }

    @Test
    void binaryMode() {
        write(B, 0x06);
        write(4, 22);
        write(2, 59);
        write(0, 59);
        time.advance(SECOND);
        assertThat(read(4)).isEqualTo(23);
        assertThat(read(2)).isZero();
    }

    @Test
    void setStopsTheCounters() {
        write(B, 0x82);
        time.advance(5 * SECOND);
        assertThat(read(0)).isEqualTo(0x58);
        assertThat(read(A) & 0x80).isZero();
        write(B, 0x02);
        time.advance(SECOND);
        assertThat(read(0)).isEqualTo(0x59);
    }

    @Test
    void setClearsUie() {
        write(B, 0x12);
        write(B, 0x92);
        assertThat(read(B)).isEqualTo(0x82);
    }

    @Test
    void uipRisesBeforeTheSecondEnds() {
        time.advance(SECOND - 2_228_001);
        assertThat(read(A) & 0x80).isZero();
        time.advance(1);
        assertThat(read(A) & 0x80).isNotZero();
        time.advance(2_228_000);
        assertThat(read(A) & 0x80).isZero();
    }

    @Test
    void theFirstUpdateComesHalfASecondAfterADividerReset() {
        time.advance(300 * MS);
        write(A, 0x76);
        time.advance(5 * SECOND);
        assertThat(read(0)).isEqualTo(0x58);
        write(A, 0x26);
        time.advance(500 * MS - 1);
        assertThat(read(0)).isEqualTo(0x58);
        time.advance(1);
        assertThat(read(0)).isEqualTo(0x59);
    }

    // ---------------------------------------------------------------- interrupts

    @Test
    void theUpdateInterruptComesOnceASecond() {
        write(B, 0x12);
        int interrupts = 0;
        for (int i = 0; i < 10; i++) {
            time.advance(SECOND);
            assertThat(irq8.isHigh()).isTrue();
            assertThat(read(C) & ~0x20).isEqualTo(0x80 | 0x10 | 0x40); // AF at midnight
            assertThat(irq8.isHigh()).isFalse();
            interrupts++;
        }
        assertThat(irq8.risingEdges()).isEqualTo(interrupts);
    }

    @Test
    void thePeriodicInterruptComesAtItsRateWhileItIsServed() {
        write(A, 0x26);
        read(C);
        write(B, 0x42);
        for (int i = 0; i < 4096; i++) {
            time.advance(SECOND / 4096 + 1);
            if (irq8.isHigh()) {
                assertThat(read(C) & 0xC0).isEqualTo(0xC0);
            }
        }
        assertThat(irq8.risingEdges()).isEqualTo(1024);
    }

    @Test
    void anUnservedPeriodicInterruptComesOnce() {
        read(C);
        write(B, 0x42);
        time.advance(SECOND);
        assertThat(irq8.risingEdges()).isEqualTo(1);
    }

    @Test
    void rewritingRegisterBKeepsThePhase() {
        write(A, 0x2F); // 2 Hz
        read(C);
        write(B, 0x42);
        for (int i = 0; i < 99; i++) {
            time.advance(10 * MS);
            write(B, 0x42);
            if (irq8.isHigh()) {
                read(C);
            }
        }
        assertThat(irq8.risingEdges()).isEqualTo(1);
        time.advance(10 * MS);
        assertThat(irq8.risingEdges()).isEqualTo(2);
        assertThat(read(0)).isEqualTo(0x59); // and seconds go on
    }

    @ParameterizedTest
    @CsvSource({"1,3906250", "2,7812500", "3,122071", "6,976563", "15,500000000"})
    void rates(int rate, long nanos) {
        write(A, 0x20 | rate);
        read(C);
        time.advance(nanos - 1);
        assertThat(read(C) & 0x40).isZero();
        time.advance(1);
        assertThat(read(C) & 0x40).isNotZero();
    }

    @Test
    void rateZeroIsNone() {
        write(A, 0x20);
        read(C);
        write(B, 0x42);
        time.advance(SECOND / 2);
        assertThat(read(C) & 0x40).isZero();
    }

    @Test
    void theAlarmMatches() {
        write(1, 0x00);
        write(3, 0x00);
        write(5, 0x00);
        write(B, 0x22);
        time.advance(SECOND);
        assertThat(irq8.isHigh()).isFalse();
        time.advance(SECOND);
        assertThat(irq8.isHigh()).isTrue();
        assertThat(read(C) & 0xA0).isEqualTo(0xA0);
    }

    @Test
    void alarmRegistersFromC0OnMatchAnything() {
        write(1, 0xC0);
        write(3, 0xFF);
        write(5, 0xFF);
        write(B, 0x22);
        for (int i = 0; i < 3; i++) {
            time.advance(SECOND);
            assertThat(read(C) & 0x20).isNotZero();
        }
    }

    @Test
    void enablingAPendingInterruptRequestsAtOnce() {
        time.advance(SECOND);
        assertThat(irq8.isHigh()).isFalse();
        write(B, 0x12);
        assertThat(irq8.isHigh()).isTrue();
    }

    @Test
    void resetDisablesInterruptsAndKeepsTime() {
        write(B, 0x72);
        time.advance(SECOND);
        rtc.reset();
        assertThat(irq8.isHigh()).isFalse();
        assertThat(read(B)).isEqualTo(0x02);
        assertThat(read(0)).isEqualTo(0x59);
    }

    // ---------------------------------------------------------------- memory

    @Test
    void registersCAndDAreReadOnly() {
        read(C);
        write(C, 0xFF);
        write(D, 0x00);
        assertThat(read(D)).isEqualTo(0x80);
        assertThat(read(C)).isZero();
    }

    @Test
    void memoryAndItsChecksum() {
        for (int register = 0x10; register <= 0x2D; register++) {
            rtc.preset(register, 0xF0);
        }
        rtc.updateChecksum();
        int sum = 0xF0 * 0x1E;
        assertThat(read(0x2E)).isEqualTo(sum >> 8);
        assertThat(read(0x2F)).isEqualTo(sum & 0xFF);
        assertThatIllegalArgumentException().isThrownBy(() -> rtc.preset(0x0A, 0));
        write(0x7F, 0x5A);
        assertThat(read(0xFF)).isEqualTo(0x5A);
    }

    @Test
    void nvramComesBackWithoutTheTime() {
        write(0x40, 0x12);
        byte[] saved = rtc.nvram();
        var other = at(new VirtualTime(), irq8, "2001-01-01T00:00:00");
        other.loadNvram(saved);
        assertThat(read(other, 0x40)).isEqualTo(0x12);
        assertThat(moment(other)).isEqualTo("2001-01-01(2) 00:00:00");
    }

    @Test
    void bit7OfTheIndexMasksNmi() {
        assertThat(nmiMask.isHigh()).isTrue();
        rtc.out8(0, 0x0D);
        assertThat(nmiMask.isHigh()).isFalse();
        rtc.out8(0, 0x8D);
        assertThat(nmiMask.isHigh()).isTrue();
        assertThat(rtc.in8(1)).isEqualTo(0x80);
        assertThat(rtc.in8(0)).isEqualTo(0xFF);
    }

    @Test
    void reportsWhatItDoesNotModel() {
        write(B, 0x03);
        write(A, 0x06);
        assertThat(reports).hasSize(2);
    }

    @Test
    void aLoadedClockGoesOnLikeTheSavedOne() {
        write(A, 0x28);
        write(B, 0x72);
        time.advance(12_345_678_901L);
        read(C);
        StateImage clockImage = StateImage.save(time);
        StateImage image = StateImage.save(rtc);
        var clock = new VirtualTime();
        var irq = new RecordingLine();
        var other = at(clock, irq, "1980-01-01T00:00:00");
        clockImage.load(clock);
        image.load(other);
        int before = irq8.risingEdges();
        for (int i = 0; i < 1000; i++) {
            time.advance(2_345_678);
            clock.advance(2_345_678);
            if (i % 3 == 0) {
                assertThat(read(other, C)).isEqualTo(read(C));
            }
        }
        assertThat(irq.risingEdges()).isEqualTo(irq8.risingEdges() - before).isPositive();
        assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(rtc));
        assertThat(StateDigest.of(clock)).isEqualTo(StateDigest.of(time));
    }
}
