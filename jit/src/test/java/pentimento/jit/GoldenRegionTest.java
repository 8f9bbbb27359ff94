package pentimento.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is emitted for small regions, as text in {@code src/test/resources/pentimento/jit/golden}. A
 * change of an emitter shows there as a difference. To write the files anew, name their folder:
 * {@code mvn test -pl jit -am -Dtest=GoldenRegionTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dpentimento.golden=src/test/resources/pentimento/jit/golden}; then look at what changed.
 */
class GoldenRegionTest {
    private static final String REFRESH = "pentimento.golden";
    private static final int COUNTS = 100;

    /** At 0000:7C00, with HLT at the end. */
    enum Guest {
        LOOP("B9 0500 | 01 C8 | 83 C3 03 | 49 | 75 F8 | F4", 0x7C03),
        CALL("B9 0500 | E8 0400 | 49 | 75 FA | F4 | 40 | C3", 0x7C03),
        MEMORY("B9 0500 | BB 0060 | 8B 07 | 01 47 02 | 88 67 05 | E2 F6 | F4", 0x7C06),
        FLAT(
                "0F0116207C | 0F20C0 | 0C01 | 0F22C0 | EA407C0800 | 0000000000000000000000000000"
                        + "1700287C00000000 0000000000000000 FFFF0000009ACF00 FFFF00000092CF00"
                        + "66B81000 | 8ED8 | 8EC0 | 8ED0 | B905000000" // in flat segments from here
                        + "8B8300600000 | 01848B00700000 | 49 | 75F0 | F4",
                0x7C4F),
        FLAGS("B9 0500 | 39 C8 | 83 D0 00 | 0F 92 C2 | D1 E0 | 9C | 58 | E2 F2 | F4", 0x7C03),
        VECTORS(
                "0F20E0 | 660D00020000 | 0F22E0 | B90500 | BB0060" // OSFXSR
                        + "0F1007 | 0F58C8 | 0F294F10 | 0FFD07 | 0F7F4720 | 0F2EC1"
                        + "49 | 75E9 | F4",
                0x7C12);

        private final String code;
        private final int address;

        Guest(String code, int address) {
            this.code = code.replace("|", "");
            this.address = address;
        }

        private String file() {
            return name().toLowerCase(java.util.Locale.ROOT) + ".txt";
        }
    }

    @ParameterizedTest
    @EnumSource
    void regionsAreEmittedAsBefore(Guest guest) throws IOException {
        String listing = listing(guest);
        String folder = System.getProperty(REFRESH);
        if (folder != null) {
            Files.writeString(Path.of(folder, guest.file()), listing);
        }
        assertThat(listing.lines()).containsExactlyElementsOf(golden(guest));
    }

    /** The regions at the guest's address, without how often they ran. */
    private static String listing(Guest guest) {
        JitTranslator translator = JitTranslator.eager();
        translator.keep();
        new Board(guest.code).translating(translator).run(COUNTS, COUNTS);
        return translator.listings(guest.address).stream()
                .map(text -> text.substring(text.indexOf('\n') + 1))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> golden(Guest guest) throws IOException {
        String folder = System.getProperty(REFRESH);
        if (folder != null) {
            return Files.readAllLines(Path.of(folder, guest.file()));
        }
        try (InputStream in =
                GoldenRegionTest.class.getResourceAsStream("golden/" + guest.file())) {
            assertThat(in).as("the golden file of " + guest).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
