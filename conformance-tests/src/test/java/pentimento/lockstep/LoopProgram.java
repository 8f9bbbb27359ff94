package pentimento.lockstep;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.interpreter.Interpreter;
import pentimento.cpu.model.CpuModel;

/**
 * An endless loop of random instructions that work on registers and data and seldom fault, with
 * jumps, inner loops, calls and timer interrupts: hot code in which each instruction depends on
 * what those before it left. SI, DI and BX point to data, whatever happens. DS and ES are those of
 * real mode, or begin at 0 and reach over 4 GiB, as protected mode leaves them.
 */
final class LoopProgram {
    /** What most of its instructions work on. */
    enum Flavour {
        INTEGER,
        X87,
        SIMD,
        MIXED
    }

    private static final int DATA = 0x2000, COUNTERS = 0x1000, CONTROLS = 0x1100, MOST_ITEMS = 24;
    private static final int SUBROUTINES = 3, DEPTH = 2;

    /** AX, CX, DX, BP; as bytes AL CL DL AH CH DH. */
    private static final int[] FREE = {0, 1, 2, 5}, FREE_BYTES = {0, 1, 2, 4, 5, 6};

    /** Bytes of ModRM with a displacement of 8 bits: [SI], [DI], [BX]. */
    private static final int[] POINTERS = {0x44, 0x45, 0x47};

    /** FCW: precision and rounding, all exceptions masked. */
    private static final int[] CONTROL_WORDS = {
        0x37F, 0x27F, 0x07F, 0xB7F, 0x77F, 0xF7F, 0x37F, 0x27F
    };

    private static final int[] X87_MEMORY = {
        0xD800, 0xD808, 0xD810, 0xD818, 0xD820, 0xD828, 0xD830, 0xD838, 0xD900, 0xD910, 0xD918,
        0xDA00, 0xDA08, 0xDA10, 0xDA20, 0xDA28, 0xDA30, 0xDB00, 0xDB10, 0xDB18, 0xDB28, 0xDB38,
        0xDC00, 0xDC08, 0xDC10, 0xDC18, 0xDC20, 0xDC28, 0xDC30, 0xDC38, 0xDD00, 0xDD10, 0xDD18,
        0xDD38, 0xDE00, 0xDE08, 0xDE10, 0xDE20, 0xDE28, 0xDE38, 0xDF00, 0xDF10, 0xDF18, 0xDF20,
        0xDF28, 0xDF30, 0xDF38, 0xD938, 0xD900, 0xDD00, 0xDB28, 0xDF28, 0xD900, 0xDD00
    };

    /** First byte, first and last of the second. */
    private static final int[][] X87_REGISTERS = {
        {0xD8, 0xC0, 0xFF}, {0xD9, 0xC0, 0xCF}, {0xD9, 0xC0, 0xCF}, {0xD9, 0xE0, 0xE1},
        {0xD9, 0xE4, 0xE5}, {0xD9, 0xE8, 0xEE}, {0xD9, 0xE8, 0xEE}, {0xD9, 0xF0, 0xFF},
        {0xDA, 0xC0, 0xDF}, {0xDA, 0xE9, 0xE9}, {0xDB, 0xC0, 0xDF}, {0xDB, 0xE8, 0xF7},
        {0xDC, 0xC0, 0xC7}, {0xDC, 0xE0, 0xFF}, {0xDD, 0xC0, 0xC7}, {0xDD, 0xD0, 0xEF},
        {0xDE, 0xC0, 0xCF}, {0xDE, 0xD9, 0xD9}, {0xDE, 0xE0, 0xFF}, {0xDF, 0xE0, 0xE0},
        {0xDF, 0xE8, 0xF7}, {0xDB, 0xE2, 0xE2}
    };

    private static final String BEGIN =
            """
            FA 31C0 8ED8 8EC0 8ED0 BC007C   cli; ds = es = ss = 0, sp = 7C00
            C7062000????  A32200            vector 8: timer
            C7060000????  A30200            vector 0: division
            B011 E620 B008 E621 B004 E621 B001 E621 B0DE E621
            B034 E643 B061 E640 B000 E640   a period of 97
            660F20E0 0D0006 660F22E0        CR4: OSFXSR, OSXMMEXCPT
            DBE3 BE0020 BF4020 BB8020 FB    fninit; si = 2000, di = 2040, bx = 2080; sti
            """;

