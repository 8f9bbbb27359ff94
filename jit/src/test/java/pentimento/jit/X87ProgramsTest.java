package pentimento.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.jit.discover.Limits;

/**
 * Random loops of x87 instructions on ordinary and special numbers, in all rounding modes and
 * precisions, with exceptions masked and not: interpreted and translated, every bit of the unit, of
 * memory and of the count is the same. Numeric errors go to a handler that clears them.
 */
class X87ProgramsTest {
    private static final int PROGRAMS = 60, ROUNDS = 60, COUNTS = 60_000;
    private static final int CONTROL = 0x0FF0, NUMBERS = 0x1000, NUMBER_BYTES = 0x900;

    /** Masks, precision, rounding. */
    private static final int[] CONTROLS = {
        0x37F, 0x27F, 0x1332, 0x7F, 0xF7F, 0xB7F, 0x77F, 0xE7F, 0x37E, 0x35F, 0x360, 0x26F
    };

    /** Program bytes. */
    private static final class Code {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Code hex(String hex) {
            bytes.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
            return this;
        }

        Code bytes(int... values) {
            for (int value : values) {
                bytes.write(value);
            }
            return this;
        }

        Code word(int value) {
            return bytes(value & 0xFF, value >>> 8 & 0xFF);
        }

        int size() {
            return bytes.size();
        }
    }

    /**
     * One loop, whose stack is as deep at the end as at its begin. Most numbers are new ones in
     * each round, so that a NaN does not stay.
     */
    private static final class Program {
        private final Random random;
        private final Code code = new Code();
        private int depth;

        Program(long seed) {
            random = new Random(seed);
        }

        String hex() {
            code.hex("EB 03 DB E2 CF"); // 7C02: fnclex; iret
            code.hex("C7 06 40 00 02 7C"); // mov word [40h],7C02
            code.hex("0F 20 C0 66 83 C8 20 0F 22 C0"); // CR0.NE
            code.hex("DB E3 D9 2E").word(CONTROL); // fninit; fldcw
            if (random.nextInt(4) > 0) {
                code.hex("D9 EB DD 1E 00 3B"); // fldpi; fstp qword [3B00h]: PE is set
            }
            code.hex("B9").word(ROUNDS).hex("BB").word(NUMBERS); // mov cx; mov bx
            int kept = random.nextInt(3);
            for (depth = 0; depth < kept; depth++) {
                code.bytes(0xDD, 0x47, 8 * depth); // fld qword [bx+n]
            }
            int top = code.size(), first = random.nextInt(1, 5);
            for (int i = 0; i < first; i++) {
                load();
            }
            int length = random.nextInt(3, 25);
            for (int i = 0; i < length; i++) {
                instruction();
            }
            while (depth > kept) {
                code.hex(
                        "DB 3E 00 3A 03 16 00 3A D1 C2"); // fstp tbyte [3A00h]; add dx,[3A00h]; rol
                // dx,1
                depth--;
            }
            while (depth < kept) {
                load();
            }
            code.hex("83 C3 08 81 E3 F8 17 49"); // add bx,8; and bx,17F8h; dec cx
            code.hex("0F 85").word(top - code.size() - 2); // jnz
            code.hex("DD 36 00 40 F4"); // fnsave [4000h]; hlt
            return HexFormat.of().formatHex(code.bytes.toByteArray());
        }

        private void instruction() {
            if (random.nextInt(200) == 0) {
                anything();
                return;
            }
            switch (random.nextInt(12)) {
                case 0, 1 -> load();
                case 2, 3, 4 -> {
                    arithmetic();
                    look();
                }
                case 5, 6 -> {
                    arithmeticWithMemory();
                    look();
                }
                case 7 -> {
                    store();
                    look();
                }
                case 8 -> compare();
                case 9 -> code.bytes(0xD9, 0xC8 | st()); // fxch
                case 10 -> single();
                default -> other();
            }
        }

        /** C1 goes into the sum in DX. */
        private void look() {
            if (random.nextInt(3) == 0) {
                code.hex("DF E0 01 C2 D1 C2"); // fnstsw ax; add dx,ax; rol dx,1
            }
        }

        private int st() {
            return random.nextInt(Math.max(depth, 1));
        }

