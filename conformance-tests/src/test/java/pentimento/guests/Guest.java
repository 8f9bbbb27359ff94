package pentimento.guests;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pentimento.machine.HostPorts;
import pentimento.machine.Machine;
import pentimento.machine.Picture;
import pentimento.machine.TextPicture;
import pentimento.machine.script.Script;
import pentimento.machine.script.ScriptException;
import pentimento.machine.script.ScriptHost;
import pentimento.machine.script.ScriptRunner;
import pentimento.machine.script.SerialLog;

/**
 * A machine with copies of guest images, and what its script saved. The sessions in shared/guests
 * are in our script language but for their {@code mon} lines; their seconds were chosen for an
 * emulator faster than 100 MIPS in wall time and are stretched.
 */
final class Guest implements AutoCloseable {
    private static final Pattern TIMED = Pattern.compile("(wait|waitser|sleep|stable) (\\S+)(.*)");
    private static final Duration WALL_LIMIT = Duration.ofMinutes(5);

    private final Machine machine;
    private final SerialLog serial = new SerialLog();
    private final Map<String, TextPicture> screens = new HashMap<>();
    private final Map<String, Picture> pictures = new HashMap<>();

    Guest(Machine.Builder builder) {
        machine = builder.host(new HostPorts(b -> {}, serial::add, b -> {}, b -> {})).build();
    }

    /**
     * @return a copy of a guest image that a test may write to
     */
    static Path copyOf(String image, Path folder) {
        try {
            Path copy = folder.resolve(image);
            // not Files.copy: the copy would be as read-only as the original
            return Files.write(
                    copy, Files.readAllBytes(SharedFolder.find("guests/images/" + image)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @return a new hard disk of zeros
     */
    static Path blankDisk(int mebibytes, Path folder) {
        Path disk = folder.resolve("disk.img");
        try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength((long) mebibytes << 20);
            return disk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Machine machine() {
        return machine;
    }

    /**
     * Runs a session of shared/guests.
     *
     * @param stretch what its seconds are multiplied with
     */
    void session(String name, double stretch) throws ScriptException {
        try {
            run(
                    translated(
                            Files.readAllLines(
                                    SharedFolder.find("guests/sessions/" + name + ".session")),
                            stretch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs script lines; {@code text NAME} and {@code shot NAME} are kept under their names. */
    void run(List<String> lines) throws ScriptException {
        var host =
                new ScriptHost() {
                    @Override
                    public void print(String text) {
                        screens.put("", machine.text());
                    }

                    @Override
                    public void writeText(Path file, String text) {
                        screens.put(file.toString(), machine.text());
                    }

                    @Override
                    public void writePicture(Path file, Picture picture) {
                        pictures.put(file.toString(), picture);
                    }
                };
        new ScriptRunner(machine, host, serial, Optional.of(WALL_LIMIT)).run(Script.parse(lines));
    }

    void run(String... lines) throws ScriptException {
        run(List.of(lines));
    }

    static List<String> translated(List<String> lines, double stretch) {
        var result = new ArrayList<String>();
        for (String line : lines) {
            Matcher timed = TIMED.matcher(line);
            if (line.startsWith("mon ")) {
                result.add(
                        switch (line) {
                            case "mon system_reset" -> "reset";
                            case "mon boot_set c" -> "boot c";
                            case "mon eject -f floppy0" -> "eject a";
                            default -> "# " + line;
                        });
            } else if (timed.matches() && timed.group(1).equals("stable")) {
                double quiet = Double.parseDouble(timed.group(2)),
                        most = Double.parseDouble(timed.group(3).strip());
                result.add("stable " + quiet * stretch + " " + most * stretch);
            } else if (timed.matches()) {
                result.add(
                        timed.group(1)
                                + " "
                                + Double.parseDouble(timed.group(2)) * stretch
                                + timed.group(3));
            } else {
                result.add(line);
            }
        }
        return result;
    }

    /**
     * @return what {@code text NAME} saw
     */
    TextPicture screen(String name) {
        return Optional.ofNullable(screens.get(name))
                .orElseThrow(() -> new IllegalStateException("the script saved no text " + name));
    }

    /**
     * @return the rows that {@code text NAME} saw, from the first that contains a text to the last
     *     that is not blank
     */
    List<String> rows(String name, String from) {
        return Reference.rowsFrom(screen(name).text(), from);
    }

    /**
     * @return the rows that {@code text NAME} saw, to the last that is not blank
     */
    List<String> rows(String name) {
        return rows(name, "");
    }

    Picture picture(String name) {
        return Optional.ofNullable(pictures.get(name))
                .orElseThrow(
                        () -> new IllegalStateException("the script saved no picture " + name));
    }

    @Override
    public void close() {
        machine.close();
    }
}
