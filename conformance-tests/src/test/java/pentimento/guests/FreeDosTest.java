package pentimento.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.guests.Reference.assertSameColours;
import static pentimento.guests.Reference.assertSamePicture;

import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.machine.Machine;
import pentimento.machine.script.ScriptException;

/** FreeDOS from diskettes of all sizes: the prompt, programs, games. */
class FreeDosTest {
    /** Makes a file that NASM writes as old as the reference's. */
    private static final LocalDateTime REFERENCE_DAY = LocalDateTime.of(2026, 11, 22, 1, 29, 0);

    private static final byte GREY_ON_BLACK = 0x07;

    @TempDir Path folder;

    private Guest boot(String image) {
        return new Guest(
                Machine.builder()
                        .memory(64)
                        .rtc(REFERENCE_DAY)
                        .floppy(0, Guest.copyOf(image, folder)));
    }

    @Test
    void programsRun() throws ScriptException {
        try (var guest = boot("freedos722.img")) {
            guest.session("freedos722", 1);
            assertThat(guest.rows("prompt", "FreeDOS kernel"))
                    .isEqualTo(Reference.rows("s-freedos722-prompt", "FreeDOS kernel"));
            assertSameColours(guest.screen("prompt"), 3, 80, "s-freedos722-prompt", 2);
            assertThat(guest.rows("dir")).isEqualTo(Reference.rows("s-freedos722-dir"));
            assertThat(guest.rows("misc", "A:\\>hello"))
                    .startsWith("A:\\>hello", "Hello, World!", "A:\\>ver /r")
                    .contains("DOS version 7.10");
            assertThat(guest.rows("nasm")).isEqualTo(Reference.rows("s-freedos722-nasm"));
            assertThat(guest.rows("debug")).isEqualTo(Reference.rows("s-freedos722-debug"));
            assertThat(guest.rows("primes")).isEqualTo(Reference.rows("s-freedos722-primes"));
            assertSameColours(guest.screen("primes"), "s-freedos722-primes");
            assertThat(guest.screen("debug").attributes()).containsOnly(GREY_ON_BLACK);
            assertThat(guest.machine().statistics().notModelled()).isEmpty();
        }
    }

    @Test
    void graphicsAndFullScreenProgramsShowTheirPictures() throws ScriptException {
        try (var guest = boot("freedos722.img")) {
            guest.session("freedos722-gfx", 1);
            assertSamePicture(guest.picture("sierpinski"), "s-freedos722-gfx-sierpinski");
            assertSamePicture(guest.picture("mandelbrot"), "s-freedos722-gfx-mandelbrot");
            assertThat(guest.rows("vim")).isEqualTo(Reference.rows("s-freedos722-gfx-vim"));
            assertThat(guest.rows("vimq")).isEqualTo(Reference.rows("s-freedos722-gfx-vimq"));
            assertThat(guest.rows("primes")).isEqualTo(Reference.rows("s-freedos722-gfx-primes"));
        }
    }

    @Test
    void gamesRun() throws ScriptException {
        try (var guest = boot("freedos722.img")) {
            guest.run(
                    "wait 30 Try 'invaders'",
                    "wait 5 A:\\>",
                    "snapshot save prompt",
                    "type games\\\\tetris\\n",
                    "sleep 3",
                    "key spc",
                    "sleep 2",
                    "text tetris",
                    "snapshot load prompt",
                    "type games\\\\minesw~1\\n",
                    "sleep 3",
                    "text minesweeper",
                    "snapshot load prompt",
                    "type games\\\\invaders\\n",
                    "sleep 5",
                    "shot invaders",
                    "key spc",
                    "sleep 3",
                    "shot invaders2");
            int leftOfTheWell = 12;
            assertSameColours(
                    guest.screen("tetris"), 0, leftOfTheWell, "s-freedos722-gfx-tetris", 0);
            assertThat(guest.screen("tetris").columns()).isEqualTo(40);
            assertSameColours(guest.screen("minesweeper"), "s-freedos722-gfx-minesweeper");
            assertThat(guest.rows("minesweeper")).contains("1     - easy game");
            assertThat(guest.picture("invaders").width()).isEqualTo(320);
            assertThat(guest.picture("invaders").rgb())
                    .isNotEqualTo(guest.picture("invaders2").rgb());
        }
    }

    @Test
    void configSysAsksForEachLine() throws ScriptException {
        try (var guest = boot("fdstd144.img")) {
            guest.session("fdstd144", 1);
            for (String text : new String[] {"q5", "prompt", "dir"}) {
                assertThat(guest.rows(text)).isEqualTo(Reference.rows("s-fdstd144-" + text));
            }
            assertSameColours(guest.screen("prompt"), "s-fdstd144-prompt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"160K", "180K", "320K", "360K", "640K", "720K", "1200K", "1.4MB"})
    void everyDisketteFormatBoots(String size) throws ScriptException {
        try (var guest = boot("freedos-" + size + ".img")) {
            guest.session("fbd", 1);
            assertThat(guest.rows("prompt")).isEqualTo(Reference.rows("s-fbd-prompt"));
            assertThat(guest.rows("dir", "AUTOEXEC"))
                    .contains("KERNEL   SYS        45,450  10-19-18 11:26a")
                    .contains("         5 file(s)        112,371 bytes");
            assertThat(guest.rows("ver", "A:\\>ver"))
                    .isEqualTo(Reference.rows("s-fbd-ver", "A:\\>ver"));
        }
    }
}
