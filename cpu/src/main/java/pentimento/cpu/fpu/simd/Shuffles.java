package pentimento.cpu.fpu.simd;

/** Packed integers in a long: lanes moved, narrowed, gathered. */
public final class Shuffles {
    private Shuffles() {}

    /** PUNPCKL: the low lanes of both in turn. */
    public static long interleaveLow(long a, long b, int width) {
        return switch (width) {
            case 8 -> spreadBytes((int) a) | spreadBytes((int) b) << 8;
            case 16 -> spreadWords((int) a) | spreadWords((int) b) << 16;
            default -> a & 0xFFFF_FFFFL | b << 32;
        };
    }

    /** PUNPCKH: the high lanes of both in turn. */
    public static long interleaveHigh(long a, long b, int width) {
        return interleaveLow(a >>> 32, b >>> 32, width);
    }

    private static long spreadWords(int words) {
        return words & 0xFFFFL | (words & 0xFFFF_0000L) << 16;
    }

    private static long spreadBytes(int bytes) {
        long words = spreadWords(bytes);
        return words & 0x00FF_0000_00FFL | (words & 0xFF00_0000_FF00L) << 8;
    }

    /** PACKSSWB: words of the first, then of the second, to bytes. */
    public static long packSigned(long a, long b) {
        return packSigned(a) | packSigned(b) << 32;
    }

    private static long packSigned(long words) {
        long bytes = 0;
        for (int i = 0; i < 4; i++) {
            int word = (short) (words >>> 16 * i);
            bytes |= (Math.clamp(word, Byte.MIN_VALUE, Byte.MAX_VALUE) & 0xFFL) << 8 * i;
        }
        return bytes;
    }

    /** PACKUSWB. */
    public static long packUnsigned(long a, long b) {
        return packUnsigned(a) | packUnsigned(b) << 32;
    }

    private static long packUnsigned(long words) {
        long bytes = 0;
        for (int i = 0; i < 4; i++) {
            int word = (short) (words >>> 16 * i);
            bytes |= (long) Math.clamp(word, 0, 0xFF) << 8 * i;
        }
        return bytes;
    }

    /** PACKSSDW. */
    public static long packDoublewords(long a, long b) {
        return narrow((int) a)
                | narrow((int) (a >>> 32)) << 16
                | narrow((int) b) << 32
                | narrow((int) (b >>> 32)) << 48;
    }

    private static long narrow(int doubleword) {
        return Math.clamp(doubleword, Short.MIN_VALUE, Short.MAX_VALUE) & 0xFFFFL;
    }

    /** PSHUFW: each result word is the one that two bits of the order name. */
    public static long words(long a, int order) {
        return a >>> 16 * (order & 3) & 0xFFFFL
                | (a >>> 16 * (order >>> 2 & 3) & 0xFFFFL) << 16
                | (a >>> 16 * (order >>> 4 & 3) & 0xFFFFL) << 32
                | a >>> 16 * (order >>> 6 & 3) << 48;
    }

    /** Two doublewords out of four, as four bits of an order name them. */
    public static long doublewords(long low, long high, int order) {
        return doubleword(low, high, order & 3) | doubleword(low, high, order >>> 2 & 3) << 32;
    }

    static long doubleword(long low, long high, int i) {
        return (i < 2 ? low : high) >>> 32 * (i & 1) & 0xFFFF_FFFFL;
    }

    /** PSHUFB on 8 bytes. */
    public static long bytes(long a, long order) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            int index = (int) (order >>> shift);
            if ((index & 0x80) == 0) {
                result |= (a >>> 8 * (index & 7) & 0xFF) << shift;
            }
        }
        return result;
    }

    /** Half of PSHUFB on 16 bytes. */
    public static long bytes(long low, long high, long order) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            int index = (int) (order >>> shift);
            if ((index & 0x80) == 0) {
                long half = (index & 8) == 0 ? low : high;
                result |= (half >>> 8 * (index & 7) & 0xFF) << shift;
            }
        }
        return result;
    }

    /**
     * Eight bytes of high:low from a byte position on, zeros beyond.
     *
     * @param at 0..15, or more
     */
    public static long align(long low, long high, int at) {
        if (at >= 16) {
            return 0;
        }
        if (at >= 8) {
            return high >>> 8 * (at - 8);
        }
        return at == 0 ? low : low >>> 8 * at | high << 64 - 8 * at;
    }

    /** The high half of high:low shifted to the left by bytes. */
    static long highAfterLeftShift(long low, long high, int bytes) {
        if (bytes <= 8) {
            return align(low, high, 8 - bytes);
        }
        return bytes < 16 ? low << 8 * (bytes - 8) : 0;
    }

    /** PMOVMSKB on 8 bytes. */
    public static int byteSigns(long a) {
        // The product gathers the bits at 0, 8, 16 .. in the top byte.
        return (int) ((a >>> 7 & 0x0101_0101_0101_0101L) * 0x0102_0408_1020_4080L >>> 56);
    }
}
