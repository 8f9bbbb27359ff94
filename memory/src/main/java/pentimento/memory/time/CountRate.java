package pentimento.memory.time;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * How much virtual time one count takes: {@code nanos / counts} nanoseconds, a reduced fraction.
 * {@code --mips 100} is 10/1.
 *
 * @param nanos 1..10^11
 * @param counts 1..10^10
 */
public record CountRate(long nanos, long counts) {
    private static final BigDecimal SLOWEST = new BigDecimal("0.01"),
            FASTEST = new BigDecimal("10000");

    /**
     * @param mips millions of counts per second of virtual time, 0.01 to 10000, at most 6 decimal
     *     places
     * @throws IllegalArgumentException with a sentence for the user if out of range
     */
    public static CountRate mips(BigDecimal mips) {
        if (mips.compareTo(SLOWEST) < 0
                || mips.compareTo(FASTEST) > 0
                || mips.stripTrailingZeros().scale() > 6) {
            throw new IllegalArgumentException(
                    "mips must be between 0.01 and 10000 with at most 6 decimal places, not "
                            + mips);
        }
        BigInteger counts = mips.movePointRight(6).toBigIntegerExact(); // counts in one second
        BigInteger nanos = BigInteger.valueOf(1_000_000_000);
        BigInteger divisor = counts.gcd(nanos);
        return new CountRate(
                nanos.divide(divisor).longValueExact(), counts.divide(divisor).longValueExact());
    }

    public static CountRate mips(int mips) {
        return mips(BigDecimal.valueOf(mips));
    }
}
