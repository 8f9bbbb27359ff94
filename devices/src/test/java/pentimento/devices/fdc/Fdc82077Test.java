package pentimento.devices.fdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.devices.disk.BlockDevice;
import pentimento.devices.disk.DiskIdentity;
import pentimento.devices.disk.DiskImageException;
import pentimento.devices.disk.DiskTiming;
import pentimento.devices.disk.FloppyFormat;
import pentimento.devices.disk.FloppyImage;
import pentimento.devices.disk.IoOutcome;
import pentimento.devices.disk.MemoryDisk;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateException;
import pentimento.memory.state.StateImage;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

class Fdc82077Test {
    private static final int READ = 0xE6, READ_ONE_SIDE = 0x46, READ_SKIP = 0x66;
    private static final int READ_DELETED = 0x4C, WRITE = 0x45, WRITE_DELETED = 0x49;
    private static final int READ_TRACK = 0x42, VERIFY = 0x56, FORMAT = 0x4D, READ_ID = 0x4A;
    private static final int SCAN_EQUAL = 0x51, SCAN_LOW = 0x59, SCAN_HIGH = 0x5D;
    private static final int RATE_500 = 0, RATE_300 = 1, RATE_250 = 2;

    private static final class Pc implements Stateful {
        final Scheduler time = new Scheduler(CountRate.mips(100));
        final FakeDma dma = new FakeDma();
        final Line irq = Line.unconnected();
        final Fdc82077 fdc;

        Pc(DiskTiming timing, FloppyDriveType first, FloppyDriveType second) {
            fdc =
                    new Fdc82077(
                            time, irq, dma, first, second, timing, new NotModelled(sentence -> {}));
        }

        void run(long nanos) {
            long end = time.nanos() + nanos;
            time.horizon(end);
            while (time.nanos() < end) {
                time.skipToNextDeadline();
                time.runDue();
            }
        }

        void awaitInterrupt() {
            for (int i = 0; i < 5_000 && !irq.isHigh(); i++) {
                run(1_000_000);
            }
            assertThat(irq.isHigh()).as("IRQ6").isTrue();
        }

        void command(int... bytes) {
            for (int value : bytes) {
                assertThat(fdc.in8(4) & 0xC0).as("MSR").isEqualTo(0x80);
                fdc.out8(5, value);
            }
        }

        int[] result(int length) {
            var bytes = new int[length];
            for (int i = 0; i < length; i++) {
                assertThat(fdc.in8(4) & 0xD0).as("MSR").isEqualTo(0xD0);
                bytes[i] = fdc.in8(5);
            }
            assertThat(fdc.in8(4) & 0xD0).as("MSR at the end").isEqualTo(0x80);
            return bytes;
        }

        int[] sense() {
            command(0x08);
            return result(2);
        }

        void start(int rate) {
            fdc.out8(2, 0x1C); // motor 0, DMA gate, not reset
            awaitInterrupt();
            for (int unit = 0; unit < 4; unit++) {
                assertThat(sense()).containsExactly(0xC0 | unit, 0);
            }
            command(0x03, 0xDF, 0x02);
            fdc.out8(7, rate);
        }

        void seek(int cylinder) {
            command(0x0F, 0, cylinder);
            awaitInterrupt();
            assertThat(sense()).containsExactly(0x20, cylinder);
        }

        int[] transfer(int... bytes) {
            command(bytes);
            assertThat(irq.isHigh()).as("never inside of the OUT").isFalse();
            awaitInterrupt();
            return result(7);
        }

        @Override
        public void exchange(StateCodec state) {
            state.section("time", time);
            state.section("fdc", fdc);
        }
    }

    private Pc pc = new Pc(DiskTiming.FAST, FloppyDriveType.D1440K, FloppyDriveType.NONE);
    private final byte[] contents = numbered(FloppyFormat.F1440K);

