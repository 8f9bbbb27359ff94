package pentimento.cpu.fpu.transcendental;

import java.math.BigInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A power series with positive coefficients below 1, as 128-bit fractions, evaluated in fixed point
 * for arguments 0 &lt;= z &lt; 1 whose terms never sum to 1. The coefficients are worked out when
 * the first sum is asked for: most programs never do, and would start later.
 */
final class Series {
    private record Coefficients(long[] high, long[] low) {}

    private final int terms;
    private final IntFunction<BigInteger> divisors;
    private @Nullable Coefficients known;

    /**
     * @param divisors of the coefficients, which are 1 / divisor
     */
    Series(int terms, IntFunction<BigInteger> divisors) {
        this.terms = terms;
        this.divisors = divisors;
    }

    /** Machines on several threads may each work them out, once. */
    private Coefficients coefficients() {
        Coefficients all = known;
        if (all == null) {
            long[] high = new long[terms], low = new long[terms];
            for (int i = 0; i < terms; i++) {
                BigInteger coefficient = BigInteger.ONE.shiftLeft(128).divide(divisors.apply(i));
                high[i] = coefficient.shiftRight(64).longValue();
                low[i] = coefficient.longValue();
            }
            all = new Coefficients(high, low); // complete before another thread can see it
            known = all;
        }
        return all;
    }

    static BigInteger factorial(int n) {
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= n; i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return product;
    }

    /**
     * @return 2n + 1
     */
    static BigInteger odd(int n) {
        return BigInteger.valueOf(2L * n + 1);
    }

    /** z * (c0 + z * (c1 + ...)), at least 2^-128, into the sum's fraction. */
    void sum(WideNumber z, WideNumber sum) {
        Coefficients all = coefficients();
        long[] high = all.high, low = all.low;
        start(all, sum);
        for (int i = terms - 2; i >= 0; i--) {
            sum.multiplyFraction(z.high, z.low);
            long before = sum.low;
            sum.low += low[i];
            sum.high += high[i] + (Long.compareUnsigned(sum.low, before) < 0 ? 1 : 0);
        }
        finish(z, sum);
    }

    /** z * (c0 - z * (c1 - ...)), at least 2^-128, into the sum's fraction. */
    void alternatingSum(WideNumber z, WideNumber sum) {
        Coefficients all = coefficients();
        long[] high = all.high, low = all.low;
        start(all, sum);
        for (int i = terms - 2; i >= 0; i--) {
            sum.multiplyFraction(z.high, z.low);
            long subtrahend = sum.low;
            sum.low = low[i] - subtrahend;
            sum.high = high[i] - sum.high - (Long.compareUnsigned(low[i], subtrahend) < 0 ? 1 : 0);
        }
        finish(z, sum);
    }

    private void start(Coefficients all, WideNumber sum) {
        sum.high = all.high[terms - 1];
        sum.low = all.low[terms - 1];
    }

    private static void finish(WideNumber z, WideNumber sum) {
        sum.multiplyFraction(z.high, z.low);
        if (sum.isZero()) {
            sum.low = 1; // the number is not exactly what its first term says
        }
    }
}
