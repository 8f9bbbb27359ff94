package pentimento.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.devices.apm.ApmPorts;
import pentimento.devices.dma.DmaPair;
import pentimento.devices.keyboard.I8042;
import pentimento.devices.keyboard.Key;
import pentimento.devices.keyboard.Ps2Keyboard;
import pentimento.devices.keyboard.Ps2Mouse;
import pentimento.devices.parallel.ParallelPort;
import pentimento.devices.pic.PicPair;
import pentimento.devices.pit.Pit8254;
import pentimento.devices.pit.SystemControlPortB;
import pentimento.devices.pm.Piix4PowerManagement;
import pentimento.devices.port92.SystemControlPortA;
import pentimento.devices.rtc.Mc146818;
import pentimento.devices.serial.ModemInput;
import pentimento.devices.serial.SerialPeer;
import pentimento.devices.serial.Uart16550;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.bus.SharedLine;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;
import pentimento.memory.state.Stateful;

/** The chips of this module wired as on a board, without a processor. */
class SystemBoardTest {
    private static final int BYTES_OF_RAM = 1 << 17;

    // @formatter:off
    private static final int[] PORTS = {
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F,
        0x20, 0x21, 0xA0, 0xA1, 0x4D0, 0x4D1, 0x40, 0x41, 0x42, 0x43, 0x43, 0x43, 0x60, 0x60, 0x60, 0x64, 0x64,
        0x61, 0x70, 0x71, 0x71, 0x80, 0x83, 0x87, 0x8F, 0x92, 0xB2, 0xB3, 0xC0, 0xC4, 0xC6, 0xD0, 0xD4, 0xD6, 0xDE,
        0x378, 0x379, 0x37A, 0x3F8, 0x3F9, 0x3FA, 0x3FB, 0x3FC, 0x3FD, 0x3FE, 0x3FF,
        0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x608, 0x60B, 0x620,
    };
    // @formatter:on

    /** Everything that a machine of these chips holds. */
    private static final class Board implements Stateful {
        final VirtualTime time = new VirtualTime();
        final List<String> log = new ArrayList<>();
        final NotModelled notModelled = new NotModelled(log::add);
        final PhysicalMemory memory = new PhysicalMemory(BYTES_OF_RAM, 0);
        final PortSpace ports = new PortSpace();
        final RecordingLine intr = new RecordingLine(), cpuReset = new RecordingLine();
        final SharedLine a20 = new SharedLine(memory.a20());
        final PicPair pics = new PicPair(intr.line(), notModelled);
        final Pit8254 pit = new Pit8254(time.scheduler(), pics.irq(0));
        final SystemControlPortB portB = new SystemControlPortB(time.scheduler(), pit);
        final Mc146818 rtc =
                new Mc146818(
                        time.scheduler(),
                        pics.irq(8),
                        Line.unconnected(),
                        LocalDateTime.of(1999, 12, 31, 23, 59, 50),
                        notModelled);
        final DmaPair dma = new DmaPair(memory, code -> {}, notModelled);
        final Ps2Keyboard keyboard = new Ps2Keyboard(time.scheduler(), notModelled);
        final Ps2Mouse mouse = new Ps2Mouse(time.scheduler());
        final I8042 controller =
                new I8042(
                        time.scheduler(),
                        keyboard,
                        mouse,
                        new I8042.Pins(pics.irq(1), pics.irq(12), a20.driver(), cpuReset.line()),
                        notModelled);
        final SystemControlPortA portA = new SystemControlPortA(a20.driver(), cpuReset.line());
        final ApmPorts apm = new ApmPorts(notModelled);
        final Piix4PowerManagement pm =
                new Piix4PowerManagement(
                        time.scheduler(), pics.irq(9), Line.unconnected(), notModelled);
        final StringBuilder serialOutput = new StringBuilder(), paper = new StringBuilder();
        final Uart16550 com1 =
                new Uart16550(
                        "com1",
                        time.scheduler(),
                        pics.irq(4),
                        new SerialPeer() {
                            @Override
                            public void received(int value) {
                                serialOutput.append((char) value);
                            }
                        });
        final ParallelPort lpt1 =
                new ParallelPort(
                        "lpt1",
                        time.scheduler(),
                        pics.irq(7),
                        Optional.of(value -> paper.append((char) value)));

        Board() {
            ports.map(0x00, 16, dma.first());
            ports.map(0x20, 2, pics.master());
            ports.map(0x40, 4, pit);
            ports.map(0x60, 1, controller.data());
            ports.map(0x61, 1, portB);
            ports.map(0x64, 1, controller.command());
            ports.map(0x70, 2, rtc);
            ports.map(0x80, 16, dma.pages());
            ports.map(0x92, 1, portA);
            ports.map(0xA0, 2, pics.slave());
            ports.map(0xB2, 2, apm);
            ports.map(0xC0, 32, dma.second());
            ports.map(0x378, 3, lpt1);
            ports.map(0x3F8, 8, com1);
            ports.map(0x4D0, 2, pics.edgeLevelControl());
            ports.map(0x600, Piix4PowerManagement.PORTS, pm);
        }