    private static byte[] numbered(FloppyFormat format) {
        var bytes = new byte[format.sectors() * 512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i / 512 * 7 + i);
        }
        return bytes;
    }

    private byte[] sectors(int first, int count) {
        return Arrays.copyOfRange(contents, first * 512, (first + count) * 512);
    }

    @BeforeEach
    void powerOn() {
        pc.fdc.insert(0, FloppyImage.of(new MemoryDisk("a.img", contents, false)));
        pc.start(RATE_500);
    }

    @Test
    void resetIsHeldByDorAndPolledAfterwards() {
        pc.fdc.out8(2, 0x18);
        assertThat(pc.fdc.in8(4)).isZero();
        pc.fdc.out8(2, 0x1C);
        assertThat(pc.fdc.in8(4)).isEqualTo(0x80);
        pc.awaitInterrupt();
        assertThat(pc.sense()).containsExactly(0xC0, 0);
        assertThat(pc.irq.isHigh()).isFalse();
        assertThat(pc.sense()).containsExactly(0xC1, 0);
        assertThat(pc.sense()).containsExactly(0xC2, 0);
        assertThat(pc.sense()).containsExactly(0xC3, 0);
        pc.command(0x08);
        assertThat(pc.result(1)).containsExactly(0x80);
    }

    @Test
    void resetByDsrClearsItself() {
        pc.fdc.out8(4, 0x80);
        pc.awaitInterrupt();
        assertThat(pc.sense()).containsExactly(0xC0, 0);
    }

    @Test
    void pollingCanBeTurnedOffInTime() {
        pc.fdc.out8(2, 0x18);
        pc.fdc.out8(2, 0x1C);
        pc.command(0x13, 0, 0x1F, 0);
        pc.run(100_000_000);
        assertThat(pc.irq.isHigh()).isFalse();
    }

    @Test
    void theDmaGateHoldsTheInterrupt() {
        pc.fdc.out8(2, 0x14);
        pc.command(0x0F, 0, 5);
        pc.run(1_000_000);
        assertThat(pc.irq.isHigh()).isFalse();
        pc.fdc.out8(2, 0x1C);
        assertThat(pc.irq.isHigh()).isTrue();
    }

    @Test
    void oneSectorUpToTerminalCount() {
        pc.dma.count(512);
        assertThat(pc.transfer(READ_ONE_SIDE, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0, 0, 0, 0, 0, 2, 2);
        assertThat(pc.dma.written()).isEqualTo(sectors(0, 1));
    }

    /** Table 5-5: the address in the result phase, terminated by TC. */
    @ParameterizedTest
    @CsvSource({
        // MT, head, first R, sectors, C, H, R
        "0, 0, 3, 2, 4, 0, 5", "0, 0, 17, 2, 5, 0, 1", "0, 1, 3, 2, 4, 1, 5",
        "0, 1, 17, 2, 5, 1, 1", "1, 0, 3, 2, 4, 0, 5", "1, 0, 17, 2, 4, 1, 1",
        "1, 1, 3, 2, 4, 1, 5", "1, 1, 17, 2, 5, 0, 1", "1, 0, 17, 4, 4, 1, 3",
    })
    void addressAfterTheTransfer(int mt, int head, int first, int n, int c, int h, int r) {
        pc.seek(4);
        pc.dma.count(n * 512);
        int[] result =
                pc.transfer(READ_ONE_SIDE | mt << 7, head << 2, 4, head, first, 2, 18, 0x1B, 0xFF);
        int lastHead = n == 4 ? 1 : head;
        assertThat(result).containsExactly(lastHead << 2, 0, 0, c, h, r, 2);
        assertThat(pc.dma.written()).isEqualTo(sectors((4 * 2 + head) * 18 + first - 1, n));
    }

    @Test
    void theEndOfTheCylinderWithoutTerminalCountIsAnError() {
        pc.dma.count(0x10000);
        assertThat(pc.transfer(READ, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0x44, 0x80, 0, 1, 0, 1, 2);
        assertThat(pc.dma.written()).isEqualTo(sectors(0, 36));
    }

    @Test
    void terminalCountWithinASector() {
        pc.dma.count(100);
        assertThat(pc.transfer(READ_ONE_SIDE, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0, 0, 0, 0, 0, 2, 2);
        pc.dma.memory(new byte[] {1, 2, 3});
        pc.transfer(WRITE, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF);
        assertThat(sectors(0, 1)).startsWith(1, 2, 3, 0).endsWith(0, 0);
    }

    @Test
    void aSectorThatIsNotThereIsNoData() {
        assertThat(pc.transfer(READ, 0, 0, 0, 19, 2, 18, 0x1B, 0xFF))
                .containsExactly(0x40, 0x04, 0, 0, 0, 19, 2);
        assertThat(pc.transfer(READ, 0, 7, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0x40, 0x04, 0x10, 7, 0, 1, 2); // wrong cylinder
        assertThat(pc.transfer(READ, 0, 0, 1, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0x40, 0x04, 0, 0, 1, 1, 2); // wrong head in the id
        assertThat(pc.transfer(READ, 0, 0, 0, 1, 3, 18, 0x1B, 0xFF))
                .containsExactly(0x40, 0x04, 0, 0, 0, 1, 3); // 1024 bytes
    }

    @ParameterizedTest
    @ValueSource(ints = {RATE_300, RATE_250, 3})
    void theWrongRateFindsNoAddressMark(int rate) {
        pc.fdc.out8(7, rate);
        assertThat(pc.transfer(READ, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0x40, 0x01, 0, 0, 0, 1, 2);
        assertThat(pc.transfer(READ_ID, 0)).startsWith(0x40, 0x01, 0);
    }

    @Test
    void aDiskInMfmHasNoMarksInFm() {
        assertThat(pc.transfer(0x06, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF)).startsWith(0x40, 0x01, 0);
    }

    @Test
    void aMaskedChannelOverruns() {
        pc.dma.mask();
        assertThat(pc.transfer(READ, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF)).startsWith(0x40, 0x10, 0);
    }

    @Test
    void writesGoToTheImage() {
        var data = new byte[1024];
        Arrays.fill(data, (byte) 0x5A);
        pc.seek(79);
        pc.dma.memory(data);
        assertThat(pc.transfer(WRITE, 4, 79, 1, 17, 2, 18, 0x1B, 0xFF))
                .containsExactly(4, 0, 0, 80, 1, 1, 2);
        assertThat(sectors(2878, 2)).isEqualTo(data);
    }

    @Test
    void aWriteProtectedDisk() {
        pc.fdc.insert(0, FloppyImage.of(new MemoryDisk("a.img", contents, true)));
        assertThat(pc.transfer(WRITE, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF)).startsWith(0x40, 0x02, 0);
        assertThat(pc.transfer(FORMAT, 0, 2, 18, 0x54, 0xF6)).startsWith(0x40, 0x02, 0);
        pc.command(0x04, 0);
        assertThat(pc.result(1)).containsExactly(0x78);
    }

    @Test
    void deletedDataMarks() {
        pc.dma.memory(new byte[512]);
        pc.transfer(WRITE_DELETED, 0, 0, 0, 2, 2, 18, 0x1B, 0xFF);
        pc.dma.count(4 * 512);
        // SK=0: the sector is read, then the command ends
        assertThat(pc.transfer(READ_ONE_SIDE, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0, 0, 0x40, 0, 0, 2, 2);
        assertThat(pc.dma.written()).hasSize(1024);
        // SK=1: it is passed over
        pc.dma.count(2 * 512);
        assertThat(pc.transfer(READ_SKIP, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0, 0, 0x40, 0, 0, 4, 2);
        assertThat(pc.dma.written()).startsWith(sectors(0, 1)).endsWith(sectors(2, 1));
        pc.dma.count(512);
        assertThat(pc.transfer(READ_DELETED, 0, 0, 0, 2, 2, 18, 0x1B, 0xFF))
                .containsExactly(0, 0, 0, 0, 0, 3, 2);
    }

    @Test
    void readTrackReadsFromTheIndexAndDoesNotStop() {
        pc.dma.count(18 * 512);
        assertThat(pc.transfer(READ_TRACK, 0, 0, 0, 5, 2, 18, 0x1B, 0xFF)).startsWith(0x40, 0x84);
        assertThat(pc.dma.written()).hasSize(14 * 512).startsWith(sectors(0, 14));
        pc.dma.count(3 * 512);
        assertThat(pc.transfer(READ_TRACK, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0, 0, 0, 0, 0, 4, 2);
        assertThat(pc.dma.written()).isEqualTo(sectors(0, 3));
    }

    @Test
    void verifyMovesNoData() {
        assertThat(pc.transfer(VERIFY, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0, 0, 0, 1, 0, 1, 2);
        assertThat(pc.transfer(VERIFY, 0x80, 0, 0, 1, 2, 18, 0x1B, 3))
                .containsExactly(0, 0, 0, 0, 0, 4, 2);
        assertThat(pc.transfer(VERIFY, 0x80, 0, 0, 17, 2, 18, 0x1B, 3)).startsWith(0x40, 0x80);
        assertThat(pc.dma.written()).isEmpty();
    }

    @Test
    void scanLooksForASector() {
        Arrays.fill(contents, 0, 3 * 512, (byte) 0x20);
        Arrays.fill(contents, 512, 1024, (byte) 0x30);
        var wanted = new byte[18 * 512];
        Arrays.fill(wanted, (byte) 0x30);
        wanted[5] = -1; // matches anything
        pc.dma.memory(wanted);
        assertThat(pc.transfer(SCAN_EQUAL, 0, 0, 0, 1, 2, 3, 0x1B, 1))
                .containsExactly(0, 0, 0x08, 0, 0, 2, 2);
        pc.dma.memory(wanted);
        assertThat(pc.transfer(SCAN_LOW, 0, 0, 0, 1, 2, 3, 0x1B, 1))
                .containsExactly(0, 0, 0, 0, 0, 1, 2);
        pc.dma.memory(wanted);
        assertThat(pc.transfer(SCAN_HIGH, 0, 0, 0, 1, 2, 3, 0x1B, 2))
                .containsExactly(0, 0, 0x04, 0, 0, 3, 2);
    }

    private static byte[] ids(int cylinder, int head, int sectors) {
        var ids = new byte[4 * sectors];
        for (int i = 0; i < sectors; i++) {
            ids[4 * i] = (byte) cylinder;
            ids[4 * i + 1] = (byte) head;
            ids[4 * i + 2] = (byte) ((i * 5) % sectors + 1); // an interleave
            ids[4 * i + 3] = 2;
        }
        return ids;
    }

    @Test
    void formatTrackFillsTheTrack() {
        pc.seek(3);
        pc.dma.memory(Arrays.copyOf(ids(3, 1, 18), 72));
        assertThat(pc.transfer(FORMAT, 4, 2, 18, 0x54, 0xF6)).startsWith(4, 0, 0);
        assertThat(sectors(7 * 18, 18)).containsOnly(0xF6);
        assertThat(sectors(7 * 18 - 1, 1)).isEqualTo(sectors(7 * 18 - 1, 1));
    }

    @Test
    void aFormatThatTheImageCannotHoldFails() {
        byte[] before = contents.clone();
        pc.fdc.out8(7, RATE_250);
        pc.dma.memory(ids(0, 0, 9));
        assertThat(pc.transfer(FORMAT, 0, 2, 9, 0x50, 0xF6)).startsWith(0x40, 0x04);
        pc.fdc.out8(7, RATE_500);
        pc.dma.memory(ids(1, 0, 18));
        assertThat(pc.transfer(FORMAT, 0, 2, 18, 0x50, 0xF6)).startsWith(0x40, 0x04);
        assertThat(contents).isEqualTo(before);
    }

    @Test
    void readIdTellsWhatPasses() {
        pc.seek(9);
        int[] result = pc.transfer(READ_ID, 4);
        assertThat(result).startsWith(4, 0, 0, 9, 1).endsWith(2);
        assertThat(result[5]).isBetween(1, 18);
    }

    @Test
    void seeksOverlapAndAreSensedOneByOne() {
        pc.command(0x0F, 0, 40);
        pc.command(0x0F, 1, 20);
        assertThat(pc.fdc.in8(4)).isEqualTo(0x83);
        pc.run(1_000_000);
        assertThat(pc.fdc.in8(4)).isEqualTo(0x80);
        assertThat(pc.sense()).containsExactly(0x20, 40);
        assertThat(pc.irq.isHigh()).isTrue();
        assertThat(pc.sense()).containsExactly(0x21, 20);
        assertThat(pc.irq.isHigh()).isFalse();
    }

    @Test
    void recalibrateFindsTrack0OrTellsThatItDidNot() {
        pc.seek(40);
        pc.command(0x07, 0);
        pc.awaitInterrupt();
        assertThat(pc.sense()).containsExactly(0x20, 0);
        pc.command(0x07, 1); // no such drive
        pc.awaitInterrupt();
        assertThat(pc.sense()).containsExactly(0x71, 0);
        pc.seek(82);
        pc.command(0x07, 0); // 79 steps are not enough
        pc.awaitInterrupt();
        assertThat(pc.sense()).containsExactly(0x70, 0);
        pc.command(0x07, 0);
        pc.awaitInterrupt();
        assertThat(pc.sense()).containsExactly(0x20, 0);
    }

    @Test
    void relativeSeek() {
        pc.seek(10);
        pc.command(0xCF, 0, 5);
        pc.awaitInterrupt();
        assertThat(pc.sense()).containsExactly(0x20, 15);
        pc.command(0x8F, 0, 3);
        pc.awaitInterrupt();
        assertThat(pc.sense()).containsExactly(0x20, 12);
        assertThat(pc.transfer(READ_ID, 0)[3]).isEqualTo(12);
    }

    @Test
    void impliedSeek() {
        pc.command(0x13, 0, 0x70, 0);
        pc.dma.count(512);
        assertThat(pc.transfer(READ_ONE_SIDE, 0, 33, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0, 0, 0, 33, 0, 2, 2);
        assertThat(pc.dma.written()).isEqualTo(sectors(66 * 18, 1));
    }

    @Test
    void theChangeLineFallsWithAStep() {
        assertThat(pc.fdc.in8(7)).isEqualTo(0x80);
        pc.command(0x07, 0); // already at track 0: no step pulse
        pc.awaitInterrupt();
        pc.sense();
        assertThat(pc.fdc.in8(7)).isEqualTo(0x80);
        pc.seek(1);
        assertThat(pc.fdc.in8(7)).isZero();
        var out = pc.fdc.eject(0);
        assertThat(pc.fdc.in8(7)).isEqualTo(0x80);
        pc.seek(2); // no disk: it stays
        assertThat(pc.fdc.in8(7)).isEqualTo(0x80);
        pc.fdc.insert(0, out.orElseThrow());
        assertThat(pc.fdc.in8(7)).isEqualTo(0x80);
        pc.fdc.out8(2, 0x0C); // motor off: not selected
        assertThat(pc.fdc.in8(7)).isZero();
    }

    @Test
    void withoutADiskNoIndexPulseComes() {
        var out = pc.fdc.eject(0);
        pc.command(READ, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF);
        pc.run(3_000_000_000L);
        assertThat(pc.irq.isHigh()).isFalse();
        assertThat(pc.fdc.in8(4)).isEqualTo(0x10);
        pc.dma.count(512);
        pc.fdc.insert(0, out.orElseThrow());
        pc.awaitInterrupt();
        assertThat(pc.result(7)).startsWith(0, 0, 0);
    }

    @Test
    void aCommandWaitsForTheMotor() {
        pc.fdc.out8(2, 0x0C);
        pc.dma.count(512);
        pc.command(READ, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF);
        pc.run(1_000_000_000L);
        assertThat(pc.irq.isHigh()).isFalse();
        pc.fdc.out8(2, 0x1C);
        pc.awaitInterrupt();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "8, 8"})
    void withoutDmaTheFifoPassesBytes(int fifoThreshold, int group) {
        pc.command(0x03, 0xDF, 0x03);
        pc.command(0x13, 0, group == 1 ? 0x20 : fifoThreshold - 1, 0);
        pc.command(READ_ONE_SIDE, 0, 0, 0, 1, 2, 1, 0x1B, 0xFF);
        var data = new byte[512];
        for (int i = 0; i < 512; i++) {
            if (i % group == 0) {
                assertThat(pc.fdc.in8(4) & 0x80).isZero();
                pc.awaitInterrupt();
            }
            assertThat(pc.fdc.in8(4)).isEqualTo(0xF0);
            data[i] = (byte) pc.fdc.in8(5);
        }
        assertThat(pc.irq.isHigh()).isFalse();
        pc.awaitInterrupt();
        assertThat(pc.result(7)).containsExactly(0x40, 0x80, 0, 1, 0, 1, 2); // TC cannot come
        assertThat(data).isEqualTo(sectors(0, 1));

        pc.command(WRITE, 0, 0, 0, 2, 2, 2, 0x1B, 0xFF);
        for (int i = 0; i < 512; i++) {
            pc.run(i % group == 0 ? 1_000_000 : 0);
            assertThat(pc.fdc.in8(4)).isEqualTo(0xB0);
            pc.fdc.out8(5, data[i] & 0xFF);
        }
        pc.awaitInterrupt();
        assertThat(pc.result(7)).startsWith(0x40, 0x80);
        assertThat(sectors(1, 1)).isEqualTo(data);
    }

    @Test
    void dumpregLockAndConfigure() {
        pc.seek(7);
        pc.command(0x13, 0, 0x57, 20);
        pc.command(0x12, 0x84 | 2);
        pc.command(0x94);
        assertThat(pc.result(1)).containsExactly(0x10);
        pc.command(0x0E);
        assertThat(pc.result(10)).containsExactly(7, 0, 0, 0, 0xDF, 2, 0, 0x86, 0x57, 20);
        pc.fdc.out8(2, 0x18);
        pc.fdc.out8(2, 0x1C);
        pc.command(0x0E); // FIFO, threshold and PRETRK are locked, the rest is not
        assertThat(pc.result(10)).containsExactly(7, 0, 0, 0, 0xDF, 2, 0, 0x84, 0x07, 20);
        pc.command(0x14);
        assertThat(pc.result(1)).containsExactly(0);
        pc.fdc.out8(2, 0x18);
        pc.fdc.out8(2, 0x1C);
        pc.command(0x0E);
        assertThat(pc.result(10)).endsWith(0x20, 0);
    }

    @Test
    void versionAndInvalidCommands() {
        pc.command(0x10);
        assertThat(pc.result(1)).containsExactly(0x90);
        for (int invalid : new int[] {0x00, 0x01, 0x18, 0x1F, 0x48, 0x83}) {
            pc.command(invalid);
            assertThat(pc.result(1)).containsExactly(0x80);
        }
    }

    @Test
    void a360KDiskInA1200KDriveNeedsDoubleSteps() {
        pc = new Pc(DiskTiming.FAST, FloppyDriveType.D1200K, FloppyDriveType.NONE);
        byte[] image = numbered(FloppyFormat.F360K);
        pc.fdc.insert(0, FloppyImage.of(new MemoryDisk("b.img", image, false)));
        pc.start(RATE_300);
        pc.seek(20);
        pc.dma.count(512);
        assertThat(pc.transfer(READ, 0, 10, 0, 1, 2, 9, 0x1B, 0xFF)).startsWith(0, 0, 0);
        assertThat(pc.dma.written()).isEqualTo(Arrays.copyOfRange(image, 180 * 512, 181 * 512));
    }

    @Test
    void adiskThatDoesNotFitIsRefused() {
        var image = FloppyImage.of(new MemoryDisk("five.img", 2400));
        assertThatThrownBy(() -> pc.fdc.insert(0, image))
                .isInstanceOf(DiskImageException.class)
                .hasMessageContaining(
                        "five.img is a 1.2M disk, which does not fit the 1.44M drive; choose a"
                                + " 1.2M drive");
    }

    @ParameterizedTest
    @EnumSource(FloppyFormat.class)
    void everyFormatHasADriveThatReadsItsLastSector(FloppyFormat format) {
        FloppyDriveType type = FloppyDriveType.fitting(format);
        pc = new Pc(DiskTiming.FAST, type, FloppyDriveType.NONE);
        byte[] image = numbered(format);
        pc.fdc.insert(
                0,
                new FloppyImage(FloppyImage.of(new MemoryDisk("x", image, false)).disk(), format));
        pc.start(
                switch (type.rate(format)) {
                    case KBPS_500 -> 0;
                    case KBPS_300 -> 1;
                    case KBPS_250 -> 2;
                    case MBPS_1 -> 3;
                });
        int cylinder = format.cylinders() - 1;
        int head = format.heads() - 1;
        int sectors = format.sectorsPerTrack();
        pc.seek(cylinder);
        pc.dma.count(512);
        assertThat(pc.transfer(READ, head << 2, cylinder, head, sectors, 2, sectors, 0x1B, 0xFF))
                .startsWith(head << 2, 0, 0);
        assertThat(pc.dma.written())
                .isEqualTo(Arrays.copyOfRange(image, image.length - 512, image.length));
    }

    @Test
    void realTimingHasSeekRotationAndDataRate() {
        pc = new Pc(DiskTiming.REAL, FloppyDriveType.D1440K, FloppyDriveType.NONE);
        pc.fdc.insert(0, FloppyImage.of(new MemoryDisk("a.img", contents, false)));
        pc.start(RATE_500);
        pc.run(1_000_000_000); // spin up
        long start = pc.time.nanos();
        pc.seek(40);
        assertThat(pc.time.nanos() - start).isBetween(120_000_000L, 140_000_000L); // 3 ms a step
        pc.dma.count(18 * 512);
        start = pc.time.nanos();
        assertThat(pc.transfer(READ, 0, 40, 0, 1, 2, 18, 0x1B, 0xFF)).startsWith(0, 0, 0);
        assertThat(pc.time.nanos() - start).isBetween(200_000_000L, 401_000_000L);
    }

    @Test
    void realTimingOverrunsALateHost() {
        pc = new Pc(DiskTiming.REAL, FloppyDriveType.D1440K, FloppyDriveType.NONE);
        pc.fdc.insert(0, FloppyImage.of(new MemoryDisk("a.img", contents, false)));
        pc.start(RATE_500);
        pc.command(0x03, 0xDF, 0x03);
        pc.command(READ_ONE_SIDE, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF);
        pc.awaitInterrupt(); // a millisecond late by now
        assertThat(pc.result(7)).startsWith(0x40, 0x10);
    }

    @Test
    void aHostErrorIsADataError() {
        var broken = new BrokenDisk(new MemoryDisk("a.img", contents, false));
        pc.fdc.insert(0, FloppyImage.of(broken));
        broken.breakNow();
        assertThat(pc.transfer(READ, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF))
                .containsExactly(0x40, 0x20, 0x20, 0, 0, 1, 2);
        pc.dma.memory(new byte[512]);
        assertThat(pc.transfer(WRITE, 0, 0, 0, 3, 2, 18, 0x1B, 0xFF))
                .containsExactly(0x40, 0x20, 0x20, 0, 0, 3, 2);
    }

    /** A disk whose host stops to serve it. */
    private static final class BrokenDisk implements BlockDevice {
        private final BlockDevice disk;
        private boolean broken;

        BrokenDisk(BlockDevice disk) {
            this.disk = disk;
        }

        void breakNow() {
            broken = true;
        }

        @Override
        public long sectors() {
            return disk.sectors();
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public DiskIdentity identity() {
            return disk.identity();
        }

        @Override
        public String name() {
            return disk.name();
        }

        @Override
        public IoOutcome read(long sector, int count, byte[] buffer, int offset) {
            return broken ? IoOutcome.READ_ERROR : disk.read(sector, count, buffer, offset);
        }

        @Override
        public IoOutcome write(long sector, int count, byte[] buffer, int offset) {
            return broken ? IoOutcome.WRITE_ERROR : disk.write(sector, count, buffer, offset);
        }

        @Override
        public IoOutcome flush() {
            return IoOutcome.OK;
        }

        @Override
        public void close() {}
    }

    /** Save in the middle of a transfer by FIFO, load into another machine, run both on. */
    @ParameterizedTest
    @EnumSource(DiskTiming.class)
    void saveAndLoadInTheMiddleOfASector(DiskTiming timing) {
        Pc[] both = new Pc[2];
        for (int i = 0; i < 2; i++) {
            both[i] = new Pc(timing, FloppyDriveType.D1440K, FloppyDriveType.NONE);
            both[i].fdc.insert(0, FloppyImage.of(new MemoryDisk("a.img", contents.clone(), false)));
        }
        Pc one = both[0];
        Pc two = both[1];
        one.start(RATE_500);
        one.seek(2);
        one.command(0x03, 0xDF, 0x03);
        one.command(0x13, 0, 0x07, 0);
        one.command(READ_ONE_SIDE, 0, 2, 0, 1, 2, 18, 0x1B, 0xFF);
        for (int i = 0; i < 100; i++) {
            nextByte(one);
        }
        StateImage.save(one).load(two);
        assertThat(StateDigest.of(two)).isEqualTo(StateDigest.of(one));
        assertThat(two.irq.isHigh()).isEqualTo(one.irq.isHigh());
        for (int i = 100; i < 1600; i++) {
            int expected = contents[72 * 512 + i] & 0xFF;
            assertThat(nextByte(one)).isEqualTo(expected);
            assertThat(nextByte(two)).isEqualTo(expected);
        }
        assertThat(StateDigest.of(two)).isEqualTo(StateDigest.of(one));
    }

    private static int nextByte(Pc pc) {
        while ((pc.fdc.in8(4) & 0x80) == 0) {
            pc.run(1_000);
        }
        return pc.fdc.in8(5);
    }

    @Test
    void aStateWithAnotherDiskIsRefused() {
        StateImage saved = StateImage.save(pc);
        pc.fdc.eject(0);
        assertThatThrownBy(() -> saved.load(pc))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("another disk in floppy drive A");
    }
}
