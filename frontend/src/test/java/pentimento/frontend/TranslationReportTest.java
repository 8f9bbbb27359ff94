package pentimento.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What {@code --stats} and {@code --dump-region} say of translated code. */
@Isolated("listens to the standard output stream")
class TranslationReportTest {
    private static final int FLOPPY_BYTES = 737_280, SECTOR = 512;

    /** mov cx,1000; add ax,cx; loop 7C03; mov dx,604h; mov ax,2000h; out dx,ax: power off. */
    private static final String PROGRAM = "B9E803 01C8 E2FC BA0406 B80020 EF EBFE";

    @TempDir private Path folder = Path.of("");

    private String run(String... words) throws IOException {
        var image = new byte[FLOPPY_BYTES];
        byte[] code = HexFormat.of().parseHex(PROGRAM.replace(" ", ""));
        System.arraycopy(code, 0, image, 0, code.length);
        image[SECTOR - 2] = 0x55;
        image[SECTOR - 1] = (byte) 0xAA;
        Path disk = Files.write(folder.resolve("disk.img"), image);
        var args = new ArrayList<>(List.of("run", "--display", "none", "--fda", disk.toString()));
        args.addAll(List.of("--time-limit", "60s"));
        args.addAll(List.of(words));
        PrintStream stdout = System.out;
        var said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.execute(args.toArray(String[]::new))).isEqualTo(ExitCode.OK);
        } finally {
            System.setOut(stdout);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void statisticsTellOfRegions() throws IOException {
        assertThat(run("--jit", "eager", "--stats"))
                .containsPattern("regions +[1-9]")
                .containsPattern("regionsOverwritten +\\d")
                .containsPattern("regionsEvicted +\\d")
                .containsPattern("regionsReplaced +\\d")
                .containsPattern("regionExits +\\{attention=\\d+, .*outside=[1-9]")
                .containsPattern("coverage +[1-9]")
                .containsPattern("compileSeconds +\\d")
                .containsPattern("hotSpotSecondsOfProcess +\\d");
    }

    @Test
    void statisticsOfAnInterpretedRunTellOfNone() throws IOException {
        assertThat(run("--jit", "off", "--stats")).contains("retired").doesNotContain("region");
    }

    @Test
    void aRegionIsDumpedByAnAddressWithinIt() throws IOException {
        assertThat(run("--jit", "eager", "--dump-region", "7C04", "--dump-region", "0x500"))
                .containsPattern("00007C03 add ax,cx +iload")
                .containsPattern("00007C05 loop 0x7c03 +iload")
                .contains("no translated region covers 00000500");
    }

    /** Keeping classes and marking them changes nothing that the guest can see. */
    @Test
    void aDumpChangesNeitherStateNorCounts() throws IOException {
        String plain = run("--jit", "eager", "--stats");
        String dumped = run("--jit", "eager", "--stats", "--dump-region", "500");
        assertThat(line(dumped, "digest")).isEqualTo(line(plain, "digest"));
        assertThat(line(dumped, "retired")).isEqualTo(line(plain, "retired"));
    }

    private static String line(String text, String name) {
        return text.lines().filter(l -> l.startsWith(name + " ")).findFirst().orElseThrow();
    }
}
