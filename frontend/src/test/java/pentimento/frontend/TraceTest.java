package pentimento.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code --trace}, from the command line to the file. */
@Isolated("listens to the standard error stream")
class TraceTest {
    private static final int FLOPPY_BYTES = 737_280, SECTOR = 512;

    /** mov al,5; sub al,6; int 12h; mov dx,604h; mov ax,2000h; out dx,ax: power off. */
    private static final String PROGRAM = "B005 2C06 CD12 BA0406 B80020 EF EBFE";

    private static final List<String> EXPECTED =
            List.of(
                    "0000:00007C00 00007C00 b005 mov al,0x5",
                    "0000:00007C02 00007C02 2c06 sub al,0x6",
                    "0000:00007C04 00007C04 cd12 int 0x12",
                    "0000:00007C04 -- software interrupt 12 -> F000:",
                    "0000:00007C06 00007C06 ba0406 mov dx,0x604",
                    "0000:00007C09 00007C09 b80020 mov ax,0x2000",
                    "0000:00007C0C 00007C0C ef out dx,ax");

    @TempDir private Path folder = Path.of("");

    private Path disk() throws IOException {
        var image = new byte[FLOPPY_BYTES];
        byte[] code = HexFormat.of().parseHex(PROGRAM.replace(" ", ""));
        System.arraycopy(code, 0, image, 0, code.length);
        image[SECTOR - 2] = 0x55;
        image[SECTOR - 1] = (byte) 0xAA;
        return Files.write(folder.resolve("disk.img"), image);
    }

    private int run(String... words) throws IOException {
        var args = new ArrayList<>(List.of("run", "--display", "none", "--fda", disk().toString()));
        args.addAll(List.of("--time-limit", "60s"));
        args.addAll(List.of(words));
        return Main.execute(args.toArray(String[]::new));
    }

    private static String words(String line) {
        return line.strip().replaceAll(" +", " ");
    }

    @Test
    void theProgramOfABootSector() throws IOException {
        Path trace = folder.resolve("trace.txt");
        int code = run("--trace", trace.toString(), "--trace-filter", "cs=0,eip=7C00..7DFF");
        assertThat(code).isEqualTo(ExitCode.OK);
        List<String> lines = Files.readAllLines(trace);
        assertThat(lines).hasSameSizeAs(EXPECTED);
        for (int i = 0; i < lines.size(); i++) {
            String afterCount = words(lines.get(i)).replaceFirst("[0-9]+ ", "");
            assertThat(afterCount).startsWith(EXPECTED.get(i));
        }
        assertThat(lines.get(1)).contains(" +CF ");
    }

    @Test
    void aTraceChangesNeitherStateNorCounts() throws IOException {
        Path plain = folder.resolve("plain.json"), traced = folder.resolve("traced.json");
        run("--stats", plain.toString());
        run("--stats", traced.toString(), "--trace", folder.resolve("t.txt").toString());
        assertThat(significant(traced)).isEqualTo(significant(plain)).hasSize(6);
        assertThat(Files.size(folder.resolve("t.txt"))).isGreaterThan(1_000_000);
    }

    /** What the guest can know of: not the host's time, nor how the code was executed. */
    private static List<String> significant(Path statistics) throws IOException {
        var facts = Pattern.compile(" *\"(stop|retired|\\w+Seconds|notModelled|digest)\".*");
        var ofHost = Pattern.compile(" *\"(wall|compile|hotSpot)\\w+\".*");
        return Files.readAllLines(statistics).stream()
                .filter(facts.asMatchPredicate().and(ofHost.asMatchPredicate().negate()))
                .toList();
    }

    /** The kernel's device of a full disk. */
    @Test
    void aFullDiskEndsTheTraceWithASentenceAndNotTheGuest() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "skipped: there is no /dev/full");
        PrintStream stderr = System.err;
        var said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(run("--trace", full.toString())).isEqualTo(ExitCode.OK);
        } finally {
            System.setErr(stderr);
        }
        String sentence = said.toString(StandardCharsets.UTF_8);
        assertThat(sentence).startsWith("pentimento: the trace ends here").contains("/dev/full");
        assertThat(sentence.strip().lines()).hasSize(1);
    }
}
