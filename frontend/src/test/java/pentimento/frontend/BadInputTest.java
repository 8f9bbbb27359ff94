package pentimento.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets one clear sentence and exit code 2, never a stack trace. */
@Isolated("listens to the standard error stream")
class BadInputTest {
    private static final int FLOPPY_BYTES = 737_280;

    @TempDir private Path folder = Path.of("");
    private final PrintStream stderr = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setErr(stderr);
    }

    private void assertRefused(String hint, String... words) {
        var args = new String[words.length + 3];
        args[0] = "run";
        args[1] = "--display";
        args[2] = "none";
        System.arraycopy(words, 0, args, 3, words.length);
        assertAllRefused(hint, args);
    }

    private void assertAllRefused(String hint, String... args) {
        assertThat(Main.execute(args)).isEqualTo(ExitCode.BAD_INPUT);
        String sentence = said.toString(StandardCharsets.UTF_8);
        assertThat(sentence)
                .startsWith("pentimento: ")
                .contains(hint)
                .doesNotContain("Exception", "\tat ");
        assertThat(sentence.strip().lines()).hasSize(1);
    }

    private Path image(int bytes) throws IOException {
        return Files.write(folder.resolve("disk.img"), new byte[bytes]);
    }

    @Test
    void aMissingImage() {
        Path missing = folder.resolve("missing.img");
        assertRefused(missing.toString(), "--fda", missing.toString());
    }

    @Test
    void anEmptyImage() throws IOException {
        Path empty = image(0);
        assertRefused(empty.toString(), "--fda", empty.toString());
    }

    @Test
    void aTruncatedFloppyImage() throws IOException {
        Path truncated = image(FLOPPY_BYTES - 100);
        assertRefused(truncated.toString(), "--fda", truncated.toString());
    }

    @Test
    void anOversizedFloppyImage() throws IOException {
        Path large = image(FLOPPY_BYTES * 6);
        assertRefused(large.toString(), "--fda", large.toString());
    }

    @Test
    void aFolder() {
        assertRefused(folder.toString(), "--hda", folder.toString());
    }

    /** The superuser may read every file but those of the kernel that nobody may. */
    @Test
    void anUnreadableImage() throws IOException {
        Path secret = image(FLOPPY_BYTES);
        Files.setPosixFilePermissions(secret, Set.of());
        if (Files.isReadable(secret)) {
            secret = Path.of("/proc/sys/vm/compact_memory");
        }
        assumeTrue(
                Files.exists(secret) && !Files.isReadable(secret),
                "skipped: this user may read everything");
        assertRefused(secret.toString(), "--fda", secret.toString());
    }

    @Test
    void anImageThatAnotherMachineHasOpen() throws IOException {
        Path busy = image(FLOPPY_BYTES);
        try (FileChannel other = FileChannel.open(busy, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertRefused(busy.toString(), "--fda", busy.toString());
        }
    }

    @Test
    void oneImageInTwoDrives() throws IOException {
        Path image = image(FLOPPY_BYTES);
        assertRefused(image.toString(), "--fda", image.toString(), "--fdb", image.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--memory=0",
                "--memory=3000M",
                "--memory=lots",
                "--mips=0",
                "--mips=1e9",
                "--mips=fast",
                "--cpu=z80",
                "--boot=x",
                "--boot=",
                "--rtc=yesterday",
                "--pace=slow",
                "--time-limit=soon",
                "--bios=/missing.bin",
                "--nonsense",
                "--memory=1G1",
                "--mips=",
                "--mips=0.001",
                "--time-limit=999999999h",
                "--virtual-limit=-1s",
                "--hda=",
                "--fda=/dev/null",
                "--bios=/dev/zero",
                "--vgabios=/",
                "--stats=/missing/x.json",
                "--screenshot=/missing/x.png",
                "--screenshot=/",
                "--debugcon=file:/missing/x",
                "--serial=file:",
                "--parallel=file:/",
                "--display=hologram",
                "--serial=pigeon",
                "--trace=/missing/x.txt",
                "--trace=/",
                "--trace=",
                "--trace-filter=cs=F000",
                "--dump-region=somewhere",
                "--dump-region=123456789",
                "--script=/missing.script"
            })
    void nonsenseOptions(String option) {
        String value = option.substring(option.indexOf('=') + 1).replace("file:/", "/");
        assertRefused(value, option);
    }

    @Test
    void regionsOfAnInterpretedRun() {
        assertRefused("--dump-region 7C00", "--jit=off", "--dump-region=7C00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cs",
                "cs=",
                "cs=G000",
                "eip=200..100",
                "eip=1..2..3",
                "mode=fast",
                "op=a b",
                "after=-1",
                "after=1e6",
                "for=many",
                "int=",
                "insn=1",
                "nonsense",
                "",
                "cs=8,,cpl=3"
            })
    void nonsenseTraceFilters(String filter) {
        Path trace = folder.resolve("trace.txt");
        assertRefused("trace filter", "--trace", trace.toString(), "--trace-filter", filter);
        assertThat(trace).doesNotExist();
    }

    @Test
    void aGeometryThatDoesNotFit() throws IOException {
        Path disk = image(1 << 20);
        assertRefused("geometry", "--hda", disk + ",chs=1000/16/63");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/0/0", "99999/255/63", "1/256/63", "1/1/64"})
    void nonsenseGeometries(String geometry) throws IOException {
        Path disk = image(1 << 20);
        assertRefused(geometry + " is no disk geometry", "--hda", disk + ",chs=" + geometry);
    }

    @Test
    void anUnknownCommand() {
        assertAllRefused("there is no command 'fly'", "fly");
    }

    @Test
    void aWordTooMany() {
        assertRefused("'dos.img' belongs to no option", "dos.img");
    }

    @Test
    void aHardDiskImageThatIsNoWholeNumberOfSectors() throws IOException {
        Path truncated = image((1 << 20) - 1);
        assertRefused("truncated", "--hda", truncated.toString());
    }

    @Test
    void aScriptThatIsNoText() throws IOException {
        Path script = Files.write(folder.resolve("a.script"), new byte[] {(byte) 0xFF, 0, 1});
        assertRefused("is not a text file", "--script", script.toString());
        said.reset();
        assertRefused("script line 1", "--script", image(FLOPPY_BYTES).toString());
    }

    @Test
    void optionsOfAScriptAreCheckedAsTheUsers() throws IOException {
        Path script = Files.writeString(folder.resolve("a.script"), "option --mips 0\nreset\n");
        assertRefused("--mips", "--script", script.toString());
    }

    @Test
    void aRefusedMachineLeavesItsImagesFree() throws IOException {
        Path image = image(FLOPPY_BYTES);
        assertRefused("z80", "--fda", image.toString(), "--cpu", "z80");
        try (FileChannel again = FileChannel.open(image, StandardOpenOption.WRITE);
                FileLock lock = again.lock()) {
            assertThat(lock.isValid()).isTrue();
        }
    }

    @Test
    void aScriptThatCannotBeUnderstood() throws IOException {
        Path script = Files.writeString(folder.resolve("a.script"), "reset\nfly 3\n");
        assertRefused("script line 2", "--script", script.toString());
    }
}
