package pentimento.cpu.fpu.x87;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_64;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION_CONTROL;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;
import static pentimento.cpu.fpu.softfloat.Float80.UNDERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.ZERO_DIVIDE;
import static pentimento.cpu.fpu.softfloat.Float80.isDenormal;
import static pentimento.cpu.fpu.softfloat.Float80.isInfinity;
import static pentimento.cpu.fpu.softfloat.Float80.isNan;
import static pentimento.cpu.fpu.softfloat.Float80.isUnsupported;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.Float80;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.Scaling;
import pentimento.cpu.fpu.transcendental.Arctangent;
import pentimento.cpu.fpu.transcendental.Exponential;
import pentimento.cpu.fpu.transcendental.Logarithm;
import pentimento.cpu.fpu.transcendental.Trigonometry;

/**
 * F2XM1, FYL2X, FYL2XP1, FPTAN, FPATAN, FSIN, FCOS, FSINCOS: stack, special operands, exceptions.
 *
 * @see "SDM vol. 2A, the tables of each instruction"
 */
final class Transcendentals {
    /** Below 2^-68 a sine or tangent is its argument and a cosine is 1. */
    private static final int TINY = BIAS - 68;

    private static final int SINE = 0, COSINE = 1, BOTH = 2, TANGENT = 3;

    private final FpuState fpu;
    private final RegisterStack stack;
    private final Trigonometry trigonometry = new Trigonometry();
    private final Exponential exponential = new Exponential();
    private final Logarithm logarithm = new Logarithm();
    private final Arctangent arctangent = new Arctangent();
    private final FloatResult result = new FloatResult(), second = new FloatResult();

    Transcendentals(FpuState fpu, RegisterStack stack) {
        this.fpu = fpu;
        this.stack = stack;
    }

    void fsin() {
        trigonometric(SINE);
    }

    void fcos() {
        trigonometric(COSINE);
    }

    void fsincos() {
        trigonometric(BOTH);
    }

    void fptan() {
        trigonometric(TANGENT);
    }

    /** Precision control has no say. */
    private int control() {
        return fpu.control & ~PRECISION_CONTROL | PRECISION_64;
    }

    private void trigonometric(int function) {
        boolean pushes = function >= BOTH;
        if (fpu.isEmpty(0)) {
            fpu.status &= ~FpuState.C2;
            if (stack.underflow()) {
                stack.indefinite(0);
                if (pushes) {
                    fpu.push(Float80.INDEFINITE_EXPONENT, Float80.INDEFINITE);
                }
            }
            return;
        }
        if (pushes && stack.isFull()) {
            fpu.status &= ~FpuState.C2;
            if (stack.overflow()) {
                stack.indefinite(0);
                fpu.push(Float80.INDEFINITE_EXPONENT, Float80.INDEFINITE);
            }
            return;
        }
        int signExponent = fpu.signExponent[fpu.top];
        long significand = fpu.significand[fpu.top];
        boolean special = (signExponent & EXPONENT) == EXPONENT;
        if (!special
                && !isUnsupported(signExponent, significand)
                && !Trigonometry.isInRange(signExponent)) {
            fpu.status = fpu.status & ~FpuState.C1 | FpuState.C2;
            return;
        }
        fpu.status &= ~FpuState.C2;
        int flags = evaluate(function, signExponent, significand);
        if (stack.post(flags)) {
            fpu.set(0, result.signExponent, result.significand);
            if (pushes) {
                fpu.push(second.signExponent, second.significand);
            }
        }
    }

