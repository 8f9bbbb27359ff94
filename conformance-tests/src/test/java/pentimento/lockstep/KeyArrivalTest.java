package pentimento.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.jit.JitTranslator;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;

/** A key arrives while the processor is halted, or amid a repeated string instruction. */
class KeyArrivalTest {
    private static final int BYTES = 163_840, SECTOR = 512, KEYS = 30;
    private static final Duration BOOT = Duration.ofMillis(200);

    /** A handler of IRQ1 that adds up scan codes, return addresses and CX, and counts on screen. */
    private static final String BEGIN =
            """
            FA 31C0 8ED8 8ED0 BC007C C7062400167C A32600 FB EB2A
            50 06 55 89E5 E460 B400 01060005 8B4606 01060205 010E0405
            B800B8 8EC0 26FE060000 B020 E620 5D 07 58 CF
            B80020 8EC0 B001
            """;

    /** CX = 4000h, SI = DI = 0; the instruction; one more at 508h; again. */
    private static String repeated(String instruction) {
        return "B90040 31F6 31FF " + instruction + " FF060805 EBF1";
    }

    private static Machine machine(String program, boolean isTranslating) {
        byte[] image =
                Arrays.copyOf(
                        HexFormat.of().parseHex((BEGIN + program).replaceAll("\\s", "")), BYTES);
        image[SECTOR - 2] = 0x55;
        image[SECTOR - 1] = (byte) 0xAA;
        var builder =
                Machine.builder().memory(1).floppy(0, MachineConfig.Media.memory("keys", image));
        return (isTranslating ? builder.translator(JitTranslator.eager(new Cuts(1))) : builder)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "HLT, FB F4 FF060805 EBF8",
        "REP MOVSB, F3A4",
        "REP STOSW, F3AB",
        "REP LODSB, F3AC",
        "REPE CMPSB, F3A6",
        "REPNE SCASB, F2AE"
    })
    void isTheSameTranslated(String name, String code) {
        String program = name.startsWith("REP") ? repeated(code) : code;
        var random = new Random(1);
        try (var interpreting = machine(program, false);
                var translating = machine(program, true)) {
            interpreting.run(BOOT);
            translating.run(BOOT);
            for (int key = 0; key < KEYS; key++) {
                String before = interpreting.text().text();
                Duration slice = Duration.ofNanos(200_000 + random.nextInt(5_000_000));
                for (Machine machine : new Machine[] {interpreting, translating}) {
                    if (key % 2 == 0) {
                        machine.keyboard().hold("a");
                    } else {
                        machine.keyboard().release("a");
                    }
                    machine.run(slice);
                    machine.run(Duration.ofMillis(8));
                }
                assertThat(interpreting.text().text())
                        .as("the key is counted")
                        .isNotEqualTo(before);
                assertThat(translating.registers())
                        .as("key %d", key)
                        .isEqualTo(interpreting.registers());
                assertThat(translating.digest()).as("key %d", key).isEqualTo(interpreting.digest());
            }
            assertThat(translating.statistics().translated().retired()).isPositive();
        }
    }
}
