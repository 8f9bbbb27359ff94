package pentimento.cpu.fpu.transcendental;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

import pentimento.cpu.fpu.softfloat.FloatResult;

/**
 * Sine, cosine and tangent. The argument is first reduced, exactly, by half of the 66-bit pi that
 * the hardware has; what remains lies within pi/4 and goes through power series.
 *
 * @see "SDM vol. 1, 8.3.8"
 */
public final class Trigonometry {
    /** Arguments from 2^63 on are not reduced: C2. */
    private static final int TOO_LARGE = BIAS + 63;

    // Half of the 66-bit pi times 2^65: 66 bits, in two words.
    private static final long HALF_PI_HIGH = 3, HALF_PI_LOW = 0x243F_6A88_85A3_08D3L;

    private static final Series SINE = new Series(14, n -> Series.factorial(2 * n + 3));
    private static final Series COSINE = new Series(14, n -> Series.factorial(2 * n + 2));

    private final WideNumber argument = new WideNumber(), square = new WideNumber();
    private final WideNumber sum = new WideNumber();
    private final WideNumber sine = new WideNumber(), cosine = new WideNumber();
    private int quadrant;

    /**
     * @return false for numbers whose functions are not computed
     */
    public static boolean isInRange(int signExponent) {
        return (signExponent & EXPONENT) < TOO_LARGE;
    }

    /** Makes sine and cosine of a number that is neither zero nor special, in range. */
    public void compute(int signExponent, long significand) {
        boolean complement = reduce(signExponent, significand);
        square.squareAsFraction(argument);
        // sin r = r - r * (r^2/3! - ...)
        SINE.alternatingSum(square, sum);
        WideNumber ofArgument = complement ? cosine : sine;
        ofArgument.set(argument);
        ofArgument.reduceBy(sum);
        // cos r = 1 - (r^2/2! - ...)
        COSINE.alternatingSum(square, sum);
        (complement ? sine : cosine).setOneMinus(sum);
        if ((quadrant & 1) != 0) {
            exchange();
            cosine.negate();
        }
        if ((quadrant & 2) != 0) {
            sine.negate();
            cosine.negate();
        }
        if ((signExponent & SIGN) != 0) {
            sine.negate();
        }
    }

    private void exchange() {
        square.set(sine);
        sine.set(cosine);
        cosine.set(square);
    }

    /**
     * Finds the quadrant and what remains.
     *
     * @return true if the argument is the complement to pi/2
     */
    private boolean reduce(int signExponent, long significand) {
        argument.set80(signExponent, significand);
        argument.sign = 0;
        quadrant = 0;
        int steps = argument.exponent + 1;
        if (steps < 1) {
            return false; // below 1/2
        }
        // In units of 2^-65: the significand, doubled as often as the exponent says, modulo pi/2.
        long high = 0, low = argument.high;
        for (int i = 0; i < steps; i++) {
            high = high << 1 | low >>> 63;
            low <<= 1;
            quadrant <<= 1;
            if (compare(high, low, HALF_PI_HIGH, HALF_PI_LOW) >= 0) {
                high -= HALF_PI_HIGH + (Long.compareUnsigned(low, HALF_PI_LOW) < 0 ? 1 : 0);
                low -= HALF_PI_LOW;
                quadrant |= 1;
            }
        }
        long restLow = HALF_PI_LOW - low;
        long restHigh = HALF_PI_HIGH - high - (Long.compareUnsigned(HALF_PI_LOW, low) < 0 ? 1 : 0);
        boolean complement = compare(high, low, restHigh, restLow) > 0;
        if (complement) {
            argument.set(0, 63, restHigh, restLow);
        } else {
            argument.set(0, 63, high, low);
        }
        return complement;
    }

    private static int compare(long aHigh, long aLow, long bHigh, long bLow) {
        return aHigh != bHigh ? Long.compare(aHigh, bHigh) : Long.compareUnsigned(aLow, bLow);
    }

    /**
     * @return flags
     */
    public int sine(int control, FloatResult result) {
        return sine.round(control, result);
    }

    /**
     * @return flags
     */
    public int cosine(int control, FloatResult result) {
        return cosine.round(control, result);
    }

    /** Once for each argument. @return flags */
    public int tangent(int control, FloatResult result) {
        sine.divide(cosine);
        return sine.round(control, result);
    }
}
