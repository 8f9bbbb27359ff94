package pentimento.machine.script;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One step of a script. Durations are virtual time. */
public sealed interface Step {
    /** The text screen contains a text within a time. */
    record Wait(Duration limit, String text) implements Step {}

    /** The text screen matches a regular expression somewhere within a time. */
    record WaitPattern(Duration limit, Pattern pattern) implements Step {}

    /** Serial output since the last match contains a text within a time. */
    record WaitSerial(Duration limit, String text) implements Step {}

    /** The screen stays unchanged for a while, within a time; the step succeeds either way. */
    record Stable(Duration quiet, Duration limit) implements Step {}

    record Sleep(Duration duration) implements Step {}

    /** Types characters on the keyboard. */
    record Type(String text) implements Step {}

    /** Presses and releases chords such as {@code ctrl-alt-delete}, one after the other. */
    record Press(List<String> chords) implements Step {}

    record Hold(String chord) implements Step {}

    record Release(String chord) implements Step {}

    /** Moves the mouse by counts, y downwards, with buttons held: bit 0 left, 1 right, 2 middle. */
    record MoveMouse(int dx, int dy, int buttons) implements Step {}

    /** Sends bytes (Latin-1) to the first serial port. */
    record SendSerial(String text) implements Step {}

    /** Writes the screen's text to a file, or to the standard output. */
    record SaveText(Optional<Path> file) implements Step {}

    /** Writes a screenshot, PNG. */
    record SaveScreenshot(Path file) implements Step {}

    record Insert(String drive, Path file) implements Step {}

    record Eject(String drive) implements Step {}

    /** Chooses the first boot device for the next reset: a, c or d. */
    record Boot(String device) implements Step {}

    record Reset() implements Step {}

    record PowerOff() implements Step {}

    record SaveSnapshot(String name) implements Step {}

    record LoadSnapshot(String name) implements Step {}

    /**
     * Ends the run.
     *
     * @param code the exit code, 0..255
     */
    record Quit(int code) implements Step {}
}
