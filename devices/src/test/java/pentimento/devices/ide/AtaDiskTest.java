package pentimento.devices.ide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.devices.disk.BlockDevice;
import pentimento.devices.disk.DiskIdentity;
import pentimento.devices.disk.DiskStack;
import pentimento.devices.disk.DiskTiming;
import pentimento.devices.disk.HardDiskGeometry;
import pentimento.devices.disk.IoOutcome;
import pentimento.devices.disk.MemoryDisk;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

class AtaDiskTest {
    private static final int SECTORS = 16 * 63 * 20 + 5;
    private static final int READY = 0x50, DATA = 0x58, FAILED = 0x51;

    /** An AT with a primary channel: the program's view by ports. */
    private static final class Pc implements Stateful {
        final Scheduler time = new Scheduler(CountRate.mips(100));
        final List<Boolean> irqEdges = new ArrayList<>();
        final Line irq = new Line(irqEdges::add);
        final IdeChannel channel = new IdeChannel(irq);

        AtaDisk attach(int unit, BlockDevice contents, DiskTiming timing) {
            var stack = new DiskStack(contents);
            var disk =
                    new AtaDisk(
                            time,
                            "ide0." + unit,
                            channel.intrq(unit),
                            stack,
                            HardDiskGeometry.of(stack),
                            timing,
                            new NotModelled(sentence -> {}));
            channel.attach(unit, disk);
            return disk;
        }

        void run(long nanos) {
            long end = time.nanos() + nanos;
            time.horizon(end);
            while (time.nanos() < end) {
                time.skipToNextDeadline();
                time.runDue();
            }
        }

        int alternate() {
            return channel.controlBlock().in8(0);
        }

        int status() {
            return channel.in8(7);
        }

        void registers(int features, int count, int low, int mid, int high, int device) {
            channel.out8(6, device);
            channel.out8(1, features);
            channel.out8(2, count);
            channel.out8(3, low);
            channel.out8(4, mid);
            channel.out8(5, high);
        }

        void lba(int lba, int count) {
            registers(0, count, lba & 0xFF, lba >> 8 & 0xFF, lba >> 16 & 0xFF, 0xE0 | lba >> 24);
        }

        void command(int opcode) {
            channel.out8(7, opcode);
            assertThat(alternate() & 0x80).as("busy: never inside of the OUT").isEqualTo(0x80);
        }

        void awaitInterrupt() {
            for (int i = 0; i < 1_000 && !irq.isHigh(); i++) {
                run(50_000);
            }
            assertThat(irq.isHigh()).as("IRQ14").isTrue();
        }

        int finish(int opcode) {
            command(opcode);
            awaitInterrupt();
            return status();
        }

        byte[] read(int bytes) {
            var data = new byte[bytes];
            for (int i = 0; i < bytes; i += 2) {
                int word = channel.in16(0);
                data[i] = (byte) word;
                data[i + 1] = (byte) (word >> 8);
            }
            return data;
        }

        void write(byte[] data) {
            for (int i = 0; i < data.length; i += 2) {
                channel.out16(0, data[i] & 0xFF | (data[i + 1] & 0xFF) << 8);
            }
        }

        int[] identify() {
            assertThat(finish(0xEC)).isEqualTo(DATA);
            byte[] data = read(512);
            var words = new int[256];
            Arrays.setAll(words, i -> data[2 * i] & 0xFF | (data[2 * i + 1] & 0xFF) << 8);
            int sum = 0;
            for (byte b : data) {
                sum += b;
            }
            assertThat(sum & 0xFF).as("checksum").isZero();
            return words;
        }

        @Override
        public void exchange(StateCodec state) {
            state.section("time", time);
            state.section("channel", channel);
        }
    }

    private final byte[] contents = new byte[SECTORS * 512];
    private final Pc pc = new Pc();

    @BeforeEach
    void number() {
        for (int i = 0; i < contents.length; i++) {
            contents[i] = (byte) (i / 512 * 11 + i);
        }
        pc.attach(0, new MemoryDisk("c.img", contents, false), DiskTiming.FAST);
    }

    private byte[] sectors(int first, int count) {
        return Arrays.copyOfRange(contents, first * 512, (first + count) * 512);
    }

