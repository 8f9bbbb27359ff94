package pentimento.devices.keyboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import pentimento.devices.VirtualTime;
import pentimento.memory.bus.NotModelled;

/** IBM PS/2 Hardware Interface Technical Reference, 101- and 102-key keyboards. */
class Ps2KeyboardTest {
    private static final long MS = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final List<String> reports = new ArrayList<>();
    private final Ps2Keyboard keyboard =
            new Ps2Keyboard(time.scheduler(), new NotModelled(reports::add));

    @BeforeEach
    void passTheSelfTest() {
        time.advance(20 * MS);
        assertThat(sent()).isEqualTo("AA");
    }

    private String sent() {
        var bytes = new ArrayList<String>();
        while (keyboard.hasByte()) {
            bytes.add(String.format("%02X", keyboard.nextByte()));
        }
        return String.join(" ", bytes);
    }

    private String reply(int... command) {
        for (int value : command) {
            keyboard.receive(value);
        }
        return sent();
    }

    @Test
    void nothingIsSentBeforeTheSelfTestHasPassed() {
        var fresh = new Ps2Keyboard(new VirtualTime().scheduler(), new NotModelled(reports::add));
        fresh.press(Key.A);
        assertThat(fresh.hasByte()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "EE, EE",
        "F2, FA AB 83",
        "ED 07, FA FA",
        "F3 00, FA FA",
        "F0 00, FA FA 02",
        "F0 04, FA FE",
        "EF, FE",
        "F1, FE",
        "00, FE",
        "F7, FA",
        "F8, FA",
        "F9, FA",
        "FA, FA",
        "FB 1C 1D F4, FA FA FA FA",
        "ED F4, FA FA"
    })
    void commandsAndTheirReplies(String command, String reply) {
        int[] bytes =
                List.of(command.split(" ")).stream()
                        .mapToInt(b -> Integer.parseInt(b, 16))
                        .toArray();
        assertThat(reply(bytes)).isEqualTo(reply);
        assertThat(reports).isEmpty();
    }

    @Test
    void resetAnswersThenTests() {
        keyboard.receive(0xED);
        keyboard.receive(7);
        sent();
        assertThat(reply(0xFF)).isEqualTo("FA");
        assertThat(keyboard.leds()).isZero();
        time.advance(20 * MS);
        assertThat(sent()).isEqualTo("AA");
    }

    @Test
    void resendRepeatsTheLastByte() {
        reply(0xF2);
        assertThat(reply(0xFE)).isEqualTo("83");
    }

    @Test
    void disableStopsScanningAndEnableClearsTheBuffer() {
        keyboard.press(Key.A);
        assertThat(reply(0xF5)).isEqualTo("FA");
        keyboard.press(Key.B);
        assertThat(sent()).isEmpty();
        assertThat(reply(0xF4)).isEqualTo("FA");
        keyboard.press(Key.C);
        assertThat(sent()).isEqualTo("21");
    }

    @Test
    void repliesGoOutBeforeKeysAndAnArgumentIsAwaitedInSilence() {
        keyboard.press(Key.A);
        keyboard.receive(0xED);
        assertThat(sent()).isEqualTo("FA");
        keyboard.receive(0x00);
        assertThat(sent()).isEqualTo("FA 1C");
    }

    @Test
    void set1() {
        reply(0xF0, 1);
        keyboard.press(Key.RIGHT);
        keyboard.release(Key.RIGHT);
        assertThat(sent()).isEqualTo("E0 4D E0 CD");
        assertThat(reply(0xF0, 0)).isEqualTo("FA FA 01");
    }

    @Test
    void set3() {
        reply(0xF0, 3);
        keyboard.press(Key.RIGHT);
        keyboard.release(Key.RIGHT);
        keyboard.press(Key.SHIFT_LEFT);
        keyboard.release(Key.SHIFT_LEFT);
        assertThat(sent()).isEqualTo("6A 12 F0 12");
        reply(0xF8); // all keys make and break
        keyboard.press(Key.A);
        keyboard.release(Key.A);
        assertThat(sent()).isEqualTo("1C F0 1C");
        reply(0xFD, 0x1C, 0xF4); // A makes only
        keyboard.press(Key.A);
        keyboard.release(Key.A);
        assertThat(sent()).isEqualTo("1C");
        keyboard.press(Key.A);
        time.advance(2000 * MS);
        assertThat(sent()).isEqualTo("1C");
    }

    @Test
    void theDefaultRateIsHalfASecondThen10Point9() {
        keyboard.press(Key.A);
        sent();
        time.advance(499 * MS);
        assertThat(sent()).isEmpty();
        int repeats = 0;
        for (int ms = 0; ms < 1001; ms++) {
            time.advance(MS);
            repeats += sent().isEmpty() ? 0 : 1;
        }
        assertThat(repeats).isEqualTo(11);
        keyboard.release(Key.A);
        assertThat(sent()).isEqualTo("F0 1C");
        time.advance(1000 * MS);
        assertThat(sent()).isEmpty();
    }

    @Test
    void theFastestRateIs30ASecondAfterAQuarter() {
        reply(0xF3, 0x00);
        keyboard.press(Key.A);
        sent();
        time.advance(249 * MS);
        assertThat(sent()).isEmpty();
        int repeats = 0;
        for (int ms = 0; ms < 1001; ms++) {
            time.advance(MS);
            repeats += sent().isEmpty() ? 0 : 1;
        }
        assertThat(repeats).isEqualTo(31);
    }

