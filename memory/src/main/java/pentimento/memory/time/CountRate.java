package pentimento.memory.time;

/**
 * How much virtual time one count takes: {@code nanos / counts} nanoseconds, a reduced fraction.
 * {@code --mips 100} is 10/1.
 *
 * @param nanos 1..10^11
 * @param counts 1..10^10
 */
public record CountRate(long nanos, long counts) {
    private static final long SLOWEST = 10_000, FASTEST = 10_000_000_000L, SECOND = 1_000_000_000;

    /**
     * @param counts in one second of virtual time, 10^4 to 10^10
     * @throws IllegalArgumentException with a sentence for the user if out of range
     */
    public static CountRate perSecond(long counts) {
        if (counts < SLOWEST || counts > FASTEST) {
            throw new IllegalArgumentException("mips must be between 0.01 and 10000");
        }
        long divisor = SECOND, remainder = counts % SECOND;
        while (remainder != 0) { // Euclid
            long next = divisor % remainder;
            divisor = remainder;
            remainder = next;
        }
        return new CountRate(SECOND / divisor, counts / divisor);
    }

    /**
     * @param mips millions of counts per second of virtual time, 1 to 10000
     * @throws IllegalArgumentException with a sentence for the user if out of range
     */
    public static CountRate mips(int mips) {
        return perSecond(mips * 1_000_000L);
    }
}
