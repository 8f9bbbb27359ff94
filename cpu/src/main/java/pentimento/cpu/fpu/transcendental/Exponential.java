package pentimento.cpu.fpu.transcendental;

import pentimento.cpu.fpu.softfloat.FloatResult;

/** 2^x - 1 for -1 &lt; x &lt; 1, as e^(x ln 2) - 1. */
public final class Exponential {
    private static final long LN_2_HIGH = 0xB172_17F7_D1CF_79ABL;
    private static final long LN_2_LOW = 0xC9E3_B398_03F2_F6AFL;
    private static final Series EXPONENTIAL = new Series(26, n -> Series.factorial(n + 2));

    private final WideNumber y = new WideNumber(), z = new WideNumber(), sum = new WideNumber();

    /**
     * @param signExponent of a number that is neither zero nor special, below 1 in magnitude
     * @return flags
     */
    public int compute(int signExponent, long significand, int control, FloatResult result) {
        y.set80(signExponent, significand);
        z.set(0, 0, LN_2_HIGH, LN_2_LOW);
        y.multiply(z);
        z.setAsFraction(y);
        // e^y - 1 = y + y * (y/2! + y^2/3! + ...), and the second term is positive.
        if (y.sign == 0) {
            EXPONENTIAL.sum(z, sum);
        } else {
            EXPONENTIAL.alternatingSum(z, sum);
        }
        sum.multiplyFraction(y.high, y.low);
        z.set(0, y.exponent, sum.high, sum.low);
        y.add(z);
        return y.round(control, result);
    }
}
