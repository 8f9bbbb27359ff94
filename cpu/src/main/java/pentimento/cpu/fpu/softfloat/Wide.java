package pentimento.cpu.fpu.softfloat;

/** Unsigned arithmetic on 128 bits, where the JDK has none. */
public final class Wide {
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private Wide() {}

    /**
     * @param high below the divisor
     * @param divisor bit 63 set
     * @return high:low / divisor, truncated; the remainder is {@code low - quotient * divisor}
     * @see "Knuth, The Art of Computer Programming, 4.3.1, algorithm D with two digits"
     */
    public static long divide(long high, long low, long divisor) {
        long upper = quotientDigit(high, low >>> 32, divisor);
        long rest = (high << 32 | low >>> 32) - upper * divisor;
        long lower = quotientDigit(rest, low & LOW_HALF, divisor);
        return upper << 32 | lower;
    }

    /**
     * @return the 32-bit digit (high * 2^32 + next) / divisor
     */
    private static long quotientDigit(long high, long next, long divisor) {
        long divisorHigh = divisor >>> 32, divisorLow = divisor & LOW_HALF;
        long digit = Long.divideUnsigned(high, divisorHigh);
        long rest = high - digit * divisorHigh;
        while (digit > LOW_HALF
                || Long.compareUnsigned(digit * divisorLow, rest << 32 | next) > 0) {
            digit--;
            rest += divisorHigh;
            if (rest > LOW_HALF) {
                break;
            }
        }
        return digit;
    }
}
