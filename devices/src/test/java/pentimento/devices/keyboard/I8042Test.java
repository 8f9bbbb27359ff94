package pentimento.devices.keyboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.devices.RecordingLine;
import pentimento.devices.VirtualTime;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

/** IBM PS/2 Hardware Interface Technical Reference, keyboard and auxiliary device controller. */
class I8042Test {
    private static final long MS = 1_000_000;
    private static final int OUTPUT_FULL = 0x01, AUX = 0x20;

    /** The controller with both devices, and the guest's side of it. */
    private final class Board {
        final VirtualTime time = new VirtualTime();
        final RecordingLine irq1 = new RecordingLine(),
                irq12 = new RecordingLine(),
                a20 = new RecordingLine(),
                cpuReset = new RecordingLine();
        final NotModelled notModelled = new NotModelled(reports::add);
        final Ps2Keyboard keyboard = new Ps2Keyboard(time.scheduler(), notModelled);
        final Ps2Mouse mouse = new Ps2Mouse(time.scheduler());
        final I8042 controller =
                new I8042(
                        time.scheduler(),
                        keyboard,
                        mouse,
                        new I8042.Pins(irq1.line(), irq12.line(), a20.line(), cpuReset.line()),
                        notModelled);

        void command(int value) {
            controller.command().out8(0, value);
        }

        void command(int value, int argument) {
            command(value);
            controller.data().out8(0, argument);
        }

        int status() {
            return controller.command().in8(0);
        }

        boolean isFull() {
            return (status() & OUTPUT_FULL) != 0;
        }

        int data() {
            return controller.data().in8(0);
        }

        /** Polls as a driver does, for at most 100 ms. */
        int await() {
            for (int i = 0; i < 10_000 && !isFull(); i++) {
                time.advance(10_000);
            }
            assertThat(isFull()).as("a byte came").isTrue();
            return data();
        }

        List<Integer> drain() {
            var bytes = new ArrayList<Integer>();
            for (int i = 0; i < 1000; i++) {
                time.advance(100_000);
                if (isFull()) {
                    bytes.add(data());
                }
            }
            return bytes;
        }

        void keyboardCommand(int value) {
            controller.data().out8(0, value);
        }

        void mouseCommand(int value) {
            command(0xD4, value);
        }
    }

    private final List<String> reports = new ArrayList<>();
    private final Board board = new Board();

    @BeforeEach
    void startAsTheBiosDoes() {
        board.command(0x60, 0x47); // interrupts, system flag, both devices, translation
        board.drain(); // what the self-tests of both devices say
    }

    private static void press(Board board, Key... keys) {
        for (Key key : keys) {
            board.keyboard.press(key);
        }
    }

    // ---------------------------------------------------------------- the controller's own

    @Test
    void aFreshControllerHoldsBothDevices() {
        var fresh = new Board();
        assertThat(fresh.drain()).isEmpty();
        fresh.command(0x20);
        assertThat(fresh.await()).isEqualTo(0x30);
        fresh.command(0xAE);
        assertThat(fresh.await()).isEqualTo(0xAA);
    }

    @Test
    void selfTests() {
        board.command(0xAA);
        assertThat(board.isFull()).isFalse();
        assertThat(board.await()).isEqualTo(0x55);
        assertThat(board.status() & 0x04).isNotZero();
        board.command(0xAB);
        assertThat(board.await()).isZero();
        board.command(0xA9);
        assertThat(board.await()).isZero();
    }

    @Test
    void selfTestDropsWhatWaits() {
        press(board, Key.A);
        board.time.advance(10 * MS);
        assertThat(board.isFull()).isTrue();
        board.command(0xAA);
        assertThat(board.await()).isEqualTo(0x55);
    }

    @Test
    void commandByteAndRam() {
        board.command(0x20);
        assertThat(board.await()).isEqualTo(0x47);
        board.command(0x7F, 0x5A);
        board.command(0x3F);
        assertThat(board.await()).isEqualTo(0x5A);
        board.command(0xAD);
        board.command(0xA7);
        board.command(0x20);
        assertThat(board.await()).isEqualTo(0x77);
        board.command(0xAE);
        board.command(0xA8);
        board.command(0x20);
        assertThat(board.await()).isEqualTo(0x47);
    }

    @Test
    void statusTellsCommandFromData() {
        board.command(0xAE);
        assertThat(board.status()).isEqualTo(0x1C);
        board.keyboardCommand(0xEE);
        assertThat(board.status()).isEqualTo(0x14);
    }

    @Test
    void a20ByCommandAndByOutputPort() {
        assertThat(board.a20.isHigh()).isTrue();
        board.command(0xDD);
        assertThat(board.a20.isHigh()).isFalse();
        board.command(0xD0);
        assertThat(board.await() & 0x03).isEqualTo(0x01);
        board.command(0xD1, 0xDF);
        assertThat(board.a20.isHigh()).isTrue();
        board.command(0xD1, 0xDD);
        assertThat(board.a20.isHigh()).isFalse();
        board.command(0xDF);
        assertThat(board.a20.isHigh()).isTrue();
        assertThat(board.cpuReset.risingEdges()).isZero();
    }

