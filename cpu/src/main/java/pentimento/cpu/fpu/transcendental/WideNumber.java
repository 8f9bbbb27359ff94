package pentimento.cpu.fpu.transcendental;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.Rounding;
import pentimento.cpu.fpu.softfloat.Wide;

/**
 * A number with 128 significant bits: sign, exponent and a fraction 0.5 &lt;= f &lt; 1 in two
 * longs, or a zero fraction. Operations work in place, so that nothing is allocated, and truncate:
 * each adds an error of a few units of 2^-127.
 */
final class WideNumber {
    /** 0 or 8000h. */
    int sign;

    /** The value is fraction * 2^exponent. */
    int exponent;

    long high, low;

    boolean isZero() {
        return (high | low) == 0;
    }

    void set(WideNumber other) {
        set(other.sign, other.exponent, other.high, other.low);
    }

    /** Any fraction; normalises. */
    void set(int newSign, int newExponent, long newHigh, long newLow) {
        sign = newSign;
        exponent = newExponent;
        high = newHigh;
        low = newLow;
        normalise();
    }

    /** A number of the 80-bit format that is neither zero nor special. */
    void set80(int signExponent, long significand) {
        int biased = Math.max(signExponent & ~SIGN & 0x7FFF, 1);
        set(signExponent & SIGN, biased - BIAS + 1, significand, 0);
    }

    void setInteger(long value) {
        set(value < 0 ? SIGN : 0, 64, Math.abs(value), 0);
    }

    private void normalise() {
        if (high < 0 || isZero()) {
            return;
        }
        if (high == 0) {
            high = low;
            low = 0;
            exponent -= 64;
        }
        int shift = Long.numberOfLeadingZeros(high);
        if (shift != 0) {
            high = high << shift | low >>> -shift;
            low <<= shift;
            exponent -= shift;
        }
    }

    void negate() {
        sign ^= SIGN;
    }

    /** The fraction becomes the product of two fractions; it may lose its top bit. */
    void multiplyFraction(long otherHigh, long otherLow) {
        long top = Math.unsignedMultiplyHigh(high, otherHigh);
        long sum = high * otherHigh;
        long cross = Math.unsignedMultiplyHigh(high, otherLow);
        sum += cross;
        if (Long.compareUnsigned(sum, cross) < 0) {
            top++;
        }
        cross = Math.unsignedMultiplyHigh(low, otherHigh);
        sum += cross;
        if (Long.compareUnsigned(sum, cross) < 0) {
            top++;
        }
        high = top;
        low = sum;
    }

    void multiply(WideNumber other) {
        sign ^= other.sign;
        exponent += other.exponent;
        multiplyFraction(other.high, other.low);
        normalise();
    }

    void add(WideNumber other) {
        if (other.isZero()) {
            return;
        }
        if (isZero()) {
            set(other);
            return;
        }
        int distance = exponent - other.exponent;
        boolean swap = distance < 0 || distance == 0 && compareFraction(other) < 0;
        long bigHigh = swap ? other.high : high, bigLow = swap ? other.low : low;
        long smallHigh = swap ? high : other.high, smallLow = swap ? low : other.low;
        distance = Math.abs(distance);
        if (distance >= 64) {
            smallLow = distance >= 128 ? 0 : smallHigh >>> distance - 64;
            smallHigh = 0;
        } else if (distance != 0) {
            smallLow = smallLow >>> distance | smallHigh << -distance;
            smallHigh >>>= distance;
        }
        boolean same = sign == other.sign;
        if (swap) {
            sign = other.sign;
            exponent = other.exponent;
        }
        if (!same) {
            low = bigLow - smallLow;
            high = bigHigh - smallHigh - (Long.compareUnsigned(bigLow, smallLow) < 0 ? 1 : 0);
            normalise();
            return;
        }
        low = bigLow + smallLow;
        long carry = Long.compareUnsigned(low, bigLow) < 0 ? 1 : 0;
        high = bigHigh + smallHigh + carry;
        int order = Long.compareUnsigned(high, bigHigh);
        if (order < 0 || order == 0 && carry != 0) {
            low = low >>> 1 | high << 63;
            high = high >>> 1 | Long.MIN_VALUE;
            exponent++;
        }
    }

