package pentimento.fuzz;

/**
 * Decisions read from bytes. Beyond the end the bytes go on with numbers derived from all that was
 * there, so that a short record still decides everything.
 */
final class Choices {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final byte[] bytes;
    private int at;
    private long beyond;

    Choices(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @return 0..FFh
     */
    int next8() {
        if (at < bytes.length) {
            int value = bytes[at++] & 0xFF;
            beyond = mix(beyond + value);
            return value;
        }
        beyond = mix(beyond);
        return (int) (beyond >>> 56);
    }

    /** A step of SplitMix64. */
    static long mix(long state) {
        long z = state + GOLDEN;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    int next16() {
        return next8() | next8() << 8;
    }

    int next32() {
        return next16() | next16() << 16;
    }

    long next64() {
        return next32() & 0xFFFFFFFFL | (long) next32() << 32;
    }

    /**
     * @param bound 1..10000h
     */
    int below(int bound) {
        return bound <= 256 ? next8() % bound : next16() % bound;
    }

    /** True once in so many times. */
    boolean oneIn(int times) {
        return below(times) == times - 1;
    }

    int pick(int... values) {
        return values[below(values.length)];
    }
}