    @Test
    void dataInInterruptsWhenABlockIsReadyAndNotAtTheEnd() {
        pc.lba(100, 3);
        pc.command(0x20);
        for (int i = 0; i < 3; i++) {
            assertThat(pc.irq.isHigh()).isFalse();
            pc.awaitInterrupt();
            assertThat(pc.alternate()).isEqualTo(DATA);
            assertThat(pc.irq.isHigh()).isTrue(); // the alternate status does not end it
            assertThat(pc.status()).isEqualTo(DATA);
            assertThat(pc.irq.isHigh()).isFalse();
            assertThat(pc.read(512)).isEqualTo(sectors(100 + i, 1));
        }
        assertThat(pc.alternate()).isEqualTo(READY);
        pc.run(10_000_000);
        assertThat(pc.irqEdges).containsExactly(true, false, true, false, true, false);
        assertThat(pc.channel.in8(2)).isZero();
        assertThat(pc.channel.in8(3)).isEqualTo(102); // the last sector
    }

    @Test
    void dataOutInterruptsAfterEachBlockAndNotBeforeTheFirst() {
        var data = new byte[1024];
        Arrays.fill(data, (byte) 0x77);
        pc.lba(7, 2);
        pc.command(0x30);
        pc.run(1_000_000);
        assertThat(pc.irq.isHigh()).isFalse();
        assertThat(pc.status()).isEqualTo(DATA);
        pc.write(Arrays.copyOf(data, 512));
        assertThat(pc.alternate()).isEqualTo(0xD0);
        pc.awaitInterrupt();
        assertThat(pc.status()).isEqualTo(DATA);
        pc.write(Arrays.copyOf(data, 512));
        pc.awaitInterrupt();
        assertThat(pc.status()).isEqualTo(READY);
        assertThat(sectors(7, 2)).isEqualTo(data);
    }

    @Test
    void multipleMovesBlocks() {
        pc.lba(0, 5);
        assertThat(pc.finish(0xC4)).as("not set").isEqualTo(FAILED);
        assertThat(pc.channel.in8(1)).isEqualTo(0x04);
        pc.channel.out8(2, 4);
        assertThat(pc.finish(0xC6)).isEqualTo(READY);
        assertThat(pc.identify()[59]).isEqualTo(0x0104);
        pc.lba(0, 5);
        assertThat(pc.finish(0xC4)).isEqualTo(DATA);
        assertThat(pc.read(2048)).isEqualTo(sectors(0, 4));
        pc.awaitInterrupt();
        assertThat(pc.status()).isEqualTo(DATA);
        assertThat(pc.read(512)).isEqualTo(sectors(4, 1));
        assertThat(pc.status()).isEqualTo(READY);
        byte[] data = sectors(40, 6);
        pc.lba(200, 6);
        pc.command(0xC5);
        pc.run(1_000_000);
        pc.write(Arrays.copyOf(data, 2048));
        pc.awaitInterrupt();
        pc.status();
        pc.write(Arrays.copyOfRange(data, 2048, 3072));
        pc.awaitInterrupt();
        assertThat(pc.status()).isEqualTo(READY);
        assertThat(sectors(200, 6)).isEqualTo(data);
        pc.channel.out8(2, 3);
        assertThat(pc.finish(0xC6)).isEqualTo(FAILED);
    }