    /** Leaves what replaces ST(0), and what is pushed. */
    private int evaluate(int function, int signExponent, long significand) {
        if (isUnsupported(signExponent, significand) || isInfinity(signExponent, significand)) {
            Float80.invalid(second);
            return Float80.invalid(result);
        }
        if (isNan(signExponent, significand)) {
            Float80.quiet(signExponent, significand, second);
            return Float80.quiet(signExponent, significand, result);
        }
        second.signExponent = BIAS;
        second.significand = INTEGER_BIT;
        if (significand == 0) {
            result.signExponent = function == COSINE ? BIAS : signExponent;
            result.significand = function == COSINE ? INTEGER_BIT : 0;
            return 0;
        }
        int flags = isDenormal(signExponent, significand) ? DENORMAL : 0;
        if ((flags & ~fpu.control) != 0) {
            return flags;
        }
        if ((signExponent & EXPONENT) < TINY) {
            return flags | tiny(function, signExponent, significand);
        }
        trigonometry.compute(signExponent, significand);
        return flags
                | switch (function) {
                    case SINE -> trigonometry.sine(control(), result);
                    case COSINE -> trigonometry.cosine(control(), result);
                    case TANGENT -> trigonometry.tangent(control(), result);
                    default -> {
                        int ofSine = trigonometry.sine(control(), result);
                        int ofCosine = trigonometry.cosine(control(), second);
                        yield ofSine & ~FpuState.C1 | ofCosine;
                    }
                };
    }

    /** Processors take the first term of the series, without regard to rounding control. */
    private int tiny(int function, int signExponent, long significand) {
        if (function == COSINE) {
            return give(BIAS, INTEGER_BIT, PRECISION);
        }
        int flags = Scaling.same(signExponent, significand, control(), result);
        boolean denormal = (result.signExponent & EXPONENT) == 0;
        return flags | PRECISION | (denormal ? UNDERFLOW : 0);
    }

    void f2xm1() {
        if (fpu.isEmpty(0)) {
            if (stack.underflow()) {
                stack.indefinite(0);
            }
            return;
        }
        int flags = exponential(fpu.signExponent[fpu.top], fpu.significand[fpu.top]);
        if (stack.post(flags)) {
            fpu.set(0, result.signExponent, result.significand);
        }
    }

    private int exponential(int signExponent, long significand) {
        if (isUnsupported(signExponent, significand)) {
            return Float80.invalid(result);
        }
        if (isNan(signExponent, significand)) {
            return Float80.quiet(signExponent, significand, result);
        }
        result.signExponent = signExponent;
        result.significand = significand;
        boolean negative = (signExponent & SIGN) != 0;
        if (isInfinity(signExponent, significand)) {
            if (negative) {
                result.signExponent = SIGN | BIAS;
            }
            return 0;
        }
        if (significand == 0) {
            return 0;
        }
        if ((signExponent & EXPONENT) >= BIAS) {
            // 1 gives 1 and -1 gives -1/2; beyond, processors return the operand.
            if (signExponent == (SIGN | BIAS) && significand == INTEGER_BIT) {
                result.signExponent = SIGN | BIAS - 1;
            }
            return PRECISION;
        }
        int flags = isDenormal(signExponent, significand) ? DENORMAL : 0;
        if ((flags & ~fpu.control) != 0) {
            return flags;
        }
        return flags | exponential.compute(signExponent, significand, control(), result);
    }

    void fyl2x() {
        binary(this::yLog2X);
    }

    void fyl2xp1() {
        binary(this::yLog2XPlus1);
    }

    void fpatan() {
        binary(this::arctangent);
    }

    /** Of ST(0) = x and ST(1) = y, both supported and not NaN. */
    private interface OfTwo {
        int apply(int xSignExponent, long x, int ySignExponent, long y);
    }

    /** ST(1) becomes the result and ST(0) is popped. */
    private void binary(OfTwo function) {
        if (fpu.isEmpty(0) || fpu.isEmpty(1)) {
            if (!stack.underflow()) {
                return;
            }
            stack.indefinite(1);
        } else {
            int x = fpu.top, y = fpu.st(1);
            int flags =
                    checked(
                            function,
                            fpu.signExponent[x],
                            fpu.significand[x],
                            fpu.signExponent[y],
                            fpu.significand[y]);
            if (!stack.post(flags)) {
                return;
            }
            fpu.set(1, result.signExponent, result.significand);
        }
        fpu.pop();
    }

    private int checked(OfTwo function, int xSignExponent, long x, int ySignExponent, long y) {
        if (isUnsupported(xSignExponent, x) || isUnsupported(ySignExponent, y)) {
            return Float80.invalid(result);
        }
        if (isNan(xSignExponent, x) || isNan(ySignExponent, y)) {
            return Float80.propagate(xSignExponent, x, ySignExponent, y, result);
        }
        return function.apply(xSignExponent, x, ySignExponent, y);
    }

