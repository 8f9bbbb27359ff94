package pentimento.vectors;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** All opcodes with every reg field and all kinds of operands, behind each prefix. */
final class DisassemblerSweep {
    private static final List<String> PREFIXES =
            List.of("", "66", "67", "F2", "F3", "26", "F0", "6667");
    private static final List<String> MANDATORY_PREFIXES = List.of("", "66", "F2", "F3");

    /** mod and rm; 04h and 44h have a SIB byte in 32-bit addresses. */
    private static final int[] OPERANDS = {0x00, 0x04, 0x05, 0x06, 0x44, 0x86, 0xC0, 0xC3};

    /** SIB or displacement, and immediates. */
    private static final String REST = "A5F8B7C6D4E3F2C1B0A1";

    private static final int FIRST_ESCAPE = 0xD8, LAST_ESCAPE = 0xDF;

    private DisassemblerSweep() {}

    static List<byte[]> code() {
        var code = new ArrayList<byte[]>();
        for (String prefix : PREFIXES) {
            addMap(code, prefix);
            addMap(code, prefix + "0F");
        }
        for (String prefix : MANDATORY_PREFIXES) {
            addMap(code, prefix + "0F38");
            addMap(code, prefix + "0F3A");
        }
        return code;
    }

    private static void addMap(List<byte[]> code, String before) {
        for (int opcode = 0; opcode < 0x100; opcode++) {
            for (int digit = 0; digit < 8; digit++) {
                for (int operand : OPERANDS) {
                    add(code, before, opcode, operand | digit << 3);
                }
            }
            boolean isEscape = opcode >= FIRST_ESCAPE && opcode <= LAST_ESCAPE;
            for (int modRm = 0xC0; isEscape && modRm < 0x100; modRm++) {
                add(code, before, opcode, modRm);
            }
        }
    }

    private static void add(List<byte[]> code, String before, int opcode, int modRm) {
        code.add(HexFormat.of().parseHex(before + String.format("%02X%02X", opcode, modRm) + REST));
    }
}
