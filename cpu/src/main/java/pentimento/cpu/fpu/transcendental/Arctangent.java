package pentimento.cpu.fpu.transcendental;

import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

import pentimento.cpu.fpu.softfloat.FloatResult;

/**
 * arctan(y / x) in four quadrants: the quotient of the smaller by the larger is brought within 1/32
 * of a sixteenth, whose arctangent is known, and the rest goes through the power series.
 */
public final class Arctangent {
    private static final int PI_EXPONENT = 2;
    private static final long PI_HIGH = 0xC90F_DAA2_2168_C234L, PI_LOW = 0xC4C6_628B_80DC_1CD1L;

    // @formatter:off
    /** arctan(n / 16): exponent of the fraction, and its two halves. */
    private static final int[] EXPONENT = {0, -4, -3, -2, -2, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final long[] HIGH = {
        0, 0xFFAADDB967EF4E36L, 0xFEADD4D5617B6E32L, 0xBDCBDA5E72D81134L, 0xFADBAFC96406EB15L,
        0x9B13B9B83F5E5E69L, 0xB7B0CA0F26F78473L, 0xD327761E611FE5B6L, 0xED63382B0DDA7B45L,
        0x832BF4A6D9867E2AL, 0x8F005D5EF7F59F9BL, 0x9A2F80E671BDDA20L, 0xA4BC7D1934F70924L,
        0xAEAC4C38B4D8C080L, 0xB8053E2BC2319E73L, 0xC0CE85B8AC526640L, 0xC90FDAA22168C234L,
    };
    private static final long[] LOW = {
        0, 0xCB2792DC0E2E0D51L, 0xC897989F3E888EF8L, 0x7B0B4F881C9C7488L, 0x6DC79EF5F7A217E6L,
        0xC5ABB498D27AF328L, 0x8AA32122DCFE4483L, 0x427C95E9001E7136L, 0x6FE445ECBC3A8D03L,
        0x4B6A09CB61A515C1L, 0x5C835E1665C43748L, 0x4226F8E2204FF3BDL, 0x19A87F2A457DAC9FL,
        0x14725E2F3E52070AL, 0xCB2DA55210A4443DL, 0x89DD62C46E92FA25L, 0xC4C6628B80DC1CD1L,
    };
    // @formatter:on

    private static final Series ODD = new Series(13, n -> Series.odd(n + 1));

    private final WideNumber small = new WideNumber(), large = new WideNumber();
    private final WideNumber multiple = new WideNumber(), divisor = new WideNumber();
    private final WideNumber square = new WideNumber(), sum = new WideNumber();
    private final WideNumber angle = new WideNumber();

    /**
     * Of two numbers that are neither zero nor special.
     *
     * @return flags
     */
    public int compute(
            int ySignExponent,
            long ySignificand,
            int xSignExponent,
            long xSignificand,
            int control,
            FloatResult result) {
        small.set80(ySignExponent & ~SIGN, ySignificand);
        large.set80(xSignExponent & ~SIGN, xSignificand);
        boolean steep = small.compareMagnitude(large) > 0;
        if (steep) {
            square.set(small);
            small.set(large);
            large.set(square);
        }
        firstOctant();
        if (steep) {
            reflect(PI_EXPONENT - 1);
        }
        if ((xSignExponent & SIGN) != 0) {
            reflect(PI_EXPONENT);
        }
        angle.sign = ySignExponent & SIGN;
        return angle.round(control, result);
    }

    /**
     * A multiple of pi.
     *
     * @param quarters 1..4
     * @return flags
     */
    public int quarterTurns(int sign, int quarters, int control, FloatResult result) {
        angle.setInteger(quarters);
        square.set(0, PI_EXPONENT - 2, PI_HIGH, PI_LOW);
        angle.multiply(square);
        angle.sign = sign;
        return angle.round(control, result);
    }

    /** arctan(small / large). */
    private void firstOctant() {
        int distance = large.exponent - small.exponent;
        double ratio = distance > 8 ? 0 : (double) (small.high >>> 1) / (large.high >>> 1);
        int n = (int) (ratio / (1 << Math.min(distance, 8)) * 16 + 0.5);
        divisor.set(large);
        if (n != 0) {
            // (s - l n/16) / (l + s n/16), exactly: products of 64 bits with 5.
            multiple.setInteger(n);
            multiple.exponent -= 4;
            square.set(multiple);
            square.multiply(small);
            divisor.add(square);
            multiple.multiply(large);
            multiple.negate();
            small.add(multiple);
        }
        angle.set(0, EXPONENT[n], HIGH[n], LOW[n]);
        if (small.isZero()) {
            return;
        }
        small.divide(divisor);
        square.squareAsFraction(small);
        ODD.alternatingSum(square, sum);
        small.reduceBy(sum);
        angle.add(small);
    }

    /** The angle becomes a multiple of pi less itself. */
    private void reflect(int exponent) {
        angle.negate();
        square.set(0, exponent, PI_HIGH, PI_LOW);
        angle.add(square);
    }
}
