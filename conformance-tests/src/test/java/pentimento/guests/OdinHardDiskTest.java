package pentimento.guests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pentimento.machine.Machine;
import pentimento.machine.script.ScriptException;

/**
 * A blank hard disk is partitioned, formatted, filled, checked and booted by FreeDOS Odin, with
 * programs that run on CWSDPMI under EMM386; then the host reads it.
 */
class OdinHardDiskTest {
    private static final int MEBIBYTES = 64, FIRST_PARTITION = 63 * 512;

    /** Texts that the programs and the disk alone decide. */
    private static final List<String> SAME_TEXTS =
            List.of("fdisk", "format", "sys", "copy", "dosfsck", "zip", "unzip");

    private static final List<String> COPIED =
            List.of("KERNEL.SYS", "COMMAND.COM", "EMM386.EXE", "EDLIN.EXE", "EDIT.EXE");

    @TempDir Path folder;

    @Test
    void blankDiskBecomesASystemDiskThatTheHostCanRead()
            throws ScriptException, IOException, InterruptedException {
        Path floppy = Guest.copyOf("odin070.img", folder);
        Path disk = Guest.blankDisk(MEBIBYTES, folder);
        try (var guest =
                new Guest(Machine.builder().memory(64).floppy(0, floppy).hardDisk(0, disk))) {
            guest.session("odin-hd", 1);
            for (String text : SAME_TEXTS) {
                assertThat(guest.rows(text)).isEqualTo(Reference.rows("s-odin-hd-" + text));
            }
            assertThat(guest.rows("chkdsk")).contains("     66.912.256 bytes total drive size");
            assertThat(guest.rows("cboot"))
                    .contains("C: HD1, Pri[ 1], CHS=    0-1-1, start=     0 MB, size=    63 MB")
                    .contains("FreeCom version 0.84-pre XMS_Swap [Sep 03 2005 16:13:39]")
                    .contains("Current date is Sat 01-01-2000");
            assertThat(guest.machine().statistics().notModelled()).isEmpty();
        }
        assumeTrue(hasMtools(), "the disk's files were not compared: install mtools for that part");
        String partition = disk + "@@" + FIRST_PARTITION;
        for (String file : COPIED) {
            assertThat(mcopy(partition, file, file))
                    .hasSameBinaryContentAs(mcopy(floppy.toString(), file, "floppy-" + file));
        }
        try (var zip = new ZipFile(mcopy(partition, "TEST.ZIP", "TEST.ZIP").toFile())) {
            assertThat(zip.stream()).hasSameSizeAs(COPIED);
            for (var entry : zip.stream().toList()) {
                Path original = folder.resolve(entry.getName().toUpperCase(Locale.ROOT));
                try (var packed = zip.getInputStream(entry)) {
                    assertThat(packed.readAllBytes())
                            .as(entry.getName())
                            .isEqualTo(Files.readAllBytes(original));
                }
            }
        }
    }

    private static boolean hasMtools() throws InterruptedException {
        try {
            run(List.of("mcopy", "--version"));
            return true;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    /**
     * @return where a file of an image's root directory was copied to
     */
    private Path mcopy(String image, String file, String to)
            throws IOException, InterruptedException {
        Path target = folder.resolve(to);
        run(List.of("mcopy", "-n", "-i", image, "::" + file, target.toString()));
        return target;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s said: %s", command, output).isZero();
    }
}