    private static int denormals(int xSignExponent, long x, int ySignExponent, long y) {
        return isDenormal(xSignExponent, x) || isDenormal(ySignExponent, y) ? DENORMAL : 0;
    }

    private int give(int signExponent, long significand, int flags) {
        result.signExponent = signExponent;
        result.significand = significand;
        return flags;
    }

    private int yLog2X(int xSignExponent, long x, int ySignExponent, long y) {
        int ySign = ySignExponent & SIGN;
        boolean yInfinite = isInfinity(ySignExponent, y);
        if (x == 0) {
            if (y == 0) {
                return Float80.invalid(result);
            }
            return give(ySign ^ SIGN | EXPONENT, INTEGER_BIT, yInfinite ? 0 : ZERO_DIVIDE);
        }
        if ((xSignExponent & SIGN) != 0) {
            return Float80.invalid(result);
        }
        int flags = denormals(xSignExponent, x, ySignExponent, y);
        boolean one = xSignExponent == BIAS && x == INTEGER_BIT;
        boolean above = xSignExponent >= BIAS && !one;
        if (isInfinity(xSignExponent, x)) {
            if (y == 0) {
                return Float80.invalid(result);
            }
            return give(ySign | EXPONENT, INTEGER_BIT, flags);
        }
        if (yInfinite) {
            if (one) {
                return Float80.invalid(result);
            }
            return give(ySign ^ (above ? 0 : SIGN) | EXPONENT, INTEGER_BIT, flags);
        }
        if (y == 0 || one) {
            return give(ySign ^ (above || one ? 0 : SIGN), 0, flags);
        }
        if ((flags & ~fpu.control) != 0) {
            return flags;
        }
        return flags | logarithm.ofX(xSignExponent, x, ySignExponent, y, control(), result);
    }

    private int yLog2XPlus1(int xSignExponent, long x, int ySignExponent, long y) {
        int sign = (xSignExponent ^ ySignExponent) & SIGN;
        boolean negative = (xSignExponent & SIGN) != 0;
        boolean xInfinite = isInfinity(xSignExponent, x);
        if (xInfinite && (negative || y == 0)) {
            return Float80.invalid(result);
        }
        if (isInfinity(ySignExponent, y) && x == 0) {
            return Float80.invalid(result);
        }
        int flags = denormals(xSignExponent, x, ySignExponent, y);
        if (xInfinite || isInfinity(ySignExponent, y)) {
            return give(sign | EXPONENT, INTEGER_BIT, flags);
        }
        if (x == 0 || y == 0) {
            return give(sign, 0, flags);
        }
        if ((flags & ~fpu.control) != 0) {
            return flags;
        }
        if (negative && (xSignExponent & EXPONENT) >= BIAS) {
            // No logarithm: outside of the defined range, processors return x.
            return give(xSignExponent, x, flags | PRECISION);
        }
        return flags | logarithm.ofXPlusOne(xSignExponent, x, ySignExponent, y, control(), result);
    }

    private int arctangent(int xSignExponent, long x, int ySignExponent, long y) {
        int ySign = ySignExponent & SIGN;
        boolean left = (xSignExponent & SIGN) != 0;
        boolean xInfinite = isInfinity(xSignExponent, x), yInfinite = isInfinity(ySignExponent, y);
        int flags = denormals(xSignExponent, x, ySignExponent, y);
        if ((flags & ~fpu.control) != 0) {
            return flags;
        }
        if (yInfinite) {
            int quarters = xInfinite ? left ? 3 : 1 : 2;
            return flags | arctangent.quarterTurns(ySign, quarters, control(), result);
        }
        if (xInfinite || y == 0) {
            return left
                    ? flags | arctangent.quarterTurns(ySign, 4, control(), result)
                    : give(ySign, 0, flags);
        }
        if (x == 0) {
            return flags | arctangent.quarterTurns(ySign, 2, control(), result);
        }
        return flags | arctangent.compute(ySignExponent, y, xSignExponent, x, control(), result);
    }
}