    /** Adds up where it was called from and the flags, and ends the interrupt. */
    private static final String TIMER =
            "50 55 89E5 8B4604 01060010 8B4608 31060010 D1060010 5D B020 E620 58 CF";

    /** Goes on behind the two bytes of a division. */
    private static final String DIVISION = "55 89E5 83460202 5D CF";

    /** CR0.PE set; DS = ES = 8; CR0.PE clear; BX = 2080; STI. */
    private static final String FLATTEN =
            "0F20C0 0C01 0F22C0 BB0800 8EDB 8EC3 24FE 0F22C0 BB8020 FB";

    private static final String FLAT_DATA = "FFFF00000092CF00";

    private final Random random;
    private final Flavour flavour;
    private final Decoder decoder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int[] subroutines = {};

    private LoopProgram(long seed, Flavour flavour, CpuModel model) {
        random = new Random(seed);
        this.flavour = flavour;
        decoder = Interpreter.decoder(model);
    }

    static LiveProgram of(long seed, Flavour flavour, CpuModel model) {
        var program = new LoopProgram(seed, flavour, model);
        return new LiveProgram(flavour + " " + seed + " on " + model, program.generate());
    }

    private byte[] generate() {
        String begin = LiveProgram.hex(BEGIN);
        int timer = LiveBoard.CODE + begin.length() / 2 + 3;
        byte[] handler = bytes(TIMER), division = bytes(DIVISION);
        emit(
                bytes(
                        begin.replaceFirst("\\?{4}", word(timer))
                                .replaceFirst("\\?{4}", word(timer + handler.length))));
        int jump = out.size();
        emit(0xE9, 0, 0);
        emit(handler);
        emit(division);
        int table = LiveBoard.CODE + out.size() + 6;
        emit(bytes("0F00" + word(table) + "0000 0000000000000000" + FLAT_DATA));
        int[] begins = new int[SUBROUTINES];
        for (int i = 0; i < SUBROUTINES; i++) {
            begins[i] = out.size();
            items(1 + random.nextInt(10), DEPTH);
            emit(0xC3);
        }
        subroutines = begins;
        int main = out.size();
        if (random.nextBoolean()) {
            emit(bytes("FA 0F0116" + word(table - 6) + FLATTEN));
        }
        constants();
        int loop = out.size();
        items(4 + random.nextInt(MOST_ITEMS), 0);
        int back = loop - out.size() - 3;
        emit(0xE9, back, back >> 8);
        byte[] code = out.toByteArray();
        code[jump + 1] = (byte) (main - jump - 3);
        code[jump + 2] = (byte) (main - jump - 3 >> 8);
        return code;
    }

