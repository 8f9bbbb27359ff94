package pentimento.cpu.fpu.simd;

/** Packed integers in a long: products and sums across lanes. */
public final class Products {
    private Products() {}

    private static int word(long a, int i) {
        return (short) (a >>> 16 * i);
    }

    private static int unsignedWord(long a, int i) {
        return (int) (a >>> 16 * i) & 0xFFFF;
    }

    private static int unsignedByte(long a, int i) {
        return (int) (a >>> 8 * i) & 0xFF;
    }

    private static long words(int w0, int w1, int w2, int w3) {
        return w0 & 0xFFFFL | (w1 & 0xFFFFL) << 16 | (w2 & 0xFFFFL) << 32 | (long) w3 << 48;
    }

    private static long doublewords(int low, int high) {
        return low & 0xFFFF_FFFFL | (long) high << 32;
    }

    private static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** PMULLW. */
    public static long low(long a, long b) {
        return words(
                word(a, 0) * word(b, 0),
                word(a, 1) * word(b, 1),
                word(a, 2) * word(b, 2),
                word(a, 3) * word(b, 3));
    }

    /** PMULHW. */
    public static long high(long a, long b) {
        return words(
                word(a, 0) * word(b, 0) >> 16,
                word(a, 1) * word(b, 1) >> 16,
                word(a, 2) * word(b, 2) >> 16,
                word(a, 3) * word(b, 3) >> 16);
    }

    /** PMULHUW. */
    public static long highUnsigned(long a, long b) {
        return words(
                unsignedWord(a, 0) * unsignedWord(b, 0) >>> 16,
                unsignedWord(a, 1) * unsignedWord(b, 1) >>> 16,
                unsignedWord(a, 2) * unsignedWord(b, 2) >>> 16,
                unsignedWord(a, 3) * unsignedWord(b, 3) >>> 16);
    }

    /** PMULHRSW. */
    public static long highRounded(long a, long b) {
        return words(
                (word(a, 0) * word(b, 0) >> 14) + 1 >> 1,
                (word(a, 1) * word(b, 1) >> 14) + 1 >> 1,
                (word(a, 2) * word(b, 2) >> 14) + 1 >> 1,
                (word(a, 3) * word(b, 3) >> 14) + 1 >> 1);
    }

    /** PMADDWD. */
    public static long sumsOfProducts(long a, long b) {
        return doublewords(
                word(a, 0) * word(b, 0) + word(a, 1) * word(b, 1),
                word(a, 2) * word(b, 2) + word(a, 3) * word(b, 3));
    }

    /** PMADDUBSW: unsigned bytes times signed ones. */
    public static long sumsOfByteProducts(long a, long b) {
        return words(
                byteProducts(a, b, 0),
                byteProducts(a, b, 2),
                byteProducts(a, b, 4),
                byteProducts(a, b, 6));
    }

    private static int byteProducts(long a, long b, int i) {
        int first = unsignedByte(a, i) * (byte) (b >>> 8 * i);
        int second = unsignedByte(a, i + 1) * (byte) (b >>> 8 * i + 8);
        return saturate(first + second);
    }

    /** PMULUDQ. */
    public static long unsignedDoublewords(long a, long b) {
        return (a & 0xFFFF_FFFFL) * (b & 0xFFFF_FFFFL);
    }

    /** PSADBW. */
    public static long sumOfDifferences(long a, long b) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += Math.abs(unsignedByte(a, i) - unsignedByte(b, i));
        }
        return sum;
    }

    /** PHADDW. */
    public static long addNeighbours(long a, long b) {
        return words(
                word(a, 0) + word(a, 1),
                word(a, 2) + word(a, 3),
                word(b, 0) + word(b, 1),
                word(b, 2) + word(b, 3));
    }

    /** PHADDSW. */
    public static long addNeighboursSaturated(long a, long b) {
        return words(
                saturate(word(a, 0) + word(a, 1)),
                saturate(word(a, 2) + word(a, 3)),
                saturate(word(b, 0) + word(b, 1)),
                saturate(word(b, 2) + word(b, 3)));
    }

    /** PHADDD. */
    public static long addDoublewordNeighbours(long a, long b) {
        return doublewords((int) a + (int) (a >>> 32), (int) b + (int) (b >>> 32));
    }

    /** PHSUBW. */
    public static long subtractNeighbours(long a, long b) {
        return words(
                word(a, 0) - word(a, 1),
                word(a, 2) - word(a, 3),
                word(b, 0) - word(b, 1),
                word(b, 2) - word(b, 3));
    }

    /** PHSUBSW. */
    public static long subtractNeighboursSaturated(long a, long b) {
        return words(
                saturate(word(a, 0) - word(a, 1)),
                saturate(word(a, 2) - word(a, 3)),
                saturate(word(b, 0) - word(b, 1)),
                saturate(word(b, 2) - word(b, 3)));
    }

    /** PHSUBD. */
    public static long subtractDoublewordNeighbours(long a, long b) {
        return doublewords((int) a - (int) (a >>> 32), (int) b - (int) (b >>> 32));
    }
}