        /** Any escape opcode on registers, whatever it does to the stack. */
        private void anything() {
            code.bytes(0xD8 | random.nextInt(8), 0xC0 | random.nextInt(64));
        }

        private int operand() {
            return 8 * random.nextInt(14) + (random.nextInt(20) == 0 ? random.nextInt(8) : 0);
        }

        private void memory(int opcode, int digit) {
            code.bytes(opcode, 0x47 | digit << 3, operand());
        }

        private void load() {
            if (depth == 8) {
                return;
            }
            depth++;
            switch (random.nextInt(10)) {
                case 0 -> memory(0xD9, 0);
                case 1 -> memory(0xDB, 0);
                case 2 -> memory(0xDF, 0);
                case 3 -> memory(0xDF, 5);
                case 4 -> memory(0xDB, 5);
                case 5 -> code.bytes(0xD9, 0xE8 + random.nextInt(7));
                case 6 -> code.bytes(0xD9, 0xC0 | random.nextInt(Math.max(depth - 1, 1)));
                default -> memory(0xDD, 0);
            }
        }

        private int operation() {
            int operation = random.nextInt(6);
            return operation < 2 ? operation : operation + 2;
        }

        private void arithmetic() {
            int rows = 0xC0 | operation() << 3 | st();
            switch (random.nextInt(3)) {
                case 0 -> code.bytes(0xD8, rows);
                case 1 -> code.bytes(0xDC, rows);
                default -> {
                    if (depth > 1) {
                        code.bytes(0xDE, rows & ~7 | 1 + random.nextInt(depth - 1));
                        depth--;
                    }
                }
            }
        }

        private void arithmeticWithMemory() {
            int[] opcodes = {0xD8, 0xDA, 0xDC, 0xDC, 0xDE};
            memory(opcodes[random.nextInt(opcodes.length)], operation());
        }

        private void store() {
            int[] opcodes = {0xD9, 0xDB, 0xDD, 0xDD, 0xDF};
            boolean pops = depth > 1 && random.nextBoolean();
            int opcode = opcodes[random.nextInt(opcodes.length)], digit = pops ? 3 : 2;
            if (pops && random.nextInt(3) == 0) {
                opcode = random.nextBoolean() ? 0xDB : 0xDF;
                digit = 7;
            }
            code.bytes(opcode, 6 | digit << 3).word(0x3000 + 10 * random.nextInt(64));
            depth -= pops ? 1 : 0;
        }

        private void compare() {
            int st = st();
            switch (random.nextInt(9)) {
                case 0 -> code.bytes(0xD8, 0xD0 | st);
                case 1 -> code.bytes(0xDD, 0xE0 | st);
                case 2 -> code.bytes(0xDB, 0xF0 | st);
                case 3 -> code.bytes(0xDB, 0xE8 | st);
                case 4 -> code.hex("D9 E4"); // ftst
                case 5 -> code.hex("D9 E5"); // fxam
                case 6 -> memory(0xDC, 2);
                case 7 -> memory(0xD8, 2);
                default -> {
                    if (depth > 2) {
                        code.hex(random.nextBoolean() ? "DE D9" : "DA E9");
                        depth -= 2;
                    }
                }
            }
            switch (random.nextInt(4)) {
                case 0 ->
                        code.hex("DF E0 9E") // fnstsw ax; sahf; setcc al; add dx,ax
                                .bytes(0x0F, 0x90 | random.nextInt(16), 0xC0)
                                .hex("01 C2");
                case 1 ->
                        code.bytes(0x0F, 0x90 | random.nextInt(16), 0xC6).hex("01 D7"); // setcc dh
                case 2 ->
                        code.bytes(
                                random.nextBoolean() ? 0xDA : 0xDB,
                                0xC0 | random.nextInt(4) << 3 | st());
                default -> {}
            }
        }

        private void single() {
            int[] singles = {0xE0, 0xE1, 0xFA, 0xFC, 0xFD, 0xF0, 0xF8, 0xFE};
            code.bytes(0xD9, singles[random.nextInt(singles.length)]);
        }