    /** Random data, control words, inner counters. */
    private void constants() {
        for (int i = 0; i < CONTROL_WORDS.length; i++) {
            emit(
                    0xC7,
                    0x06,
                    CONTROLS + 2 * i,
                    CONTROLS + 2 * i >> 8,
                    CONTROL_WORDS[i],
                    CONTROL_WORDS[i] >> 8);
        }
        for (int i = 0; i < 0x100; i += 16) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 4);
            long bits =
                    switch (random.nextInt(4)) {
                        case 0 -> Double.doubleToLongBits(value);
                        case 1 ->
                                (long) Float.floatToIntBits((float) value) << 32
                                        | Float.floatToIntBits((float) value) & 0xFFFFFFFFL;
                        case 2 -> random.nextInt(100_000);
                        default -> random.nextLong();
                    };
            for (int at = 0; at < 8; at += 2) {
                int address = DATA + i + at, half = (int) (bits >>> 8 * at);
                emit(0xC7, 0x06, address, address >> 8, half, half >> 8);
            }
        }
    }

    // ---------------------------------------------------------------- structure

    private void items(int count, int depth) {
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(14)) {
                case 0 -> skip();
                case 1 -> {
                    if (depth < DEPTH) {
                        loop(depth);
                    }
                }
                case 2 -> {
                    if (subroutines.length > 0) {
                        int back = subroutines[random.nextInt(SUBROUTINES)] - out.size() - 3;
                        emit(0xE8, back, back >> 8);
                    }
                }
                default -> instruction();
            }
        }
    }

    /** A conditional jump over some instructions. */
    private void skip() {
        emit(0x70 | random.nextInt(16), 0);
        int from = out.size();
        for (int i = random.nextInt(5); i >= 0; i--) {
            instruction();
        }
        patch(from - 1, out.size() - from);
    }

    private void loop(int depth) {
        int counter = COUNTERS + 0x10 + 2 * depth;
        emit(0xC6, 0x06, counter, counter >> 8, 2 + random.nextInt(5));
        int begin = out.size();
        items(1 + random.nextInt(7), depth + 1);
        emit(0xFE, 0x0E, counter, counter >> 8); // dec byte [counter]
        int back = begin - out.size() - 4;
        emit(0x0F, 0x85, back, back >> 8); // jnz
    }

    private void patch(int at, int value) {
        byte[] code = out.toByteArray();
        code[at] = (byte) value;
        out.reset();
        emit(code);
    }

    // ---------------------------------------------------------------- instructions

    private void instruction() {
        boolean isInteger =
                switch (flavour) {
                    case INTEGER -> true;
                    case X87, SIMD -> random.nextInt(4) == 0;
                    case MIXED -> random.nextInt(2) == 0;
                };
        if (isInteger) {
            integer();
        } else if (flavour == Flavour.X87 || flavour == Flavour.MIXED && random.nextInt(3) > 0) {
            x87();
        } else {
            simd();
        }
    }

    private void x87() {
        if (random.nextInt(20) == 0) {
            int control = CONTROLS + 2 * random.nextInt(CONTROL_WORDS.length);
            emit(0xD9, 0x2E, control, control >> 8); // fldcw
        } else if (random.nextInt(5) < 2) {
            int code = X87_MEMORY[random.nextInt(X87_MEMORY.length)];
            emit(code >> 8);
            memory(code & 0x38, 8);
        } else {
            int[] row = X87_REGISTERS[random.nextInt(X87_REGISTERS.length)];
            emit(row[0], row[1] + random.nextInt(row[2] - row[1] + 1));
        }
    }

    /** Those that are defined and do not write what must stay. */
    private void simd() {
        while (true) {
            int prefix = List.of(0, 0, 0x66, 0xF2, 0xF3).get(random.nextInt(5));
            int code = random.nextInt(256);
            boolean isSimd =
                    code >= 0x10 && code < 0x18
                            || code >= 0x28 && code < 0x30
                            || code >= 0x50 && code < 0x78
                            || code >= 0x7C && code < 0x80
                            || code == 0xC2
                            || code >= 0xC4 && code < 0xC7
                            || code >= 0xD0 && code != 0xFF;
            if (!isSimd) {
                continue;
            }
            int register = FREE[random.nextInt(FREE.length)] << 3;
            boolean isMemory = random.nextInt(2) == 0;
            int modRm =
                    isMemory
                            ? POINTERS[random.nextInt(POINTERS.length)] | register
                            : 0xC0 | register | FREE[random.nextInt(FREE.length)];
            int[] code8 = {
                prefix,
                0x0F,
                code,
                modRm,
                isMemory ? 16 * random.nextInt(4) : random.nextInt(256),
                random.nextInt(256)
            };
            byte[] bytes = new byte[16];
            int length = 0;
            for (int b : code8) {
                if (b != 0 || length > 0) {
                    bytes[length++] = (byte) b;
                }
            }
            DecodedOp op = decode(bytes);
            if (!op.opcode().mnemonic().startsWith("(") && op.length() <= length) {
                emit(Arrays.copyOf(bytes, op.length()));
                return;
            }
        }
    }

    private DecodedOp decode(byte[] bytes) {
        int[] at = {0};
        return decoder.decode(() -> bytes[at[0]++ & 15] & 0xFF, false);
    }

    private int free() {
        return FREE[random.nextInt(FREE.length)];
    }

    private int freeByte() {
        return FREE_BYTES[random.nextInt(FREE_BYTES.length)];
    }

    /** ModRM and displacement of an operand in the data, aligned. */
    private void memory(int reg, int align) {
        emit(POINTERS[random.nextInt(POINTERS.length)] | reg, align * random.nextInt(0x40 / align));
    }

    /** An operand that may be written: a register or data. */
    private void operand(int reg, boolean isByte) {
        if (random.nextInt(2) == 0) {
            memory(reg, random.nextInt(4) == 0 ? 1 : 4);
        } else {
            emit(0xC0 | reg | (isByte ? freeByte() : free()));
        }
    }

    private void integer() {
        boolean isByte = random.nextInt(4) == 0;
        boolean is32 = !isByte && random.nextInt(2) == 0;
        int w = isByte ? 0 : 1,
                reg = (isByte ? freeByte() : free()) << 3,
                any = random.nextInt(8) << 3;
        int kind = random.nextInt(26);
        if (is32 && kind < 22) {
            emit(0x66);
        }
        switch (kind) {
            case 0, 1, 2 -> {
                emit(any | w);
                operand(random.nextInt(8) << 3, isByte);
            }
            case 3, 4, 5 -> {
                emit(any | 2 | w);
                operand(reg, isByte);
            }
            case 6 -> {
                emit(isByte ? 0x80 : 0x83);
                operand(any, isByte);
                emit(random.nextInt(256));
            }
            case 7, 8 -> {
                emit(0xFE | w);
                operand(random.nextInt(2) << 3, isByte);
            }
            case 9 -> {
                emit(0xF6 | w);
                operand((2 + random.nextInt(4)) << 3, isByte); // NOT NEG MUL IMUL
            }
            case 10, 11 -> {
                emit((random.nextInt(2) == 0 ? 0xD0 : 0xD2) | w);
                operand(random.nextInt(8) << 3, isByte);
            }
            case 12 -> {
                emit(0xC0 | w);
                operand(random.nextInt(8) << 3, isByte);
                emit(random.nextInt(40));
            }
            case 13 -> {
                emit(0x88 | w | random.nextInt(2) << 1);
                operand(reg, isByte);
            }
            case 14 -> {
                emit(0x0F, 0xAF);
                operand(free() << 3, false);
            }
            case 15 -> {
                emit(0x0F, List.of(0xB6, 0xB7, 0xBE, 0xBF).get(random.nextInt(4)));
                memory(free() << 3, 1);
            }
            case 16 -> {
                emit(0x0F, 0x40 | random.nextInt(16)); // CMOVcc
                operand(free() << 3, false);
            }
            case 17 -> {
                emit(0x0F, List.of(0xA3, 0xAB, 0xB3, 0xBB).get(random.nextInt(4)));
                emit(0xC0 | random.nextInt(8) << 3 | free()); // BT and relatives
            }
            case 18 -> {
                emit(0x0F, List.of(0xA4, 0xAC).get(random.nextInt(2)));
                operand(random.nextInt(8) << 3, false);
                emit(random.nextInt(40));
            }
            case 19 -> {
                emit(0x0F, List.of(0xBC, 0xBD, 0xC1, 0xB1).get(random.nextInt(4)));
                operand(free() << 3, false); // BSF BSR XADD CMPXCHG
            }
            case 20 -> emit(0x98 | random.nextInt(2)); // CBW CWD
            case 21 -> {
                emit(0x8D);
                memory(free() << 3, 1); // LEA
            }
            case 22 -> {
                emit(0x0F, 0x90 | random.nextInt(16)); // SETcc
                operand(0, true);
            }
            case 23 -> emit(bytes(FLAGS.get(random.nextInt(FLAGS.size()))));
            case 24 -> emit(bytes(DIVISIONS.get(random.nextInt(DIVISIONS.size()))));
            default -> emit(bytes(STRINGS.get(random.nextInt(STRINGS.size()))));
        }
    }

    /** CLC STC CMC LAHF SAHF; PUSHF, POP AX; PUSH AX, POPF with IF; SALC; DAA AAA DAS AAS. */
    private static final List<String> FLAGS =
            List.of(
                    "F8",
                    "F9",
                    "F5",
                    "9F",
                    "9E",
                    "9C 58",
                    "25D50C 0D0202 50 9D",
                    "D6",
                    "27",
                    "37",
                    "2F",
                    "3F");

    /** By CL, CX, and signed, of what is there. */
    private static final List<String> DIVISIONS = List.of("F6F1", "F7F1", "F6F9", "F7F9");

    /** With SI, DI and CX kept. */
    private static final List<String> STRINGS =
            List.of(
                    "56 57 51 B90500 F3A4 59 5F 5E",
                    "56 57 51 B90700 F366A5 59 5F 5E",
                    "57 51 B90300 F3AB 59 5F",
                    "56 57 51 B90900 F3A6 59 5F 5E",
                    "57 51 B90900 F2AE 59 5F",
                    "56 AC 5E",
                    "57 66AB 5F");

    private void emit(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
    }

    private void emit(byte[] bytes) {
        out.writeBytes(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String word(int value) {
        return String.format("%02X%02X", value & 0xFF, value >> 8);
    }
}
