package pentimento.cpu.fpu.transcendental;

import pentimento.cpu.fpu.softfloat.Float80;
import pentimento.cpu.fpu.softfloat.FloatResult;

/** y * log2(x) and y * log2(x + 1), from log m = 2 artanh((m - 1) / (m + 1)). */
public final class Logarithm {
    private static final long HALF_ROOT = 0xB504_F333_F9DE_6484L; // of 2, as a fraction
    private static final int TWO_LOG2_E_EXPONENT = 2;
    private static final long TWO_LOG2_E_HIGH = 0xB8AA_3B29_5C17_F0BBL;
    private static final long TWO_LOG2_E_LOW = 0xBE87_FED0_691D_3E89L;

    /** Below this exponent x + 1 is close enough to 1 for the series. */
    private static final int NEAR_ONE = -2;

    private static final Series ODD = new Series(20, n -> Series.odd(n + 1));

    private final WideNumber m = new WideNumber(), one = new WideNumber();
    private final WideNumber quotient = new WideNumber(), divisor = new WideNumber();
    private final WideNumber square = new WideNumber(), sum = new WideNumber();
    private final WideNumber factor = new WideNumber();

    /**
     * y * log2(x) for x &gt; 0; exact where x is a power of two.
     *
     * @return flags
     */
    public int ofX(
            int xSignExponent,
            long xSignificand,
            int ySignExponent,
            long ySignificand,
            int control,
            FloatResult result) {
        m.set80(xSignExponent, xSignificand);
        factor.set80(ySignExponent, ySignificand);
        return logarithm(control, result);
    }

    /**
     * y * log2(x + 1) for x &gt; -1 other than 0.
     *
     * @return flags
     */
    public int ofXPlusOne(
            int xSignExponent,
            long xSignificand,
            int ySignExponent,
            long ySignificand,
            int control,
            FloatResult result) {
        m.set80(xSignExponent, xSignificand);
        factor.set80(ySignExponent, ySignificand);
        one.setInteger(1);
        if (m.exponent > NEAR_ONE) {
            m.add(one);
            return logarithm(control, result);
        }
        quotient.set(m);
        divisor.setInteger(2);
        divisor.add(m);
        series();
        quotient.multiply(factor);
        return quotient.round(control, result);
    }

    /** Of m, times the factor. */
    private int logarithm(int control, FloatResult result) {
        int power = m.exponent;
        m.exponent = 0;
        if (Long.compareUnsigned(m.high, HALF_ROOT) < 0) {
            m.exponent = 1;
            power--;
        }
        one.setInteger(1);
        divisor.set(m);
        divisor.add(one);
        one.negate();
        quotient.set(m);
        quotient.add(one);
        if (quotient.isZero()) {
            quotient.setInteger(power);
            quotient.multiply(factor);
            // Processors report inexactness even here.
            return quotient.roundExact(control, result) | Float80.PRECISION;
        }
        series();
        sum.setInteger(power);
        quotient.add(sum);
        quotient.multiply(factor);
        return quotient.round(control, result);
    }

    /** From (m - 1) / (m + 1), not yet divided, to log2 m. */
    private void series() {
        quotient.divide(divisor);
        square.squareAsFraction(quotient);
        ODD.sum(square, sum);
        sum.multiplyFraction(quotient.high, quotient.low);
        square.set(quotient.sign, quotient.exponent, sum.high, sum.low);
        quotient.add(square);
        square.set(0, TWO_LOG2_E_EXPONENT, TWO_LOG2_E_HIGH, TWO_LOG2_E_LOW);
        quotient.multiply(square);
    }
}
