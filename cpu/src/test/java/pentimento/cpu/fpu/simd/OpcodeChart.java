package pentimento.cpu.fpu.simd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pentimento.cpu.model.CpuModel;

/**
 * The opcode map of MMX, SSE, SSE2, SSE3 and SSSE3, as the manual prints it and apart from what the
 * processor is built from.
 *
 * @see "SDM vol. 2D, tables; vol. 2A and 2B, the pages of the instructions"
 */
public final class OpcodeChart {
    /** The mandatory prefixes, in the order of the columns. */
    public static final List<Integer> PREFIXES = List.of(0, 0x66, 0xF3, 0xF2);

    private static final int NO_DIGIT = -1, FIRST_38 = 0x3800, FIRST_3A = 0x3A00;

    /**
     * One instruction: opcode, with /digit if it is one of a group, and for each mandatory prefix
     * (none, 66, F3, F2) the set that it belongs to (M: MMX, F: FXSR, 1: SSE, 2: SSE2, 3: SSE3, S:
     * SSSE3), r or m if the other kind of operand is undefined, and the bytes of a memory operand,
     * u if they need not be aligned though there are 16.
     */
    private static final String CHART =
            """
            10      1:16u   2:16u   1:4     2:8
            11      1:16u   2:16u   1:4     2:8
            12      1:8     2m:8    3:16    3:8
            13      1m:8    2m:8    -       -
            14      1:16    2:16    -       -
            15      1:16    2:16    -       -
            16      1:8     2m:8    3:16    -
            17      1m:8    2m:8    -       -
            28      1:16    2:16    -       -
            29      1:16    2:16    -       -
            2A      1:8     2:8     1:4     2:4
            2B      1m:16   2m:16   -       -
            2C      1:8     2:16    1:4     2:8
            2D      1:8     2:16    1:4     2:8
            2E      1:4     2:8     -       -
            2F      1:4     2:8     -       -
            50      1r      2r      -       -
            51      1:16    2:16    1:4     2:8
            52      1:16    -       1:4     -
            53      1:16    -       1:4     -
            54      1:16    2:16    -       -
            55      1:16    2:16    -       -
            56      1:16    2:16    -       -
            57      1:16    2:16    -       -
            58      1:16    2:16    1:4     2:8
            59      1:16    2:16    1:4     2:8
            5A      2:8     2:16    2:4     2:8
            5B      2:16    2:16    2:16    -
            5C      1:16    2:16    1:4     2:8
            5D      1:16    2:16    1:4     2:8
            5E      1:16    2:16    1:4     2:8
            5F      1:16    2:16    1:4     2:8
            60      M:4     2:16    -       -
            61      M:4     2:16    -       -
            62      M:4     2:16    -       -
            63      M:8     2:16    -       -
            64      M:8     2:16    -       -
            65      M:8     2:16    -       -
            66      M:8     2:16    -       -
            67      M:8     2:16    -       -
            68      M:8     2:16    -       -
            69      M:8     2:16    -       -
            6A      M:8     2:16    -       -
            6B      M:8     2:16    -       -
            6C      -       2:16    -       -
            6D      -       2:16    -       -
            6E      M:4     2:4     -       -
            6F      M:8     2:16    2:16u   -
            70      1:8     2:16    2:16    2:16
            71/2    Mr      2r      -       -
            71/4    Mr      2r      -       -
            71/6    Mr      2r      -       -
            72/2    Mr      2r      -       -
            72/4    Mr      2r      -       -
            72/6    Mr      2r      -       -
            73/2    Mr      2r      -       -
            73/3    -       2r      -       -
            73/6    Mr      2r      -       -
            73/7    -       2r      -       -
            74      M:8     2:16    -       -
            75      M:8     2:16    -       -
            76      M:8     2:16    -       -
            77      M:0     -       -       -
            7C      -       3:16    -       3:16
            7D      -       3:16    -       3:16
            7E      M:4     2:4     2:8     -
            7F      M:8     2:16    2:16u   -
            AE/0    Fm:512  -       -       -
            AE/1    Fm:512  -       -       -
            AE/2    1m:4    -       -       -
            AE/3    1m:4    -       -       -
            AE/5    2r      -       -       -
            AE/6    2r      -       -       -
            AE/7    *       -       -       -
            C2      1:16    2:16    1:4     2:8
            C3      2m:4    -       -       -
            C4      1:2     2:2     -       -
            C5      1r      2r      -       -
            C6      1:16    2:16    -       -
            D0      -       3:16    -       3:16
            D1      M:8     2:16    -       -
            D2      M:8     2:16    -       -
            D3      M:8     2:16    -       -
            D4      2:8     2:16    -       -
            D5      M:8     2:16    -       -
            D6      -       2:8     2r      2r
            D7      1r      2r      -       -
            D8      M:8     2:16    -       -
            D9      M:8     2:16    -       -
            DA      1:8     2:16    -       -
            DB      M:8     2:16    -       -
            DC      M:8     2:16    -       -
            DD      M:8     2:16    -       -
            DE      1:8     2:16    -       -
            DF      M:8     2:16    -       -
            E0      1:8     2:16    -       -
            E1      M:8     2:16    -       -
            E2      M:8     2:16    -       -
            E3      1:8     2:16    -       -
            E4      1:8     2:16    -       -
            E5      M:8     2:16    -       -
            E6      -       2:16    2:8     2:16
            E7      1m:8    2m:16   -       -
            E8      M:8     2:16    -       -
            E9      M:8     2:16    -       -
            EA      1:8     2:16    -       -
            EB      M:8     2:16    -       -
            EC      M:8     2:16    -       -
            ED      M:8     2:16    -       -
            EE      1:8     2:16    -       -
            EF      M:8     2:16    -       -
            F0      -       -       -       3m:16u
            F1      M:8     2:16    -       -
            F2      M:8     2:16    -       -
            F3      M:8     2:16    -       -
            F4      2:8     2:16    -       -
            F5      M:8     2:16    -       -
            F6      1:8     2:16    -       -
            F7      1r      2r      -       -
            F8      M:8     2:16    -       -
            F9      M:8     2:16    -       -
            FA      M:8     2:16    -       -
            FB      2:8     2:16    -       -
            FC      M:8     2:16    -       -
            FD      M:8     2:16    -       -
            FE      M:8     2:16    -       -
            3800    S:8     S:16    -       -
            3801    S:8     S:16    -       -
            3802    S:8     S:16    -       -
            3803    S:8     S:16    -       -
            3804    S:8     S:16    -       -
            3805    S:8     S:16    -       -
            3806    S:8     S:16    -       -
            3807    S:8     S:16    -       -
            3808    S:8     S:16    -       -
            3809    S:8     S:16    -       -
            380A    S:8     S:16    -       -
            380B    S:8     S:16    -       -
            381C    S:8     S:16    -       -
            381D    S:8     S:16    -       -
            381E    S:8     S:16    -       -
            3A0F    S:8     S:16    -       -
            """;

