package pentimento.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pentimento.machine.Machine;
import pentimento.machine.Statistics;
import pentimento.machine.TextPicture;
import pentimento.machine.script.ScriptException;

/** FreeDOS Odin: a boot menu of memory managers, DPMI programs, a power saver. */
class OdinTest {
    /** A line that shows what each choice of the boot menu has loaded, 0 to 6. */
    private static final List<String> LOADED =
            List.of(
                    "FreeCom version 0.84-pre XMS_Swap",
                    "CuteMouse v1.9.1",
                    "FreeDOS XMS-Driver for 80286",
                    "FreeDOS HIMEM64 3.11",
                    "EMM386 2.06",
                    "XDMA V2.2, 23-Oct-2005.",
                    "SHSUCDX installed.");

    private static final String CHOICE_4 = "4 - Start FreeDOS for 386 + HIMEM + EMM386";
    private static final byte BLACK_ON_GREY = 0x70, GREY_ON_BLACK = 0x07;

    @TempDir Path folder;

    private Guest boot(String image) {
        return new Guest(Machine.builder().memory(64).floppy(0, Guest.copyOf(image, folder)));
    }

    @Test
    void everyMenuChoiceReachesItsPrompt() throws ScriptException {
        try (var guest = boot("odin070.img")) {
            guest.run("wait 30 Enter a choice");
            var menu = guest.machine().save();
            for (int choice = 0; choice < LOADED.size(); choice++) {
                guest.machine().load(menu);
                guest.run(
                        "key " + choice,
                        "key ret",
                        "waitre 40 ^A:.>$",
                        "wait 1 " + LOADED.get(choice),
                        "type ver\\n",
                        "wait 10 FreeCom version 0.84",
                        "type echo Choice %config%\\n",
                        "wait 10 Choice " + choice);
            }
        }
    }

    @Test
    void emm386RunsDosInVirtual8086Mode() throws ScriptException {
        try (var guest = boot("odin070.img")) {
            guest.session("odin-menu", 1);
            TextPicture prompt = guest.screen("prompt");
            int chosen = guest.rows("prompt").indexOf(CHOICE_4);
            assertThat(attributes(prompt, chosen, CHOICE_4.length())).containsOnly(BLACK_ON_GREY);
            assertThat(attributes(prompt, chosen + 1, 80)).containsOnly(GREY_ON_BLACK);
            assertThat(guest.rows("mem"))
                    .contains("Total Expanded (EMS)                   32M (33,554,432 bytes)")
                    .contains("FreeDOS is resident in the high memory area.")
                    .anyMatch(row -> row.startsWith("Upper                  96K"));
            assertThat(guest.rows("emm")).isEqualTo(Reference.rows("s-odin-menu-emm"));
            assertThat(guest.machine().statistics().notModelled()).isEmpty();
        }
    }

    private static byte[] attributes(TextPicture screen, int row, int columns) {
        int from = row * screen.columns();
        return Arrays.copyOfRange(screen.attributes(), from, from + columns);
    }

    @Test
    void dosIdleHaltsTheProcessorAndTheMouseDriverFollowsTheMouse() throws ScriptException {
        try (var guest = boot("odin-jpc.img")) {
            guest.session("jpc-floppy", 1);
            assertThat(guest.rows("prompt", "CPUidle for DOS"))
                    .isEqualTo(Reference.rows("s-jpc-floppy-prompt", "CPUidle for DOS"))
                    .contains("DOSidle installed successfully.");
            assertThat(guest.rows("mem"))
                    .contains("Total under 1 MB      639K        28K       611K");
            assertThat(guest.rows("dir")).isEqualTo(Reference.rows("s-jpc-floppy-dir"));

            Statistics before = guest.machine().statistics();
            guest.machine().run(Duration.ofSeconds(10));
            Statistics after = guest.machine().statistics();
            assertThat(after.idleNanos() - before.idleNanos())
                    .as("time that the processor is halted, of 10 s at the prompt")
                    .isGreaterThan(Duration.ofMillis(9_900).toNanos());

            guest.run("type cls\\n", "type debug\\n", "type a100\\n");
            guest.run("type mov ax,3\\n", "type int 33\\n", "type int 3\\n", "type \\n");
            guest.run("mouse 20 8 1", "type g=100\\n", "wait 5 BX=0001", "text moved");
            String registers = guest.rows("moved", "BX=0001").getFirst();
            assertThat(registers).doesNotContain("CX=0140").doesNotContain("DX=0060");
        }
    }
}
