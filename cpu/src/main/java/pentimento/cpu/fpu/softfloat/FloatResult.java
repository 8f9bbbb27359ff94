package pentimento.cpu.fpu.softfloat;

/**
 * Where an operation leaves its number, in the 80-bit register format. Whoever calls owns one, so
 * that no result is ever allocated; the operation itself returns the exception flags.
 */
public final class FloatResult {
    /** Explicit integer bit in bit 63. */
    public long significand;

    /** Sign in bit 15, biased exponent in bits 0-14. */
    public int signExponent;

    /** Flags that vector operations have collected over their elements. */
    public int flags;

    void set(int newSignExponent, long newSignificand) {
        signExponent = newSignExponent;
        significand = newSignificand;
    }
}