    @Test
    void pulsingBit0ResetsTheProcessor() {
        board.command(0xFE);
        assertThat(board.cpuReset.risingEdges()).isEqualTo(1);
        assertThat(board.cpuReset.isHigh()).isFalse();
        board.command(0xFF);
        assertThat(board.cpuReset.risingEdges()).isEqualTo(1);
        board.command(0xD1, 0x02);
        assertThat(board.cpuReset.risingEdges()).isEqualTo(2);
    }

    @Test
    void portsAndPassword() {
        board.command(0xC0);
        assertThat(board.await()).isEqualTo(0xB0);
        board.command(0xE0);
        assertThat(board.await()).isEqualTo(0x03);
        board.command(0xA4);
        assertThat(board.await()).isEqualTo(0xF1);
        assertThat(reports).isEmpty();
        board.command(0xA5, 'x');
        board.keyboardCommand(0); // ends the password, does not reach the keyboard
        board.command(0xA1);
        assertThat(reports).hasSize(2);
        assertThat(board.drain()).isEmpty();
    }

    @Test
    void bytesWrittenToTheOutputBufferSeemToComeFromADevice() {
        board.command(0xD2, 0x12);
        assertThat(board.drain()).containsExactly(0x12);
        assertThat(board.irq12.risingEdges()).isEqualTo(2); // the mouse's self-test
        int before = board.irq1.risingEdges();
        board.command(0xD3, 0x34);
        board.time.advance(MS);
        assertThat(board.irq12.isHigh()).isTrue();
        assertThat(board.status() & (AUX | OUTPUT_FULL)).isEqualTo(AUX | OUTPUT_FULL);
        assertThat(board.data()).isEqualTo(0x34);
        assertThat(board.irq1.risingEdges()).isEqualTo(before);
    }

    // ---------------------------------------------------------------- keyboard through it

    @Test
    void aKeyRaisesIrq1UntilItIsRead() {
        press(board, Key.A);
        assertThat(board.irq1.isHigh()).isFalse();
        board.time.advance(MS);
        assertThat(board.irq1.isHigh()).isTrue();
        assertThat(board.data()).isEqualTo(0x1E);
        assertThat(board.irq1.isHigh()).isFalse();
        assertThat(board.data()).isEqualTo(0x1E); // the buffer keeps its byte
        board.keyboard.release(Key.A);
        assertThat(board.await()).isEqualTo(0x9E);
    }

    @Test
    void withoutInterruptsTheBufferIsPolled() {
        board.command(0x60, 0x44);
        press(board, Key.A);
        assertThat(board.await()).isEqualTo(0x1E);
        int edges = board.irq1.risingEdges();
        press(board, Key.B);
        board.time.advance(10 * MS);
        assertThat(board.irq1.risingEdges()).isEqualTo(edges);
        board.command(0x60, 0x45); // enabling with a byte there requests at once
        assertThat(board.irq1.isHigh()).isTrue();
    }

    @Test
    void withoutTranslationSet2ComesThrough() {
        board.command(0x60, 0x03);
        press(board, Key.A);
        board.keyboard.release(Key.A);
        assertThat(board.drain()).containsExactly(0x1C, 0xF0, 0x1C);
    }

    @ParameterizedTest
    @CsvSource({
        "ESCAPE, 01, 81",
        "F12, 58, D8",
        "F7, 41, C1",
        "RIGHT, E0 4D, E0 CD",
        "CTRL_RIGHT, E0 1D, E0 9D",
        "KP_ENTER, E0 1C, E0 9C",
        "PRINT_SCREEN, E0 2A E0 37, E0 B7 E0 AA",
        "PAUSE, E1 1D 45 E1 9D C5, ''",
        "LESS, 56, D6",
        "MENU, E0 5D, E0 DD",
        "NUM_LOCK, 45, C5"
    })
    void translationToSet1(Key key, String make, String release) {
        press(board, key);
        assertThat(hex(board.drain())).isEqualTo(make);
        board.keyboard.release(key);
        assertThat(hex(board.drain())).isEqualTo(release);
    }

    private static String hex(List<Integer> bytes) {
        return String.join(" ", bytes.stream().map(b -> String.format("%02X", b)).toList());
    }

    @Test
    void aDisabledKeyboardKeepsItsKeys() {
        board.command(0xAD);
        press(board, Key.A);
        assertThat(board.drain()).isEmpty();
        board.command(0xAE);
        assertThat(board.drain()).containsExactly(0x1E);
    }

    @Test
    void writingToTheKeyboardEnablesIt() {
        board.command(0xAD);
        board.keyboardCommand(0xEE);
        assertThat(board.await()).isEqualTo(0xEE);
    }

