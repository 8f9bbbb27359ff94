package pentimento.cpu.fpu.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Packed integers lane by lane, in MMX and in XMM registers, as the operation sections of the
 * manual's pages say it. @see "SDM vol. 2A and 2B"
 */
class PackedIntegersTest {
    private static final int ROUNDS = 400, TWO_AND_ONE = 0xC0 | 2 << 3 | 1;
    private static final int MMX = 8, XMM = 16;

    private final Random random = new Random(1997);
    private final VectorUnit unit = new VectorUnit();

    /** The destination, 2, and the source, 1, as bytes; as many as the register has. */
    private byte[] a = {}, b = {};

    // ---------------------------------------------------------------- registers as bytes

    private void set(int register, byte[] bytes) {
        long low = quadword(bytes, 0);
        if (bytes.length == MMX) {
            unit.fpu.mmx(register, low);
        } else {
            unit.simd.set(register, low, quadword(bytes, 8));
        }
    }

    private byte[] register(int register, int bytes) {
        var all = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            long half =
                    bytes == MMX
                            ? unit.fpu.significand[register]
                            : unit.xmm.xmm[2 * register + i / 8];
            all[i] = (byte) (half >>> 8 * (i % 8));
        }
        return all;
    }

    private static long quadword(byte[] bytes, int at) {
        return field(bytes, at, 8, false).longValue();
    }

    private static BigInteger field(byte[] bytes, int at, int size, boolean signed) {
        BigInteger value = BigInteger.ZERO;
        for (int i = size - 1; i >= 0; i--) {
            value = value.shiftLeft(8).or(BigInteger.valueOf(bytes[at + i] & 0xFF));
        }
        return signed && bytes[at + size - 1] < 0
                ? value.subtract(BigInteger.ONE.shiftLeft(8 * size))
                : value;
    }

    private static long signed(byte[] bytes, int lane, int size) {
        return field(bytes, lane * size, size, true).longValue();
    }

    private static long unsigned(byte[] bytes, int lane, int size) {
        return field(bytes, lane * size, size, false).longValue();
    }

    private static void put(byte[] bytes, int lane, int size, long value) {
        for (int i = 0; i < size; i++) {
            bytes[lane * size + i] = (byte) (value >>> 8 * i);
        }
    }

    /** Random bytes, or those at which lanes wrap and saturate. */
    private byte[] operand(int bytes) {
        var all = new byte[bytes];
        random.nextBytes(all);
        for (int i = 0; i < bytes; i++) {
            switch (random.nextInt(8)) {
                case 0 -> all[i] = 0;
                case 1 -> all[i] = -1;
                case 2 -> all[i] = 0x7F;
                case 3 -> all[i] = (byte) 0x80;
                default -> {}
            }
        }
        return all;
    }

    private interface Lane {
        /** Truncated to the lane when it is stored. */
        long of(int lane, int size);
    }

    private interface Whole {
        void into(byte[] result);
    }

    private void check(int opcode, int immediate, Whole expectation) {
        for (int bytes : new int[] {MMX, XMM}) {
            check(bytes == MMX ? 0 : 0x66, opcode, immediate, bytes, expectation);
        }
    }

    private void check(int prefix, int opcode, int immediate, int bytes, Whole expectation) {
        a = operand(bytes);
        b = random.nextInt(8) == 0 ? a.clone() : operand(bytes);
        set(2, a);
        set(1, b);
        var expected = new byte[bytes];
        expectation.into(expected);
        unit.execute(prefix, opcode, TWO_AND_ONE, 0, immediate);
        assertThat(register(2, bytes))
                .as("%X of %s and %s", opcode, Arrays.toString(a), Arrays.toString(b))
                .isEqualTo(expected);
        assertThat(register(1, bytes)).isEqualTo(b);
    }

    private void lanes(int opcode, int size, Lane lane) {
        for (int i = 0; i < ROUNDS; i++) {
            check(
                    opcode,
                    0,
                    result -> {
                        for (int at = 0; at < result.length / size; at++) {
                            put(result, at, size, lane.of(at, size));
                        }
                    });
        }
    }

    // ---------------------------------------------------------------- lanes

    /** Operations that exist for several widths: the opcode of bytes, words and so on follow. */
    enum Family {
        PADD(1, "FC FD FE D4"),
        PSUB(1, "F8 F9 FA FB"),
        PADDS(1, "EC ED"),
        PADDUS(1, "DC DD"),
        PSUBS(1, "E8 E9"),
        PSUBUS(1, "D8 D9"),
        PCMPEQ(1, "74 75 76"),
        PCMPGT(1, "64 65 66"),
        PAVGB(1, "E0"),
        PAVGW(2, "E3"),
        PMINUB(1, "DA"),
        PMAXUB(1, "DE"),
        PMINSW(2, "EA"),
        PMAXSW(2, "EE"),
        PMULLW(2, "D5"),
        PMULHW(2, "E5"),
        PMULHUW(2, "E4"),
        PMULHRSW(2, "380B"),
        PABS(1, "381C 381D 381E"),
        PSIGN(1, "3808 3809 380A"),
        PAND(8, "DB"),
        PANDN(8, "DF"),
        POR(8, "EB"),
        PXOR(8, "EF"),
        PMULUDQ(8, "F4");

        private final int size;
        private final String opcodes;

        Family(int size, String opcodes) {
            this.size = size;
            this.opcodes = opcodes;
        }
    }

    private static long saturate(long value, int size, boolean isSigned) {
        long range = 1L << 8 * size;
        return isSigned
                ? Math.clamp(value, -range / 2, range / 2 - 1)
                : Math.clamp(value, 0, range - 1);
    }

    private static long mask(boolean holds) {
        return holds ? -1 : 0;
    }

    private long expected(Family family, int at, int size) {
        long x = signed(a, at, size), y = signed(b, at, size);
        long ux = unsigned(a, at, size), uy = unsigned(b, at, size);
        return switch (family) {
            case PADD -> x + y;
            case PSUB -> x - y;
            case PADDS -> saturate(x + y, size, true);
            case PADDUS -> saturate(ux + uy, size, false);
            case PSUBS -> saturate(x - y, size, true);
            case PSUBUS -> saturate(ux - uy, size, false);
            case PCMPEQ -> mask(x == y);
            case PCMPGT -> mask(x > y);
            case PAVGB, PAVGW -> ux + uy + 1 >> 1;
            case PMINUB -> Math.min(ux, uy);
            case PMAXUB -> Math.max(ux, uy);
            case PMINSW -> Math.min(x, y);
            case PMAXSW -> Math.max(x, y);
            case PMULLW -> x * y;
            case PMULHW -> x * y >> 16;
            case PMULHUW -> ux * uy >>> 16;
            case PMULHRSW -> (x * y >> 14) + 1 >> 1;
            case PABS -> Math.abs(y);
            case PSIGN -> x * Long.signum(y);
            case PAND -> x & y;
            case PANDN -> ~x & y;
            case POR -> x | y;
            case PXOR -> x ^ y;
            case PMULUDQ -> unsigned(a, 2 * at, 4) * unsigned(b, 2 * at, 4);
        };
    }

    @ParameterizedTest
    @EnumSource
    void laneByLane(Family family) {
        int size = family.size;
        for (String opcode : family.opcodes.split(" ", -1)) {
            lanes(
                    Integer.parseInt(opcode, 16),
                    size,
                    (lane, bytes) -> expected(family, lane, bytes));
            size *= 2;
        }
    }

    @Test
    void sumsOfProducts() {
        lanes( // PMADDWD
                0xF5,
                4,
                (at, size) ->
                        signed(a, 2 * at, 2) * signed(b, 2 * at, 2)
                                + signed(a, 2 * at + 1, 2) * signed(b, 2 * at + 1, 2));
        lanes( // PMADDUBSW
                0x3804,
                2,
                (at, size) ->
                        saturate(
                                unsigned(a, 2 * at, 1) * signed(b, 2 * at, 1)
                                        + unsigned(a, 2 * at + 1, 1) * signed(b, 2 * at + 1, 1),
                                2,
                                true));
        lanes(0xF6, 8, (at, size) -> differences(8 * at)); // PSADBW
    }

    private long differences(int at) {
        long sum = 0;
        for (int i = at; i < at + 8; i++) {
            sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
        }
        return sum;
    }

    /** PHADDW, PHADDD, PHADDSW and the PHSUBs: neighbours of the destination, then the source. */
    @ParameterizedTest
    @CsvSource({
        "3801, 2, 1, false",
        "3802, 4, 1, false",
        "3803, 2, 1, true",
        "3805, 2, -1, false",
        "3806, 4, -1, false",
        "3807, 2, -1, true"
    })
    void neighbours(String opcode, int bytes, int sign, boolean saturated) {
        lanes(
                Integer.parseInt(opcode, 16),
                bytes,
                (at, size) -> {
                    int half = a.length / size / 2;
                    byte[] from = at < half ? a : b;
                    int first = 2 * (at % half);
                    long sum = signed(from, first, size) + sign * signed(from, first + 1, size);
                    return saturated ? saturate(sum, size, true) : sum;
                });
    }

    // ---------------------------------------------------------------- shifts

    /** PSLL, PSRL, PSRA by all 64 bits of the source's low quadword. */
    @ParameterizedTest
    @CsvSource({"F1, 2", "F2, 4", "F3, 8", "D1, 2", "D2, 4", "D3, 8", "E1, 2", "E2, 4"})
    void shifts(String code, int size) {
        int opcode = Integer.parseInt(code, 16);
        for (int i = 0; i < ROUNDS; i++) {
            for (int bytes : new int[] {MMX, XMM}) {
                long count =
                        random.nextInt(16) == 0 ? random.nextLong() : random.nextInt(10 * size);
                a = operand(bytes);
                b = operand(bytes);
                put(b, 0, 8, count);
                set(2, a);
                set(1, b);
                unit.execute(bytes == MMX ? 0 : 0x66, opcode, TWO_AND_ONE, 0, 0);
                assertThat(register(2, bytes)).isEqualTo(shifted(opcode, size, count));
            }
        }
    }

    /** The same by an immediate: 71 to 73 with the kind of shift in the reg field. */
    @ParameterizedTest
    @CsvSource({
        "71, 6, F1, 2",
        "72, 6, F2, 4",
        "73, 6, F3, 8",
        "71, 2, D1, 2",
        "72, 2, D2, 4",
        "73, 2, D3, 8",
        "71, 4, E1, 2",
        "72, 4, E2, 4"
    })
    void shiftsByAnImmediate(String code, int digit, String same, int size) {
        for (int count = 0; count < 256; count++) {
            for (int bytes : new int[] {MMX, XMM}) {
                a = operand(bytes);
                set(2, a);
                int opcode = Integer.parseInt(code, 16);
                unit.execute(bytes == MMX ? 0 : 0x66, opcode, 0xC2 | digit << 3, 0, count);
                assertThat(register(2, bytes))
                        .isEqualTo(shifted(Integer.parseInt(same, 16), size, count));
            }
        }
    }

    private byte[] shifted(int opcode, int size, long count) {
        boolean isBeyond = Long.compareUnsigned(count, 8L * size) >= 0;
        var result = new byte[a.length];
        for (int at = 0; at < a.length / size; at++) {
            int n = (int) count;
            long value =
                    switch (opcode >>> 4) {
                        case 0xF -> isBeyond ? 0 : unsigned(a, at, size) << n;
                        case 0xD -> isBeyond ? 0 : unsigned(a, at, size) >>> n;
                        default -> signed(a, at, size) >> (isBeyond ? 63 : n);
                    };
            put(result, at, size, value);
        }
        return result;
    }

    /** PSRLDQ and PSLLDQ. */
    @ParameterizedTest
    @CsvSource({"3, 1", "7, -1"})
    void shiftsOfAllBytes(int digit, int direction) {
        for (int count = 0; count < 256; count++) {
            a = operand(XMM);
            set(2, a);
            unit.execute(0x66, 0x73, 0xC2 | digit << 3, 0, count);
            var expected = new byte[XMM];
            for (int i = 0; i < XMM; i++) {
                int from = i + direction * count;
                expected[i] = from >= 0 && from < XMM ? a[from] : 0;
            }
            assertThat(register(2, XMM)).isEqualTo(expected);
        }
    }

    // ---------------------------------------------------------------- shuffles

    /** Interleaving: 60 to 62 low halves, 68 to 6A high ones, 6C and 6D quadwords of XMM. */
    @ParameterizedTest
    @CsvSource({
        "60, 1, false",
        "61, 2, false",
        "62, 4, false",
        "68, 1, true",
        "69, 2, true",
        "6A, 4, true"
    })
    void unpacking(String opcode, int size, boolean high) {
        lanes(
                Integer.parseInt(opcode, 16),
                size,
                (at, bytes) -> {
                    int lane = at / 2 + (high ? a.length / bytes / 2 : 0);
                    return unsigned(at % 2 == 0 ? a : b, lane, bytes);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "66, 6C, 8, 0",
        "66, 6D, 8, 1",
        "66, 14, 8, 0",
        "66, 15, 8, 1",
        "0, 14, 4, 0",
        "0, 15, 4, 2"
    })
    void unpackingOfXmmRegisters(String prefix, String opcode, int size, int first) {
        for (int i = 0; i < ROUNDS; i++) {
            check(
                    Integer.parseInt(prefix, 16),
                    Integer.parseInt(opcode, 16),
                    0,
                    XMM,
                    result -> {
                        for (int at = 0; at < XMM / size; at++) {
                            byte[] from = at % 2 == 0 ? a : b;
                            put(result, at, size, unsigned(from, first + at / 2, size));
                        }
                    });
        }
    }

    /** PACKSSWB, PACKUSWB, PACKSSDW. */
    @ParameterizedTest
    @CsvSource({"63, 1, true", "67, 1, false", "6B, 2, true"})
    void packing(String opcode, int bytes, boolean isSigned) {
        lanes(
                Integer.parseInt(opcode, 16),
                bytes,
                (at, size) -> {
                    int half = a.length / size / 2;
                    long value = signed(at < half ? a : b, at % half, 2 * size);
                    return saturate(value, size, isSigned);
                });
    }

    /** Which lane of the source each lane of the result is, over all orders. */
    private void shuffled(int prefix, int opcode, int bytes, int size, IntUnaryOperator ofLane) {
        for (int order = 0; order < 256; order++) {
            int immediate = order;
            check(
                    prefix,
                    opcode,
                    immediate,
                    bytes,
                    result -> {
                        for (int at = 0; at < bytes / size; at++) {
                            int from = ofLane.applyAsInt(immediate << 8 | at);
                            byte[] source = from < 0 ? a : b;
                            put(result, at, size, unsigned(source, from & 0xFF, size));
                        }
                    });
        }
    }

    /** A lane of the destination, where there is a choice. */
    private static int ofA(int lane) {
        return Integer.MIN_VALUE | lane;
    }

    private static int choice(int orderAndLane, int bits) {
        int lane = orderAndLane & 0xFF;
        return orderAndLane >>> 8 + bits * lane & (1 << bits) - 1;
    }

    @Test
    void shuffles() {
        shuffled(0, 0x70, MMX, 2, at -> choice(at, 2)); // PSHUFW
        shuffled(0x66, 0x70, XMM, 4, at -> choice(at, 2)); // PSHUFD
        shuffled(0xF2, 0x70, XMM, 2, at -> (at & 7) < 4 ? choice(at, 2) : at & 7); // PSHUFLW
        shuffled( // PSHUFHW
                0xF3, 0x70, XMM, 2, at -> (at & 7) < 4 ? at & 7 : 4 + choice(at - 4, 2));
        shuffled( // SHUFPS
                0, 0xC6, XMM, 4, at -> (at & 3) < 2 ? ofA(choice(at, 2)) : choice(at, 2));
        shuffled( // SHUFPD
                0x66, 0xC6, XMM, 8, at -> (at & 1) == 0 ? ofA(choice(at, 1)) : choice(at, 1));
    }

    /** PSHUFB. */
    @Test
    void bytesByBytes() {
        lanes(0x3800, 1, (at, size) -> b[at] < 0 ? 0 : a[b[at] & a.length - 1]);
    }

    /** PALIGNR: destination:source to the right by bytes. */
    @Test
    void alignment() {
        for (int i = 0; i < 2 * 256; i++) {
            int count = i % 256;
            check(
                    0x3A0F,
                    count,
                    result -> {
                        int n = result.length;
                        for (int at = 0; at < n; at++) {
                            int from = at + count;
                            result[at] = from < n ? b[from] : from < 2 * n ? a[from - n] : 0;
                        }
                    });
        }
    }

    /** PMOVMSKB, MOVMSKPS, MOVMSKPD; PEXTRW and PINSRW. */
    @Test
    void signsAndWordsOfRegisters() {
        for (int i = 0; i < ROUNDS; i++) {
            a = operand(XMM);
            byte[] low = Arrays.copyOf(a, MMX);
            set(1, a);
            set(1, low);
            assertThat(general(0, 0xD7, 0)).isEqualTo(signs(low, 1));
            assertThat(general(0x66, 0xD7, 0)).isEqualTo(signs(a, 1));
            assertThat(general(0, 0x50, 0)).isEqualTo(signs(a, 4));
            assertThat(general(0x66, 0x50, 0)).isEqualTo(signs(a, 8));
            int immediate = random.nextInt(256);
            assertThat(general(0, 0xC5, immediate))
                    .isEqualTo((int) unsigned(low, immediate & 3, 2));
            assertThat(general(0x66, 0xC5, immediate))
                    .isEqualTo((int) unsigned(a, immediate & 7, 2));
            unit.cpu.gpr[2] = random.nextInt();
            put(low, immediate & 3, 2, unit.cpu.gpr[2]);
            put(a, immediate & 7, 2, unit.cpu.gpr[2]);
            unit.execute(0, 0xC4, 0xC0 | 1 << 3 | 2, 0, immediate);
            unit.execute(0x66, 0xC4, 0xC0 | 1 << 3 | 2, 0, immediate);
            assertThat(register(1, MMX)).isEqualTo(low);
            assertThat(register(1, XMM)).isEqualTo(a);
        }
    }

    private int general(int prefix, int opcode, int immediate) {
        unit.execute(prefix, opcode, 0xC0 | 3 << 3 | 1, 0, immediate);
        return unit.cpu.gpr[3];
    }

    private static int signs(byte[] bytes, int size) {
        int signs = 0;
        for (int at = 0; at < bytes.length / size; at++) {
            signs |= signed(bytes, at, size) < 0 ? 1 << at : 0;
        }
        return signs;
    }
}