        private void other() {
            switch (random.nextInt(9)) {
                case 0 -> code.bytes(0xDD, 0xD0 | st()); // fst
                case 1 -> code.hex("9B"); // wait
                case 2 -> code.hex("DD 3E 00 38"); // fnstsw [3800h]
                case 3 -> code.hex("D9 3E 02 38"); // fnstcw [3802h]
                case 4 -> { // fldcw: towards zero, and back
                    code.hex("D9 2E").word(CONTROL + 2);
                    code.hex("DB 16 04 38"); // fist dword [3804h]
                    memory(0xDC, operation());
                    code.hex("D9 2E").word(CONTROL);
                }
                case 5 -> code.hex("DB E2"); // fnclex
                case 6 -> { // with a string instruction between
                    code.hex("BE 00 10 BF 40 38 51 B9 03 00 F3 A4 59");
                }
                case 7 -> code.hex("D9 D0"); // fnop
                default -> {
                    if (depth > 1) {
                        code.bytes(0xDD, 0xD8 | st()); // fstp
                        depth--;
                    }
                }
            }
        }
    }

    /** Numbers in the three formats, rare ones among them. */
    private static byte[] numbers(Random random, boolean special) {
        ByteBuffer bytes = ByteBuffer.allocate(NUMBER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.remaining() >= 8) {
            bytes.putLong(number(random, special));
        }
        return bytes.array();
    }

    private static long number(Random random, boolean special) {
        if (special && random.nextInt(8) == 0) {
            long[] rare = {
                0,
                Long.MIN_VALUE,
                1,
                0x7FFL << 52,
                0xFFFL << 52,
                0x7FF8L << 48,
                0x7FF0_0000_0000_0001L,
                0x000F_FFFF_FFFF_FFFFL,
                0x7FEF_FFFF_FFFF_FFFFL,
                0x0010_0000_0000_0000L,
                -1
            };
            return rare[random.nextInt(rare.length)];
        }
        return switch (random.nextInt(9)) {
            case 0 -> Double.doubleToRawLongBits(random.nextInt(-20, 20));
            case 1 -> Double.doubleToRawLongBits(random.nextInt(-100, 100) * 0.5);
            case 2 ->
                    special
                            ? random.nextLong()
                            : Double.doubleToRawLongBits(random.nextInt(1, 9) / 3.0);
            case 3 ->
                    special
                            ? random.nextInt(-1000, 1000)
                            : Double.doubleToRawLongBits(random.nextDouble());
            case 4 ->
                    (long) Float.floatToRawIntBits(random.nextFloat()) << 32
                            | Float.floatToRawIntBits(random.nextFloat() * 100) & 0xFFFFFFFFL;
            case 5 -> Double.doubleToRawLongBits(0.0);
            case 6 -> Double.doubleToRawLongBits(1 + random.nextInt(4) * 0x1p-52);
            default -> Double.doubleToRawLongBits(random.nextGaussian() * 100);
        };
    }

    private static Board board(long seed) {
        var random = new Random(seed);
        var board = new Board(new Program(seed).hex());
        byte[] numbers = numbers(random, random.nextInt(3) == 0);
        board.memory.write(NUMBERS, numbers, 0, numbers.length);
        int control =
                switch (random.nextInt(4)) {
                    case 0 -> 0x37F;
                    case 1, 2 -> 0x27F;
                    default -> CONTROLS[random.nextInt(CONTROLS.length)];
                };
        int truncating = control | 0xC00;
        byte[] controls = {
            (byte) control, (byte) (control >>> 8), (byte) truncating, (byte) (truncating >>> 8)
        };
        board.memory.write(CONTROL, controls, 0, controls.length);
        return board;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void translatedCodeDoesTheSame(long family) {
        long inRegions = 0;
        for (int i = 0; i < PROGRAMS; i++) {
            long seed = 1000 * family + i;
            Board interpreted = board(seed).run(COUNTS, COUNTS);
            JitTranslator translator = JitTranslator.eager(() -> Limits.STANDARD);
            int slice = i % 3 == 0 ? 7 + i : COUNTS;
            Board translated = board(seed).translating(translator).run(COUNTS, slice);
            assertThat(translated.cpu.view())
                    .as("program %d", seed)
                    .isEqualTo(interpreted.cpu.view());
            assertThat(translated.time.retired())
                    .as("program %d", seed)
                    .isEqualTo(interpreted.time.retired());
            assertThat(translated.digest()).as("program %d", seed).isEqualTo(interpreted.digest());
            inRegions += translator.counts().executed();
        }
        assertThat(inRegions).isGreaterThan(PROGRAMS * ROUNDS);
    }
}
