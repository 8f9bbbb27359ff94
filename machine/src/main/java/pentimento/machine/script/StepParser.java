package pentimento.machine.script;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Turns one line into a step. Errors are sentences in an IllegalArgumentException. */
final class StepParser {
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final long BILLION = 1_000_000_000;

    private StepParser() {}

    static Step parse(String line) {
        int space = line.indexOf(' ');
        String verb = space < 0 ? line.strip() : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1);
        return switch (verb) {
            case "wait" ->
                    new Step.Wait(firstSeconds(rest), afterFirst(rest, "a text to wait for"));
            case "waitre" ->
                    new Step.WaitPattern(
                            firstSeconds(rest), pattern(afterFirst(rest, "a regular expression")));
            case "waitser" ->
                    new Step.WaitSerial(
                            firstSeconds(rest), unescape(afterFirst(rest, "a text to wait for")));
            case "stable" ->
                    new Step.Stable(
                            firstSeconds(rest),
                            seconds(afterFirst(rest, "the longest wait").strip()));
            case "sleep" -> new Step.Sleep(seconds(rest.strip()));
            case "type" -> new Step.Type(unescape(rest));
            case "key" -> new Step.Press(List.of(word(rest, "a key name").split("\\s+")));
            case "hold" -> new Step.Hold(word(rest, "a key name"));
            case "release" -> new Step.Release(word(rest, "a key name"));
            case "mouse" -> mouse(rest.strip().split("\\s+"));
            case "ser" -> new Step.SendSerial(unescape(rest));
            case "text" ->
                    new Step.SaveText(
                            rest.isBlank() ? Optional.empty() : Optional.of(Path.of(rest.strip())));
            case "shot" -> new Step.SaveScreenshot(Path.of(word(rest, "a file name")));
            case "insert" ->
                    new Step.Insert(
                            word(firstWord(rest), "a drive"),
                            Path.of(afterFirst(rest, "a file name").strip()));
            case "eject" -> new Step.Eject(word(rest, "a drive"));
            case "boot" -> new Step.Boot(bootDevice(word(rest, "a boot device: a, c or d")));
            case "reset" -> new Step.Reset();
            case "poweroff" -> new Step.PowerOff();
            case "snapshot" -> snapshot(rest.strip().split("\\s+"));
            case "quit" -> new Step.Quit(rest.isBlank() ? 0 : integer(rest.strip(), 0, 255));
            default ->
                    throw new IllegalArgumentException(
                            "there is no step '" + verb + "'; --help lists the steps");
        };
    }

    private static String bootDevice(String name) {
        if (!List.of("a", "c", "d").contains(name)) {
            throw new IllegalArgumentException(
                    "there is no boot device '" + name + "'; a, c and d are");
        }
        return name;
    }

    private static Step mouse(String[] words) {
        if (words.length < 2 || words.length > 3) {
            throw new IllegalArgumentException("mouse takes DX DY [BUTTONS]");
        }
        int buttons = words.length == 3 ? integer(words[2], 0, 7) : 0;
        return new Step.MoveMouse(
                integer(words[0], -4096, 4096), integer(words[1], -4096, 4096), buttons);
    }

    private static Step snapshot(String[] words) {
        if (words.length == 2 && words[0].equals("save")) {
            return new Step.SaveSnapshot(words[1]);
        }
        if (words.length == 2 && words[0].equals("load")) {
            return new Step.LoadSnapshot(words[1]);
        }
        throw new IllegalArgumentException("snapshot takes save NAME or load NAME");
    }

    private static String firstWord(String rest) {
        String text = rest.stripLeading();
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    private static String afterFirst(String rest, String what) {
        String text = rest.stripLeading();
        int space = text.indexOf(' ');
        if (space < 0 || space + 1 == text.length()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return text.substring(space + 1);
    }

    private static String word(String rest, String what) {
        if (rest.isBlank()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return rest.strip();
    }

    private static Duration firstSeconds(String rest) {
        return seconds(firstWord(rest));
    }

    private static Duration seconds(String text) {
        if (WHOLE.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text)); // BigDecimal loads slowly
        }
        try {
            var seconds = new BigDecimal(text);
            if (seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(BILLION)) > 0) {
                throw new IllegalArgumentException(
                        text + " is not a duration between 0 and 10^9 seconds");
            }
            return Duration.ofNanos(seconds.multiply(BigDecimal.valueOf(BILLION)).longValue());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a number of seconds", e);
        }
    }

    private static int integer(String text, int least, int most) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
        throw new IllegalArgumentException(text + " is not between " + least + " and " + most);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text, Pattern.MULTILINE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the regular expression has an error: " + e.getDescription(), e);
        }
    }

    /** {@code \n \t \\ \xNN}. */
    static String unescape(String text) {
        var result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                result.append(c);
                continue;
            }
            char escape = ++i < text.length() ? text.charAt(i) : ' ';
            switch (escape) {
                case 'n' -> result.append('\n');
                case 't' -> result.append('\t');
                case '\\' -> result.append('\\');
                case 'x' -> {
                    if (i + 2 >= text.length()) {
                        throw new IllegalArgumentException("\\x takes two hexadecimal digits");
                    }
                    try {
                        result.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException("\\x takes two hexadecimal digits", e);
                    }
                    i += 2;
                }
                default ->
                        throw new IllegalArgumentException(
                                "\\" + escape + " is not an escape; \\n \\t \\\\ \\xNN are");
            }
        }
        return result.toString();
    }
}