    @Test
    void thirtyKeysASecondLoseNothing() {
        var typed = new ArrayList<Integer>();
        var read = new ArrayList<Integer>();
        Key[] keys = {Key.A, Key.RIGHT, Key.SPACE, Key.KP_7};
        int[][] expected = {{0x1E, 0x9E}, {0xE0, 0x4D, 0xE0, 0xCD}, {0x39, 0xB9}, {0x47, 0xC7}};
        for (int i = 0; i < 300; i++) {
            press(board, keys[i % 4]);
            for (int code : expected[i % 4]) {
                typed.add(code);
            }
            for (int ms = 0; ms < 33; ms++) {
                if (ms == 16) {
                    board.keyboard.release(keys[i % 4]);
                }
                board.time.advance(MS);
                if (board.irq1.isHigh()) {
                    read.add(board.data());
                }
            }
        }
        board.time.advance(10 * MS);
        assertThat(read).isEqualTo(typed);
    }

    @Test
    void acknowledgesComeInOrder() {
        board.keyboardCommand(0xED);
        assertThat(board.await()).isEqualTo(0xFA);
        board.keyboardCommand(0x02);
        assertThat(board.await()).isEqualTo(0xFA);
        assertThat(board.keyboard.leds()).isEqualTo(2);
        assertThat(board.drain()).isEmpty();
    }

    // ---------------------------------------------------------------- mouse through it

    @Test
    void mouseBytesRaiseIrq12() {
        board.mouseCommand(0xF4);
        board.time.advance(MS);
        assertThat(board.irq12.isHigh()).isTrue();
        assertThat(board.status() & AUX).isNotZero();
        assertThat(board.data()).isEqualTo(0xFA);
        board.mouse.move(3, 2, 0);
        assertThat(board.drain()).containsExactly(0x28, 3, 0xFE);
    }

    @Test
    void keyboardAndMouseShareTheBuffer() {
        board.mouseCommand(0xF4);
        board.drain();
        board.mouse.move(1, 0, 0);
        press(board, Key.A);
        int keys = 0;
        int moves = 0;
        for (int i = 0; i < 100; i++) {
            board.time.advance(100_000);
            if (board.isFull()) {
                if ((board.status() & AUX) != 0) {
                    moves++;
                } else {
                    keys++;
                }
                board.data();
            }
        }
        assertThat(keys).isEqualTo(1);
        assertThat(moves).isEqualTo(3);
    }

    @Test
    void aControllerReplyOvertakesADeviceThatWaits() {
        press(board, Key.A);
        board.command(0x20);
        assertThat(board.await()).isEqualTo(0x47);
        assertThat(board.await()).isEqualTo(0x1E);
    }

    @Test
    void anEmptyMouseSocketStaysSilent() {
        var time = new VirtualTime();
        var lone =
                new I8042(
                        time.scheduler(),
                        Ps2Device.absent(),
                        Ps2Device.absent(),
                        new I8042.Pins(
                                new RecordingLine().line(),
                                new RecordingLine().line(),
                                new RecordingLine().line(),
                                new RecordingLine().line()),
                        new NotModelled(reports::add));
        lone.command().out8(0, 0xD4);
        lone.data().out8(0, 0xFF);
        time.advance(1000 * MS);
        assertThat(lone.command().in8(0) & OUTPUT_FULL).isZero();
    }

    // ---------------------------------------------------------------- state

    @Test
    void aLoadedControllerGoesOnLikeTheSavedOne() {
        board.mouseCommand(0xF4);
        board.drain();
        press(board, Key.SHIFT_LEFT, Key.HOME);
        board.time.advance(MS);
        board.mouse.move(300, -5, 1);
        board.data();
        board.time.advance(300_000);
        StateImage timeImage = StateImage.save(board.time);
        StateImage image = StateImage.save(board.controller);
        var other = new Board();
        timeImage.load(other.time);
        image.load(other.controller);
        assertThat(other.irq1.risingEdges()).isZero();
        board.time.advance(600 * MS);
        other.time.advance(600 * MS);
        assertThat(other.drain()).isEqualTo(board.drain()).hasSizeGreaterThan(10);
        board.keyboard.release(Key.HOME);
        other.keyboard.release(Key.HOME);
        assertThat(other.drain()).isEqualTo(board.drain());
        assertThat(StateDigest.of(other.controller)).isEqualTo(StateDigest.of(board.controller));
        assertThat(StateDigest.of(other.time)).isEqualTo(StateDigest.of(board.time));
    }

    @Test
    void reset() {
        press(board, Key.A);
        board.time.advance(MS);
        board.command(0xDD);
        board.controller.reset();
        assertThat(board.a20.isHigh()).isTrue();
        assertThat(board.irq1.isHigh()).isFalse();
        assertThat(board.status()).isEqualTo(0x10);
    }
}