    private int compareFraction(WideNumber other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    int compareMagnitude(WideNumber other) {
        return exponent != other.exponent ? exponent - other.exponent : compareFraction(other);
    }

    /** Divides by a number that is not zero. */
    void divide(WideNumber other) {
        sign ^= other.sign;
        exponent -= other.exponent;
        if (isZero()) {
            return;
        }
        if (compareFraction(other) >= 0) {
            low = low >>> 1 | high << 63;
            high >>>= 1;
            exponent++;
        }
        long first = quotientDigit(other);
        long second = quotientDigit(other);
        high = first;
        low = second;
        normalise();
    }

    /**
     * One step of a long division in digits of 64 bits: this is the remainder, and becomes the
     * next.
     */
    private long quotientDigit(WideNumber divisor) {
        long digit =
                Long.compareUnsigned(high, divisor.high) >= 0
                        ? -1
                        : Wide.divide(high, low, divisor.high);
        // remainder * 2^64 - digit * divisor, in three words
        long low0 = digit * divisor.low;
        long middle0 = Math.unsignedMultiplyHigh(digit, divisor.low);
        long middle1 = digit * divisor.high;
        long middle = middle0 + middle1;
        long top =
                Math.unsignedMultiplyHigh(digit, divisor.high)
                        + (Long.compareUnsigned(middle, middle0) < 0 ? 1 : 0);
        long rest = -low0;
        long borrow = low0 == 0 ? 0 : 1;
        long restMiddle = low - middle - borrow;
        long borrowMiddle =
                Long.compareUnsigned(low, middle) < 0 || low == middle && borrow != 0 ? 1 : 0;
        long restTop = high - top - borrowMiddle;
        while (restTop < 0) {
            digit--;
            rest += divisor.low;
            long carry = Long.compareUnsigned(rest, divisor.low) < 0 ? 1 : 0;
            long before = restMiddle;
            restMiddle += divisor.high + carry;
            boolean carries =
                    Long.compareUnsigned(restMiddle, before) < 0
                            || carry != 0 && restMiddle == before;
            if (carries) {
                restTop++;
            }
        }
        high = restMiddle;
        low = rest;
        return digit;
    }

    /** Less itself times a fraction, by one unit at least. */
    void reduceBy(WideNumber part) {
        part.multiplyFraction(high, low);
        if (part.isZero()) {
            part.low = 1;
        }
        subtractFraction(high, low, part);
    }

    /** 1 less a fraction that is not zero. */
    void setOneMinus(WideNumber part) {
        sign = 0;
        exponent = 0;
        subtractFraction(0, 0, part);
    }

    private void subtractFraction(long fromHigh, long fromLow, WideNumber part) {
        long borrow = Long.compareUnsigned(fromLow, part.low) < 0 ? 1 : 0;
        high = fromHigh - part.high - borrow;
        low = fromLow - part.low;
        normalise();
    }

    /** Squares the fraction and applies the exponent: for numbers below 1. */
    void squareAsFraction(WideNumber of) {
        high = of.high;
        low = of.low;
        multiplyFraction(of.high, of.low);
        shiftFractionRight(-2 * of.exponent);
        exponent = 0;
        sign = 0;
    }

    /** As a fraction without exponent: for numbers below 1. */
    void setAsFraction(WideNumber of) {
        high = of.high;
        low = of.low;
        shiftFractionRight(-of.exponent);
        exponent = 0;
        sign = 0;
    }

    private void shiftFractionRight(int shift) {
        if (shift >= 128) {
            high = 0;
            low = 0;
        } else if (shift >= 64) {
            low = high >>> shift - 64;
            high = 0;
        } else if (shift != 0) {
            low = low >>> shift | high << -shift;
            high >>>= shift;
        }
    }

    /**
     * Rounds to the 80-bit format. The number stands for an irrational one: it is never exact.
     *
     * @return flags
     */
    int round(int control, FloatResult result) {
        return Rounding.round(sign, exponent + BIAS - 1, high, low | 1, control, result);
    }

    /**
     * Rounds to the 80-bit format.
     *
     * @return flags
     */
    int roundExact(int control, FloatResult result) {
        return Rounding.round(sign, exponent + BIAS - 1, high, low, control, result);
    }
}