    @Test
    void chsFollowsTheTranslation() {
        pc.registers(0, 1, 5, 2, 0, 0xA3); // cylinder 2, head 3, sector 5
        assertThat(pc.finish(0x20)).isEqualTo(DATA);
        assertThat(pc.read(512)).isEqualTo(sectors((2 * 16 + 3) * 63 + 4, 1));

        pc.registers(0, 17, 0, 0, 0, 0xA3); // 4 heads, 17 sectors
        assertThat(pc.finish(0x91)).isEqualTo(READY);
        pc.registers(0, 2, 17, 2, 0, 0xA3);
        assertThat(pc.finish(0x20)).isEqualTo(DATA);
        assertThat(pc.read(512)).isEqualTo(sectors((2 * 4 + 3) * 17 + 16, 1));
        pc.awaitInterrupt();
        pc.read(512);
        assertThat(pc.channel.in8(3)).isEqualTo(1); // over the end of track and cylinder
        assertThat(pc.channel.in8(4)).isEqualTo(3);
        assertThat(pc.channel.in8(6) & 0x0F).isZero();
        int[] words = pc.identify();
        assertThat(words[1]).isEqualTo(20);
        assertThat(words[54]).isEqualTo(20 * 16 * 63 / 68);
        assertThat(words[55]).isEqualTo(4);
        assertThat(words[56]).isEqualTo(17);
        assertThat(words[57] | words[58] << 16).isEqualTo(words[54] * 68);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64})
    void aSectorNumberOutsideOfTheTrackIsNotFound(int sector) {
        pc.registers(0, 1, sector, 0, 0, 0xA0);
        assertThat(pc.finish(0x20)).isEqualTo(FAILED);
        assertThat(pc.channel.in8(1)).isEqualTo(0x10);
    }

    @Test
    void anAccessBeyondTheEndStopsThere() {
        pc.lba(SECTORS - 1, 2);
        assertThat(pc.finish(0x20)).isEqualTo(DATA);
        pc.read(512);
        pc.awaitInterrupt();
        assertThat(pc.status()).isEqualTo(FAILED);
        assertThat(pc.channel.in8(1)).isEqualTo(0x10);
        assertThat(pc.channel.in8(2)).isEqualTo(1);
        assertThat(pc.channel.in8(3)).isEqualTo(SECTORS & 0xFF);
        pc.lba(SECTORS, 1);
        assertThat(pc.finish(0x40)).isEqualTo(FAILED);
        assertThat(pc.finish(0x30)).isEqualTo(FAILED);
    }

    @Test
    void identify() {
        int[] words = pc.identify();
        assertThat(words[0]).isEqualTo(0x40);
        assertThat(words[1]).isEqualTo(20);
        assertThat(words[3]).isEqualTo(16);
        assertThat(words[6]).isEqualTo(63);
        assertThat(words[27]).isEqualTo('P' << 8 | 'E');
        assertThat(words[47]).isEqualTo(0x8010);
        assertThat(words[49] & 0x300).as("LBA, no DMA").isEqualTo(0x200);
        assertThat(words[60] | words[61] << 16).isEqualTo(SECTORS);
        assertThat(words[63]).isZero();
        assertThat(words[83] & 0xC400).isEqualTo(0x4400);
        assertThat(words[100]).isEqualTo(SECTORS);
    }

    @Test
    void lba48UsesTheRegistersTwice() {
        pc.registers(0, 0, 0, 0, 0, 0xE0);
        pc.registers(0, 2, 0x10, 0, 0, 0xE0);
        assertThat(pc.finish(0x24)).isEqualTo(DATA);
        assertThat(pc.read(512)).isEqualTo(sectors(16, 1));
        pc.awaitInterrupt();
        assertThat(pc.read(512)).isEqualTo(sectors(17, 1));
        pc.registers(0, 0, 1, 0, 0, 0xE0); // LBA bits 24-31
        pc.registers(0, 1, 0x10, 0, 0, 0xE0);
        assertThat(pc.finish(0x24)).isEqualTo(FAILED);
        assertThat(pc.channel.in8(1)).isEqualTo(0x10);
        assertThat(pc.channel.in8(3)).isEqualTo(0x10);
        pc.channel.controlBlock().out8(0, 0x80); // HOB
        assertThat(pc.channel.in8(3)).isEqualTo(1);
        assertThat(pc.finish(0x27)).isEqualTo(READY);
        assertThat(pc.channel.in8(3)).isEqualTo(SECTORS - 1 & 0xFF);
        assertThat(pc.channel.in8(4)).isEqualTo(SECTORS - 1 >> 8);
    }

    @Test
    void aCountOfZeroIs256Sectors() {
        pc.lba(0, 0);
        assertThat(pc.finish(0x40)).isEqualTo(READY);
        assertThat(pc.channel.in8(3)).isEqualTo(255);
    }

    @Test
    void commandsWithoutData() {
        for (int opcode : new int[] {0x10, 0x70, 0xE7, 0xEA, 0xE0, 0xE1, 0xE2, 0xE3}) {
            pc.lba(1, 1);
            assertThat(pc.finish(opcode)).as("%02X", opcode).isEqualTo(READY);
        }
        assertThat(pc.finish(0xE5)).isEqualTo(READY);
        assertThat(pc.channel.in8(2)).as("idle").isEqualTo(0xFF);
        pc.finish(0x94);
        pc.finish(0x98);
        assertThat(pc.channel.in8(2)).as("standby").isZero();
        assertThat(pc.finish(0xF8)).isEqualTo(READY);
        assertThat(pc.channel.in8(3)).isEqualTo(SECTORS - 1 & 0xFF);
    }

    @Test
    void whatAnAtaDiskHasNotIsAborted() {
        for (int opcode : new int[] {0x00, 0x08, 0xA0, 0xA1, 0xB0, 0xC8, 0xFF}) {
            assertThat(pc.finish(opcode)).as("%02X", opcode).isEqualTo(FAILED);
            assertThat(pc.channel.in8(1)).isEqualTo(0x04);
        }
        pc.registers(0x03, 0x42, 0, 0, 0, 0xA0); // Ultra DMA 2
        assertThat(pc.finish(0xEF)).isEqualTo(FAILED);
        pc.registers(0x03, 0x0C, 0, 0, 0, 0xA0); // PIO 4
        assertThat(pc.finish(0xEF)).isEqualTo(READY);
    }

    @Test
    void buffersAndLongSectors() {
        byte[] data = sectors(9, 1);
        pc.command(0xE8);
        pc.run(1_000_000);
        pc.write(data);
        pc.awaitInterrupt();
        assertThat(pc.status()).isEqualTo(READY);
        assertThat(pc.finish(0xE4)).isEqualTo(DATA);
        assertThat(pc.read(512)).isEqualTo(data);
        pc.lba(3, 1);
        assertThat(pc.finish(0x22)).isEqualTo(DATA);
        assertThat(pc.read(512)).isEqualTo(sectors(3, 1));
        for (int i = 0; i < 4; i++) {
            assertThat(pc.status()).isEqualTo(DATA);
            pc.channel.in8(0);
        }
        assertThat(pc.status()).isEqualTo(READY);
    }

    @Test
    void theDataPortTakes32Bits() {
        pc.lba(1, 1);
        pc.finish(0x20);
        assertThat(pc.channel.in32(0))
                .isEqualTo(
                        contents[512] & 0xFF
                                | (contents[513] & 0xFF) << 8
                                | (contents[514] & 0xFF) << 16
                                | contents[515] << 24);
        for (int i = 1; i < 128; i++) {
            pc.channel.in32(0);
        }
        assertThat(pc.status()).isEqualTo(READY);
    }

    @Test
    void nIenHoldsTheInterrupt() {
        pc.channel.controlBlock().out8(0, 0x02);
        pc.lba(0, 1);
        pc.command(0x20);
        pc.run(1_000_000);
        assertThat(pc.irq.isHigh()).isFalse();
        pc.channel.controlBlock().out8(0, 0);
        assertThat(pc.irq.isHigh()).isTrue();
    }

    @Test
    void softResetShowsTheSignature() {
        pc.lba(0, 5);
        pc.finish(0x20);
        pc.channel.controlBlock().out8(0, 0x0C);
        assertThat(pc.alternate()).isEqualTo(0x80);
        pc.run(1_000_000);
        assertThat(pc.alternate()).isEqualTo(0x80);
        pc.channel.controlBlock().out8(0, 0x08);
        pc.run(1_000_000);
        assertThat(pc.irq.isHigh()).isFalse();
        assertThat(pc.status()).isEqualTo(READY);
        int[] shown = IntStream.rangeClosed(1, 5).map(pc.channel::in8).toArray();
        assertThat(shown).containsExactly(1, 1, 1, 0, 0);
    }

    @Test
    void diagnosticsAreHeardByBothAndAnsweredByDevice0() {
        pc.attach(1, new MemoryDisk("d.img", 2048), DiskTiming.FAST);
        pc.channel.out8(6, 0xB0);
        assertThat(pc.finish(0x90)).isEqualTo(READY);
        assertThat(pc.channel.in8(1)).isEqualTo(1);
        assertThat(pc.channel.in8(6) & 0x10).isZero();
        pc.channel.out8(6, 0xB0);
        assertThat(pc.irq.isHigh()).isFalse();
        assertThat(pc.status()).isEqualTo(READY);
        assertThat(pc.channel.in8(1)).isEqualTo(1);
    }

    @Test
    void theTwoDrivesAreApart() {
        var other = new byte[2048 * 512];
        Arrays.fill(other, (byte) 0xEE);
        pc.attach(1, new MemoryDisk("d.img", other, false), DiskTiming.FAST);
        pc.registers(0, 1, 5, 0, 0, 0xF0);
        pc.command(0x20);
        pc.channel.out8(6, 0xE0);
        pc.run(1_000_000);
        assertThat(pc.irq.isHigh()).as("the other is selected").isFalse();
        assertThat(pc.status()).isEqualTo(READY);
        pc.channel.out8(6, 0xF0);
        assertThat(pc.irq.isHigh()).isTrue();
        assertThat(pc.status()).isEqualTo(DATA);
        assertThat(pc.read(512)).containsOnly(0xEE);
    }

    @Test
    void anAbsentSlaveIsAnsweredForByTheMaster() {
        pc.channel.out8(6, 0xB0);
        pc.channel.out8(2, 0x55);
        pc.channel.out8(3, 0xAA);
        assertThat(pc.channel.in8(3)).isEqualTo(0xAA);
        assertThat(pc.channel.in8(6)).isEqualTo(0xB0);
        assertThat(pc.status()).isZero();
        assertThat(pc.alternate()).isZero();
        pc.channel.out8(7, 0xEC);
        pc.run(10_000_000);
        assertThat(pc.irq.isHigh()).isFalse();
        assertThat(pc.status()).isZero();
    }

    @Test
    void anEmptyCableFloats() {
        var empty = new IdeChannel(Line.unconnected());
        for (int register = 0; register < 8; register++) {
            empty.out8(register, 0);
            assertThat(empty.in8(register)).isEqualTo(0xFF);
        }
        assertThat(empty.in16(0)).isEqualTo(-1);
        assertThat(empty.controlBlock().in8(0)).isEqualTo(0xFF);
    }

    @Test
    void aSleepingDriveWakesByReset() {
        pc.finish(0xE6);
        pc.channel.out8(7, 0xEC);
        pc.run(10_000_000);
        assertThat(pc.irq.isHigh()).isFalse();
        pc.channel.controlBlock().out8(0, 4);
        pc.channel.controlBlock().out8(0, 0);
        pc.run(1_000_000);
        pc.identify();
    }

    @Test
    void hostErrorsAreDriveErrors() {
        var ill = new IllDisk(new MemoryDisk("ill.img", 4096));
        pc.attach(1, ill, DiskTiming.FAST);
        ill.outcome = IoOutcome.READ_ERROR;
        pc.registers(0, 1, 9, 0, 0, 0xF0);
        assertThat(pc.finish(0x20)).isEqualTo(FAILED);
        assertThat(pc.channel.in8(1)).isEqualTo(0x40);
        ill.outcome = IoOutcome.WRITE_ERROR;
        pc.registers(0, 1, 9, 0, 0, 0xF0);
        pc.command(0x30);
        pc.run(1_000_000);
        pc.write(new byte[512]);
        pc.awaitInterrupt();
        assertThat(pc.status()).isEqualTo(FAILED | 0x20);
        assertThat(pc.channel.in8(3)).isEqualTo(9);
        assertThat(pc.finish(0xE7)).isEqualTo(FAILED | 0x20);
    }

    private static final class IllDisk implements BlockDevice {
        private final BlockDevice disk;
        IoOutcome outcome = IoOutcome.OK;

        IllDisk(BlockDevice disk) {
            this.disk = disk;
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
            return outcome;
        }

        @Override
        public IoOutcome write(long sector, int count, byte[] buffer, int offset) {
            return outcome;
        }

        @Override
        public IoOutcome flush() {
            return outcome;
        }

        @Override
        public void close() {}
    }

    /** Save in the middle of a block, load into another machine, run both on. */
    @ParameterizedTest
    @EnumSource(DiskTiming.class)
    void saveAndLoadInTheMiddleOfASector(DiskTiming timing) {
        var one = new Pc();
        var two = new Pc();
        for (Pc machine : List.of(one, two)) {
            machine.attach(0, new MemoryDisk("c.img", contents.clone(), false), timing);
        }
        one.lba(50, 4);
        one.command(0x20);
        one.awaitInterrupt();
        one.status();
        one.read(100);
        StateImage.save(one).load(two);
        assertThat(StateDigest.of(two)).isEqualTo(StateDigest.of(one));
        for (Pc machine : List.of(one, two)) {
            assertThat(machine.read(412)).isEqualTo(Arrays.copyOfRange(sectors(50, 1), 100, 512));
            machine.awaitInterrupt();
            machine.status();
            assertThat(machine.read(512)).isEqualTo(sectors(51, 1));
            machine.run(123);
        }
        assertThat(StateDigest.of(two)).isEqualTo(StateDigest.of(one));
    }
}
