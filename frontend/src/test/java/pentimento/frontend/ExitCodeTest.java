package pentimento.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How a run ends, from the command line: guests are boot sectors of a few bytes, started by our
 * BIOS from a 720K disk.
 */
@Isolated("listens to the standard streams")
class ExitCodeTest {
    private static final int FLOPPY_BYTES = 737_280, SECTOR = 512;
    private static final String LOOP = "EBFE"; // jmp $
    private static final String HALT = "FA F4"; // cli; hlt

    @TempDir private Path folder = Path.of("");
    private final PrintStream stdout = System.out, stderr = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream(),
            said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setOut(stdout);
        System.setErr(stderr);
    }

    private Path disk(String program) throws IOException {
        var image = new byte[FLOPPY_BYTES];
        byte[] code = HexFormat.of().parseHex(program.replace(" ", ""));
        System.arraycopy(code, 0, image, 0, code.length);
        image[SECTOR - 2] = 0x55;
        image[SECTOR - 1] = (byte) 0xAA;
        return Files.write(folder.resolve("disk.img"), image);
    }

    private Path script(String lines) throws IOException {
        return Files.writeString(folder.resolve("a.script"), lines);
    }

    /** Runs a guest; a wall limit keeps a broken one from hanging the build. */
    private int run(Path disk, String... words) {
        var args = new ArrayList<>(List.of("run", "--display", "none", "--fda", disk.toString()));
        args.addAll(List.of(words));
        if (!args.contains("--time-limit")) {
            args.addAll(List.of("--time-limit", "60s"));
        }
        return Main.execute(args.toArray(String[]::new));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void assertNoStackTrace() {
        assertThat(said() + printed()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void powerOff() throws IOException {
        // mov dx,604h; mov ax,2000h; out dx,ax; jmp $
        assertThat(run(disk("BA0406 B80020 EF" + LOOP))).isEqualTo(ExitCode.OK);
        assertThat(said()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"00, 0", "01, 65", "3F, 127", "40, 64", "FF, 127"})
    void debugExit(String value, int exitCode) throws IOException {
        // mov al,value; out F4h,al; jmp $
        assertThat(run(disk("B0" + value + "E6F4" + LOOP), "--debug-exit")).isEqualTo(exitCode);
    }

    @Test
    void withoutDebugExitTheGuestWritesToNothing() throws IOException {
        assertThat(run(disk("B001 E6F4" + LOOP), "--virtual-limit", "3s"))
                .isEqualTo(ExitCode.LIMIT_REACHED);
    }

    @Test
    void aMachineThatCanNeverWake() throws IOException {
        assertThat(run(disk(HALT))).isEqualTo(ExitCode.NEVER_WAKES);
        assertThat(said()).startsWith("pentimento: the guest halted with interrupts off");
        assertThat(said().strip().lines()).hasSize(1);
    }

    @Test
    void aLimitOfVirtualTime() throws IOException {
        assertThat(run(disk(LOOP), "--virtual-limit", "2s")).isEqualTo(ExitCode.LIMIT_REACHED);
    }

    @Test
    void aLimitOfWallTime() throws IOException {
        assertThat(run(disk(LOOP), "--time-limit", "300ms")).isEqualTo(ExitCode.LIMIT_REACHED);
    }

    @Test
    void aLimitOfVirtualTimeHoldsForAScript() throws IOException {
        Path script = script("sleep 1000\n");
        assertThat(run(disk(LOOP), "--virtual-limit", "1s", "--script", script.toString()))
                .isEqualTo(ExitCode.LIMIT_REACHED);
    }

    @Test
    void aScriptsCode() throws IOException {
        Path script = script("sleep 0.1\nquit 7\n");
        assertThat(run(disk(LOOP), "--script", script.toString())).isEqualTo(7);
    }

    @Test
    void aScriptThatFailsShowsStepReasonAndScreen() throws IOException {
        Path script = script("sleep 3\nwait 1 Welcome\n");
        assertThat(run(disk(LOOP), "--script", script.toString()))
                .isEqualTo(ExitCode.SCRIPT_FAILED);
        assertThat(said())
                .startsWith("pentimento: script line 2 (wait 1 Welcome): ")
                .contains("'Welcome' did not appear within 1.0 s")
                .contains("--- the screen ---", "Pentimento PC");
        assertNoStackTrace();
    }

    @ParameterizedTest
    @CsvSource({
        "insert a /missing.img, does not exist",
        "insert q a.img, there is no removable drive 'q'",
        "shot /missing/x.png, can't write to /missing/x.png",
        "text /missing/x.txt, can't write to /missing/x.txt",
        "snapshot load nothing, no snapshot 'nothing' was saved",
        "key nokey, there is no key 'nokey'"
    })
    void aStepThatCannotBeDone(String step, String reason) throws IOException {
        assertThat(run(disk(LOOP), "--script", script(step + "\n").toString()))
                .isEqualTo(ExitCode.SCRIPT_FAILED);
        assertThat(said())
                .startsWith("pentimento: script line 1 (" + step + "): ")
                .contains(reason);
        assertNoStackTrace();
    }

    @Test
    void anImageWithoutABootSectorGetsAnExplanationOnTheScreen() throws IOException {
        Path blank = Files.write(folder.resolve("blank.img"), new byte[FLOPPY_BYTES]);
        Path script = script("sleep 5\ntext\nsleep 1000\n");
        assertThat(run(blank, "--virtual-limit", "20s", "--script", script.toString()))
                .isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(printed())
                .contains("There is nothing to start from.", "Insert a system diskette");
    }

    /** INT 13h status 03h: write protected. */
    @Test
    void aReadOnlyImageIsAWriteProtectedDisk() throws IOException {
        // Writes sector 2 of track 0 by INT 13h and exits with the status.
        String write =
                "31DB" // xor bx,bx
                        + "8EC3" // mov es,bx
                        + "BB007C" // mov bx,7C00h
                        + "B80103" // mov ax,0301h
                        + "B90200" // mov cx,0002h
                        + "31D2" // xor dx,dx
                        + "CD13" // int 13h
                        + "88E0" // mov al,ah
                        + "E6F4" // out F4h,al
                        + LOOP;
        Path disk = disk(write);
        byte[] before = Files.readAllBytes(disk);
        assertThat(run(Path.of(disk + ",readonly"), "--debug-exit"))
                .isEqualTo(ExitCode.ofDebugExit(3));
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("r--r--r--"));
        assertThat(run(disk, "--debug-exit")).isEqualTo(ExitCode.ofDebugExit(3));
        assertThat(disk).hasBinaryContent(before);

        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run(disk, "--debug-exit")).isEqualTo(ExitCode.OK);
        System.arraycopy(before, 0, before, SECTOR, SECTOR);
        assertThat(disk).hasBinaryContent(before);
    }
}
