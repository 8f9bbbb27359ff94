package pentimento.machine.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
    private static Step step(String line) throws ScriptException {
        return Script.parse(List.of(line)).lines().getFirst().step();
    }

    @Test
    void stepsAreOneALineWithSecondsOfVirtualTime() throws ScriptException {
        assertThat(step("wait 30 A:\\>")).isEqualTo(new Step.Wait(Duration.ofSeconds(30), "A:\\>"));
        assertThat(step("sleep 0.5")).isEqualTo(new Step.Sleep(Duration.ofMillis(500)));
        assertThat(step("stable 2 10"))
                .isEqualTo(new Step.Stable(Duration.ofSeconds(2), Duration.ofSeconds(10)));
        assertThat(step("key ctrl-alt-delete f1"))
                .isEqualTo(new Step.Press(List.of("ctrl-alt-delete", "f1")));
        assertThat(step("mouse -5 7 1")).isEqualTo(new Step.MoveMouse(-5, 7, 1));
        assertThat(step("text")).isEqualTo(new Step.SaveText(Optional.empty()));
        assertThat(step("shot a b.png")).isEqualTo(new Step.SaveScreenshot(Path.of("a b.png")));
        assertThat(step("insert a disk 2.img"))
                .isEqualTo(new Step.Insert("a", Path.of("disk 2.img")));
        assertThat(step("quit 3")).isEqualTo(new Step.Quit(3));
    }

    @Test
    void textEscapesNewlineTabBackslashAndBytes() throws ScriptException {
        assertThat(step("type cd \\\\games\\n\\t\\x41"))
                .isEqualTo(new Step.Type("cd \\games\n\tA"));
    }

    @Test
    void commentsAndBlankLinesAreSkippedAndLinesKeepTheirNumbers() throws ScriptException {
        Script script =
                Script.parse(
                        List.of("# a comment", "", "option --memory 4M --debug-exit", "reset"));
        assertThat(script.options()).containsExactly("--memory", "4M", "--debug-exit");
        assertThat(script.lines().getFirst().number()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jump 3|there is no step 'jump'",
                "wait x A:|'x' is not a number of seconds",
                "wait 3|a text to wait for is missing",
                "sleep -1|-1 is not a duration",
                "type \\q|\\q is not an escape",
                "waitre 3 (|the regular expression has an error",
                "mouse 1|mouse takes DX DY [BUTTONS]",
                "quit 256|256 is not between 0 and 255",
            })
    void whatCannotBeUnderstoodIsNamedWithItsLine(String line, String reason) {
        assertThatThrownBy(() -> step(line))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("script line 1")
                .hasMessageContaining(reason);
    }

    @Test
    void optionsComeBeforeSteps() {
        assertThatThrownBy(() -> Script.parse(List.of("reset", "option --memory 4M")))
                .hasMessageContaining("option lines come before all steps");
    }
}
