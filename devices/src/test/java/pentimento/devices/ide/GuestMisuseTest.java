package pentimento.devices.ide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pentimento.devices.disk.CdImage;
import pentimento.devices.disk.DiskStack;
import pentimento.devices.disk.DiskTiming;
import pentimento.devices.disk.FloppyImage;
import pentimento.devices.disk.HardDiskGeometry;
import pentimento.devices.disk.MemoryDisk;
import pentimento.devices.fdc.Fdc82077;
import pentimento.devices.fdc.FdcDma;
import pentimento.devices.fdc.FloppyDriveType;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/** Whatever bytes a guest writes, a controller answers: no exception, no endless command. */
class GuestMisuseTest {
    private static final int ACCESSES = 40_000, BASE = 0x100;

    private static final int[][] COMMANDS = {
        {0x03, 0xDF, 2},
        {0x03, 0xDF, 3},
        {0x13, 0, 0x57, 0},
        {0x0F, 0, 83},
        {0x0F, 0, 0},
        {0x07, 0},
        {0xE6, 0, 0, 0, 1, 2, 18, 27, 255},
        {0xC5, 0, 0, 0, 1, 2, 18, 27, 255},
        {0x51, 4, 0, 1, 1, 2, 18, 27, 1},
        {0x56, 0, 0, 0, 1, 2, 18, 27, 255},
        {0x42, 0, 0, 0, 1, 2, 18, 27, 255},
        {0x4D, 0, 2, 18, 80, 246},
        {0x4A, 0},
    };

    private final Scheduler time = new Scheduler(CountRate.mips(100));
    private final NotModelled notModelled = new NotModelled(sentence -> {});

    private final PortSpace ports = new PortSpace();

    private void pass(long nanos) {
        long end = time.nanos() + nanos;
        time.horizon(end);
        while (time.nanos() < end) {
            time.skipToNextDeadline();
            time.runDue();
        }
    }

    /** Often the values that mean something, else any. */
    private static int value(Random random, int[] likely) {
        return random.nextInt(4) == 0 ? random.nextInt(256) : likely[random.nextInt(likely.length)];
    }

    private void misuse(Random random, PortSpace chip, int[] offsets, int[] likely) {
        int offset = BASE + offsets[random.nextInt(offsets.length)];
        switch (random.nextInt(8)) {
            case 0 -> chip.in8(offset);
            case 1 -> chip.in16(offset);
            case 2 -> chip.in32(BASE);
            case 3 -> chip.out16(offset, random.nextInt(0x10000));
            case 4 -> pass(random.nextInt(200_000));
            default -> chip.out8(offset, value(random, likely));
        }
    }

    @ParameterizedTest
    @EnumSource(DiskTiming.class)
    void floppyController(DiskTiming timing) {
        var random = new Random(82077);
        var dma =
                new FdcDma() {
                    @Override
                    public boolean isReady() {
                        return random.nextInt(8) != 0;
                    }

                    @Override
                    public int read() {
                        return random.nextInt(20);
                    }

                    @Override
                    public void write(int data) {}

                    @Override
                    public boolean isTerminalCount() {
                        return random.nextInt(600) == 0;
                    }
                };
        var fdc =
                new Fdc82077(
                        time,
                        Line.unconnected(),
                        dma,
                        FloppyDriveType.D1440K,
                        FloppyDriveType.NONE,
                        timing,
                        notModelled);
        ports.map(BASE, 8, fdc);
        var disk = FloppyImage.of(new MemoryDisk("a.img", 2880));
        fdc.insert(0, disk);
        int[] offsets = {0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 7};
        int[] likely = {0x1C, 0x1C, 0, 0, 1, 2, 2, 0x12, 0xE6, 0xC5, 0x4D, 0x4A, 0x0F, 7, 8, 79, 3};
        for (int i = 0; i < ACCESSES; i++) {
            misuse(random, ports, offsets, likely);
            if (random.nextInt(40) == 0) {
                fdc.out8(2, 0x1C | random.nextInt(8) / 7 << 5);
                fdc.out8(7, random.nextInt(8) / 7);
                int[] command = COMMANDS[random.nextInt(COMMANDS.length)];
                for (int given : command) {
                    fdc.out8(5, random.nextInt(20) == 0 ? random.nextInt(256) : given);
                }
                pass(random.nextInt(2) * 1_000_000L);
            }
            if (random.nextInt(20) == 0) {
                for (int n = random.nextInt(600); n > 0; n--) {
                    fdc.in8(5);
                    fdc.out8(5, random.nextInt(80));
                    pass(1_000);
                }
            }
            if (random.nextInt(50) == 0) {
                Optional<FloppyImage> out = fdc.eject(0);
                if (out.isEmpty()) {
                    fdc.insert(0, disk);
                }
            }
        }
        fdc.hardReset();
        fdc.out8(2, 0x1C);
        assertThat(fdc.in8(4)).isEqualTo(0x80);
    }

    @ParameterizedTest
    @EnumSource(DiskTiming.class)
    void ideChannel(DiskTiming timing) {
        var random = new Random(1984);
        var channel = new IdeChannel(Line.unconnected());
        var stack = new DiskStack(new MemoryDisk("c.img", 5000));
        channel.attach(
                0,
                new AtaDisk(
                        time,
                        "ide0.0",
                        channel.intrq(0),
                        stack,
                        HardDiskGeometry.of(stack),
                        timing,
                        notModelled));
        var cd = new AtapiCdRom(time, "ide0.1", channel.intrq(1), timing, notModelled);
        channel.attach(1, cd);
        ports.map(BASE, 8, channel);
        var disc = new CdImage(new DiskStack(new MemoryDisk("cd.iso", new byte[204800], true)));
        cd.insert(disc);
        int[] offsets = {0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 7};
        int[] likely = {
            0, 1, 2, 0x10, 0x20, 0x24, 0x28, 0x30, 0xA0, 0xB0, 0xC4, 0xC5, 0xC6, 0xBE, 0x42
        };
        for (int i = 0; i < ACCESSES; i++) {
            misuse(random, ports, offsets, likely);
            if (random.nextInt(200) == 0) {
                channel.controlBlock().out8(0, random.nextInt(256) & ~4);
            }
            if (random.nextInt(500) == 0) {
                Optional<CdImage> out = cd.eject();
                if (out.isEmpty()) {
                    cd.insert(disc);
                }
            }
        }
        channel.hardReset();
        pass(1_000_000);
        assertThat(channel.in8(7)).isEqualTo(0x50);
    }
}