        @Override
        public void exchange(StateCodec state) {
            state.section("time", time);
            state.section("memory", memory);
            state.section("pics", pics);
            state.section("pit", pit);
            state.section("portB", portB);
            state.section("rtc", rtc);
            state.section("dma", dma);
            state.section("controller", controller);
            state.section("portA", portA);
            state.section("apm", apm);
            state.section("pm", pm);
            state.section("com1", com1);
            state.section("lpt1", lpt1);
        }
    }

    /** A guest and a person without sense, the same for the same seed. */
    private static final class Monkey {
        private final Random random;

        Monkey(long seed) {
            random = new Random(seed);
        }

        /**
         * @return what the board showed
         */
        int act(Board board) {
            int choice = random.nextInt(100);
            int port = PORTS[random.nextInt(PORTS.length)];
            int value = random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(16) * 0x11;
            Key key = List.of(Key.values()).get(random.nextInt(Key.values().length));
            long nanos = 1L << random.nextInt(27);
            if (choice < 40) {
                board.ports.out8(port, value);
            } else if (choice < 65) {
                return board.ports.in8(port);
            } else if (choice < 80) {
                board.time.advance(nanos);
            } else if (choice < 84) {
                board.keyboard.press(key);
            } else if (choice < 88) {
                board.keyboard.release(key);
            } else if (choice < 90) {
                board.mouse.move(value - 128, port & 0xFF, value & 3);
                board.mouse.buttons(value);
            } else if (choice < 92) {
                board.com1.receive(new byte[] {(byte) value, (byte) port});
            } else if (choice < 93) {
                board.com1.modem(List.of(ModemInput.values()).get(value & 3), (value & 4) != 0);
            } else if (choice < 96) {
                byte[] data = new byte[value];
                int channel = value & 3;
                return (value & 4) != 0
                        ? board.dma.channel(channel).transferToMemory(data, 0, value)
                        : board.dma.channel(5).transferFromMemory(data, 0, value);
            } else if (board.intr.isHigh()) {
                return board.pics.acknowledge();
            }
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void saveLoadRunEqualsRun(long seed) {
        var board = new Board();
        var monkey = new Monkey(seed);
        for (int round = 0; round < 8; round++) {
            for (int i = 0; i < 500; i++) {
                monkey.act(board);
            }
            var other = new Board();
            StateImage.save(board).load(other);
            assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(board));
            long next = seed * 1000 + round;
            var first = new Monkey(next);
            var second = new Monkey(next);
            board.serialOutput.setLength(0);
            board.paper.setLength(0);
            for (int i = 0; i < 500; i++) {
                assertThat(second.act(other)).isEqualTo(first.act(board));
            }
            assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(board));
            assertThat(other.serialOutput).hasToString(board.serialOutput.toString());
            assertThat(other.paper).hasToString(board.paper.toString());
        }
    }

    @Test
    void observersChangeNothing() {
        var watched = new Board();
        var alone = new Board();
        var first = new Monkey(99);
        var second = new Monkey(99);
        for (int i = 0; i < 5000; i++) {
            first.act(watched);
            watched.portB.speaker();
            watched.keyboard.isQueueEmpty();
            watched.keyboard.leds();
            watched.mouse.isQueueEmpty();
            watched.com1.waiting();
            watched.rtc.nvram();
            StateDigest.of(watched.pit);
            second.act(alone);
        }
        assertThat(StateDigest.of(watched)).isEqualTo(StateDigest.of(alone));
    }

    @Test
    void a20IsOpenWhileEitherGateIs() {
        var board = new Board();
        assertThat(board.memory.a20Mask()).isEqualTo(-1L);
        board.ports.out8(0x64, 0xDD);
        assertThat(board.memory.a20Mask()).isEqualTo(~(1L << 20));
        board.ports.out8(0x92, 2);
        assertThat(board.memory.a20Mask()).isEqualTo(-1L);
        board.ports.out8(0x64, 0xDF);
        board.ports.out8(0x92, 0);
        assertThat(board.memory.a20Mask()).isEqualTo(-1L);
    }

    @Test
    void theTimerTicks182TimesInTenSecondsThroughThePic() {
        var board = new Board();
        board.ports.out8(0x43, 0x36);
        board.ports.out8(0x40, 0);
        board.ports.out8(0x40, 0);
        for (int value : new int[] {0x11, 0x08, 0x04, 0x01}) {
            board.ports.out8(value == 0x11 ? 0x20 : 0x21, value);
        }
        board.ports.out8(0x21, 0xFE);
        int ticks = 0;
        for (int ms = 0; ms < 10_000; ms++) {
            board.time.advance(1_000_000);
            if (board.intr.isHigh()) {
                assertThat(board.pics.acknowledge()).isEqualTo(0x08);
                board.ports.out8(0x20, 0x20);
                ticks++;
            }
        }
        assertThat(ticks).isEqualTo(182);
    }
}