    @Test
    void repeatsDoNotPileUp() {
        keyboard.press(Key.A);
        time.advance(10_000 * MS);
        assertThat(sent()).isEqualTo("1C");
        time.advance(100 * MS);
        assertThat(sent()).isEqualTo("1C");
    }

    @Test
    void onlyTheLastKeyRepeats() {
        keyboard.press(Key.A);
        keyboard.press(Key.B);
        sent();
        time.advance(510 * MS);
        assertThat(sent()).isEqualTo("32");
        keyboard.release(Key.A);
        sent();
        time.advance(100 * MS);
        assertThat(sent()).isEqualTo("32");
    }

    @Test
    void theHostsOwnRepeatsAreIgnored() {
        keyboard.press(Key.A);
        keyboard.press(Key.A);
        keyboard.release(Key.B);
        assertThat(sent()).isEqualTo("1C");
    }

    @Test
    void the17thByteSaysOverrun() {
        for (int i = 0; i < 6; i++) {
            keyboard.press(Key.A);
            keyboard.release(Key.A);
        }
        assertThat(sent()).isEqualTo("1C F0 1C 1C F0 1C 1C F0 1C 1C F0 1C 1C F0 1C 1C 00");
        assertThat(keyboard.isQueueEmpty()).isTrue();
        reply(0xF0, 1);
        for (int i = 0; i < 20; i++) {
            keyboard.press(Key.A);
            keyboard.release(Key.A);
        }
        assertThat(sent()).endsWith("1E 9E FF");
    }

    @ParameterizedTest
    @CsvSource({
        "0, , HOME, E0 6C, E0 F0 6C",
        "0, SHIFT_LEFT, HOME, E0 F0 12 E0 6C, E0 F0 6C E0 12",
        "0, SHIFT_RIGHT, HOME, E0 F0 59 E0 6C, E0 F0 6C E0 59",
        "2, , HOME, E0 12 E0 6C, E0 F0 6C E0 F0 12",
        "2, SHIFT_LEFT, HOME, E0 6C, E0 F0 6C",
        "0, , KP_DIVIDE, E0 4A, E0 F0 4A",
        "0, SHIFT_LEFT, KP_DIVIDE, E0 F0 12 E0 4A, E0 F0 4A E0 12",
        "0, , PRINT_SCREEN, E0 12 E0 7C, E0 F0 7C E0 F0 12",
        "0, CTRL_LEFT, PRINT_SCREEN, E0 7C, E0 F0 7C",
        "0, ALT_LEFT, PRINT_SCREEN, 84, F0 84",
        "0, CTRL_LEFT, PAUSE, E0 7E E0 F0 7E, ''",
        "0, , PAUSE, E1 14 77 E1 F0 14 F0 77, ''"
    })
    void greyKeys(int leds, Key modifier, Key key, String make, String release) {
        reply(0xED, leds);
        if (modifier != null) {
            keyboard.press(modifier);
            sent();
        }
        keyboard.press(key);
        assertThat(sent()).isEqualTo(make);
        keyboard.release(key);
        assertThat(sent()).isEqualTo(release);
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void everyKeyHasItsOwnCodesAndNames(Key key) {
        for (Key other : EnumSet.complementOf(EnumSet.of(key))) {
            assertThat(other.names()).doesNotContainAnyElementsOf(key.names());
            assertThat(other.set3()).isNotEqualTo(key.set3());
            if (key != Key.PAUSE && other != Key.PAUSE) {
                assertThat(other.set2() | (other.isExtended() ? 0xE000 : 0))
                        .isNotEqualTo(key.set2() | (key.isExtended() ? 0xE000 : 0));
            }
        }
        assertThat(Key.named(key.names().getFirst())).contains(key);
    }

    @ParameterizedTest
    @CsvSource({
        "ret,ENTER",
        "esc,ESCAPE",
        "spc,SPACE",
        "ctrl,CTRL_LEFT",
        "alt,ALT_LEFT",
        "shift,SHIFT_LEFT",
        "f1,F1",
        "kp_7,KP_7",
        "grave_accent,GRAVE_ACCENT",
        "pgdn,PAGE_DOWN"
    })
    void qemuNames(String name, Key key) {
        assertThat(Key.named(name)).contains(key);
    }

    @Test
    void theUsLayoutTypesAllOfAscii() {
        for (char c = ' '; c < 0x7F; c++) {
            assertThat(UsLayout.keysFor(c)).as("%c", c).isPresent();
        }
        assertThat(UsLayout.keysFor('a')).contains(List.of(Key.A));
        assertThat(UsLayout.keysFor('A')).contains(List.of(Key.SHIFT_LEFT, Key.A));
        assertThat(UsLayout.keysFor('?')).contains(List.of(Key.SHIFT_LEFT, Key.SLASH));
        assertThat(UsLayout.keysFor('|')).contains(List.of(Key.SHIFT_LEFT, Key.BACKSLASH));
        assertThat(UsLayout.keysFor('\n')).contains(List.of(Key.ENTER));
        assertThat(UsLayout.keysFor('\u00e9')).isEmpty();
    }
}