    /** SFENCE, of SSE, and CLFLUSH, of the Pentium 4. */
    private static final List<String> GROUP_15_DIGIT_7 = List.of("1r", "2m:1");

    /**
     * An instruction with one kind of operand.
     *
     * @param digit the reg field that selects it, or -1
     * @param set M F 1 2 3 S
     * @param bytes of the memory operand, 0 if it is a register
     * @param aligned a memory operand has to be aligned to 16 bytes
     */
    public record Entry(
            int prefix,
            int opcode,
            int digit,
            char set,
            boolean memory,
            int bytes,
            boolean aligned) {
        /** ModRM of the register form with register 1, or of [disp32] or [DI], with register 2. */
        int modRm() {
            return (digit < 0 ? 2 : digit) << 3 | (memory ? 5 : 0xC1);
        }

        @Override
        public String toString() {
            String mandatory = prefix == 0 ? "" : Integer.toHexString(prefix) + " ";
            String group = digit < 0 ? "" : "/" + digit;
            return mandatory + "0F " + Integer.toHexString(opcode) + group + (memory ? " m" : " r");
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();

    public OpcodeChart() {
        CHART.lines().map(line -> line.split(" +", -1)).forEach(this::row);
    }

    private void row(String[] cells) {
        String[] code = cells[0].split("/", -1);
        int opcode = Integer.parseInt(code[0], 16);
        int digit = code.length > 1 ? Integer.parseInt(code[1]) : NO_DIGIT;
        for (int column = 0; column < PREFIXES.size(); column++) {
            String cell = cells[column + 1];
            if (cell.equals("*")) {
                GROUP_15_DIGIT_7.forEach(each -> cell(0, opcode, digit, each));
            } else if (!cell.equals("-")) {
                cell(PREFIXES.get(column), opcode, digit, cell);
            }
        }
    }

    private void cell(int prefix, int opcode, int digit, String cell) {
        char set = cell.charAt(0);
        boolean onlyRegister = cell.startsWith("r", 1), onlyMemory = cell.startsWith("m", 1);
        String size = onlyRegister ? "0" : cell.substring(cell.indexOf(':') + 1);
        int bytes = Integer.parseInt(size.replace("u", ""));
        boolean aligned = bytes >= 16 && !size.endsWith("u");
        if (!onlyMemory) {
            put(new Entry(prefix, opcode, digit, set, false, 0, false));
        }
        if (!onlyRegister) {
            put(new Entry(prefix, opcode, digit, set, true, bytes, aligned));
        }
    }

    private void put(Entry entry) {
        entries.put(key(entry.prefix, entry.opcode, entry.digit, entry.memory), entry);
    }

    private static String key(int prefix, int opcode, int digit, boolean memory) {
        return prefix + "," + opcode + "," + digit + "," + memory;
    }

    /** All instructions, each kind of operand by itself. */
    public List<Entry> entries() {
        return new ArrayList<>(entries.values());
    }

    /**
     * @return the instruction that a processor with all sets would execute
     */
    public Optional<Entry> find(int prefix, int opcode, int modRm) {
        boolean memory = modRm < 0xC0;
        Entry plain = entries.get(key(prefix, opcode, NO_DIGIT, memory));
        return Optional.ofNullable(
                plain != null ? plain : entries.get(key(prefix, opcode, modRm >>> 3 & 7, memory)));
    }

    /** Which opcodes there are to look at: those behind 0F, 0F 38 and 0F 3A. */
    public static List<Integer> opcodes() {
        var all = new ArrayList<Integer>();
        for (int code = 0; code < 0x100; code++) {
            if (code != FIRST_38 >>> 8 && code != FIRST_3A >>> 8) {
                all.add(code);
            }
            all.add(FIRST_38 | code);
            all.add(FIRST_3A | code);
        }
        return all;
    }

    /** Which processor brought a set. */
    public static boolean has(CpuModel model, char set) {
        CpuModel first =
                switch (set) {
                    case 'M' -> CpuModel.PENTIUM_MMX;
                    case 'F' -> CpuModel.PENTIUM2;
                    case '1' -> CpuModel.PENTIUM3;
                    case '2' -> CpuModel.PENTIUM4;
                    case '3' -> CpuModel.PRESCOTT;
                    case 'S' -> CpuModel.CORE;
                    default -> throw new IllegalArgumentException("set " + set);
                };
        return model.compareTo(first) >= 0;
    }
}
