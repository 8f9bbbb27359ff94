package pentimento.cpu.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import pentimento.cpu.decode.Opcode;

/**
 * The page docs/hardware/opcodes.md shows the decoder's tables as they are. With {@code
 * -Dopcodes.write=true} this test writes the page instead of comparing it.
 */
class OpcodeListingTest {
    private static final Path PAGE = Path.of("../docs/hardware/opcodes.md");
    private static final int REGISTER = 0xC0, DIGITS = 8;
    private static final String HEAD =
            """
            # Opcodes

            What the decoder knows, made from its tables (`OpcodeMap`, `X87Opcodes`, `SimdRows`) by `OpcodeListingTest`, which also holds this page equal to them:
            `mvn -pl cpu -am test -Dtest=OpcodeListingTest -Dopcodes.write=true -Dsurefire.failIfNoSpecifiedTests=false` writes it anew. The notation is that of SDM vol. 2D, appendix A;
            Zb and Zv are the register in the opcode's low bits, Ibs is a byte that is sign-extended. "/n" is ModRM's reg field, "mem" and "reg" tell its mod field
            where that matters. "from" names what a processor must have (`Feature`, `CpuModel`); "lock" means that LOCK is allowed with a memory destination.
            What is not here raises #UD.

            | opcode | instruction | from | |
            |---|---|---|---|
            """;

    @Test
    void thePageListsTheTables() throws IOException {
        String page = HEAD + String.join("\n", lines()) + "\n";
        if (Boolean.getBoolean("opcodes.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static List<String> lines() {
        var lines = new ArrayList<String>();
        for (int code = 0; code < 2 * Opcode.TWO_BYTE; code++) {
            int at = code;
            String name = (code >= Opcode.TWO_BYTE ? "0F " : "") + hex(code);
            list(lines, name, modRm -> OpcodeMap.TABLE.row(at, modRm));
            if (code >= Opcode.TWO_BYTE) {
                listSimd(lines, "0F", code & 0xFF);
            }
        }
        for (int map : List.of(0x3800, 0x3A00)) {
            for (int code = map; code < map + 0x100; code++) {
                listSimd(lines, "0F " + hex(map >> 8), code);
            }
        }
        return lines;
    }

    private static void listSimd(List<String> lines, String escape, int code) {
        for (int prefix : SimdRows.PREFIXES) {
            String name = (prefix == 0 ? "" : hex(prefix) + " ") + escape + " " + hex(code);
            list(lines, name, modRm -> SimdRows.ALL.row(prefix, code, modRm));
        }
    }

    private static void list(List<String> lines, String name, IntFunction<Optional<Opcode>> row) {
        var all = new HashSet<Optional<Opcode>>();
        for (int modRm = 0; modRm < 0x100; modRm++) {
            all.add(row.apply(modRm));
        }
        if (all.size() == 1) {
            row.apply(0).ifPresent(op -> lines.add(line(name, op)));
            return;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            Optional<Opcode> memory = row.apply(digit << 3);
            int first = REGISTER + DIGITS * digit;
            boolean isOne = true;
            for (int modRm = first; modRm < first + DIGITS; modRm++) {
                isOne &= row.apply(modRm).equals(row.apply(first));
            }
            if (isOne && memory.equals(row.apply(first))) {
                int at = digit;
                memory.ifPresent(op -> lines.add(line(name + " /" + at, op)));
                continue;
            }
            int at = digit;
            memory.ifPresent(op -> lines.add(line(name + " /" + at + " mem", op)));
            if (isOne) {
                row.apply(first).ifPresent(op -> lines.add(line(name + " /" + at + " reg", op)));
            } else {
                for (int modRm = first; modRm < first + DIGITS; modRm++) {
                    String single = name + " " + hex(modRm);
                    row.apply(modRm).ifPresent(op -> lines.add(line(single, op)));
                }
            }
        }
    }

    private static String line(String code, Opcode op) {
        return "| "
                + code
                + " | "
                + (op.mnemonic() + " " + String.join(",", op.operands())).strip()
                + " | "
                + op.feature().map(f -> f.name().toLowerCase(Locale.ROOT)).orElse("")
                + " | "
                + (op.lockable() ? "lock" : "")
                + " |";
    }

    private static String hex(int code) {
        return String.format("%02X", code & 0xFF);
    }
}
