package pentimento.machine.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A parsed script: {@code option} lines first, then steps.
 *
 * @param options command-line words of the script's {@code option} lines
 * @param lines the steps with their source
 */
public record Script(List<String> options, List<Line> lines) {
    private static final int MOST_QUOTED = 160, MOST_BYTES = 16 << 20;

    /**
     * A step and where it stands.
     *
     * @param number line number, from 1
     * @param source the line as written
     */
    public record Line(int number, String source, Step step) {}

    public Script {
        options = List.copyOf(options);
        lines = List.copyOf(lines);
    }

    /**
     * Reads a script file in UTF-8.
     *
     * @throws ScriptException if it can't be read or a line can't be understood; all of it is
     *     checked before anything runs
     */
    public static Script read(Path file) throws ScriptException {
        try {
            try (InputStream source = Files.newInputStream(file)) {
                byte[] bytes = source.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new ScriptException("the file " + file + " is too large for a script");
                }
                return parse(
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString()
                                .lines()
                                .toList());
            }
        } catch (NoSuchFileException e) {
            throw new ScriptException("there is no script " + file);
        } catch (CharacterCodingException e) {
            throw new ScriptException("the script " + file + " is not a text file in UTF-8");
        } catch (IOException e) {
            throw new ScriptException("the script " + file + " can't be read: " + e.getMessage());
        }
    }

    /**
     * @throws ScriptException naming the first line that can't be understood
     */
    public static Script parse(List<String> source) throws ScriptException {
        var options = new ArrayList<String>();
        var lines = new ArrayList<Line>();
        for (int i = 0; i < source.size(); i++) {
            String line = source.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                if (line.startsWith("option ")) {
                    if (!lines.isEmpty()) {
                        throw new IllegalArgumentException("option lines come before all steps");
                    }
                    options.addAll(
                            List.of(line.substring("option ".length()).strip().split("\\s+")));
                } else {
                    lines.add(new Line(i + 1, line, StepParser.parse(line)));
                }
            } catch (IllegalArgumentException e) {
                throw new ScriptException(
                        "script line "
                                + (i + 1)
                                + " ("
                                + shortened(line)
                                + "): "
                                + shortened(String.valueOf(e.getMessage())));
            }
        }
        return new Script(options, lines);
    }

    /** What is no script may have lines of any length, with any characters. */
    private static String shortened(String line) {
        String text = line.length() <= MOST_QUOTED ? line : line.substring(0, MOST_QUOTED) + "...";
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
