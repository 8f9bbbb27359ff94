package pentimento.cpu.fpu.x87;

import static pentimento.cpu.fpu.softfloat.Float80.EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.Conversion;
import pentimento.cpu.fpu.softfloat.Float80;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.Remainder;
import pentimento.cpu.fpu.softfloat.Scaling;
import pentimento.cpu.fpu.softfloat.SquareRoot;

/** The instructions without operands: D9 E0 to D9 FF other than constants and FTST. */
final class Functions {
    private final FpuState fpu;
    private final RegisterStack stack;
    private final Transcendentals transcendentals;
    private final FloatResult result = new FloatResult(), second = new FloatResult();

    Functions(FpuState fpu, RegisterStack stack) {
        this.fpu = fpu;
        this.stack = stack;
        transcendentals = new Transcendentals(fpu, stack);
    }

    /** FCHS. */
    void changeSign() {
        sign(fpu.signExponent[fpu.top] ^ SIGN);
    }

    /** FABS. */
    void absolute() {
        sign(fpu.signExponent[fpu.top] & EXPONENT);
    }

    private void sign(int signExponent) {
        if (fpu.isEmpty(0)) {
            if (stack.underflow()) {
                stack.indefinite(0);
            }
            return;
        }
        fpu.status &= ~FpuState.C1;
        fpu.signExponent[fpu.top] = signExponent;
    }

    /** FXAM. */
    void examine() {
        int signExponent = fpu.signExponent[fpu.top];
        long significand = fpu.significand[fpu.top];
        int kind;
        if (fpu.isEmpty(0)) {
            kind = FpuState.C3 | FpuState.C0;
        } else if (Float80.isUnsupported(signExponent, significand)) {
            kind = 0;
        } else if (Float80.isNan(signExponent, significand)) {
            kind = FpuState.C0;
        } else if (Float80.isInfinity(signExponent, significand)) {
            kind = FpuState.C2 | FpuState.C0;
        } else if (Float80.isZero(signExponent, significand)) {
            kind = FpuState.C3;
        } else if (Float80.isDenormal(signExponent, significand)) {
            kind = FpuState.C3 | FpuState.C2;
        } else {
            kind = FpuState.C2;
        }
        if ((signExponent & SIGN) != 0) {
            kind |= FpuState.C1;
        }
        fpu.status = fpu.status & ~(FpuState.C0 | FpuState.C1 | FpuState.C2 | FpuState.C3) | kind;
    }

    /**
     * D9 F0 to D9 FF.
     *
     * @param n 0..15
     */
    void function(int n) {
        switch (n) {
            case 0x4 -> extract();
            case 0x5 -> remainder(true);
            case 0x6 -> rotate(-1);
            case 0x7 -> rotate(1);
            case 0x8 -> remainder(false);
            case 0xA, 0xC -> unary(n);
            case 0xD -> scale();
            case 0x0 -> transcendentals.f2xm1();
            case 0x1 -> transcendentals.fyl2x();
            case 0x2 -> transcendentals.fptan();
            case 0x3 -> transcendentals.fpatan();
            case 0x9 -> transcendentals.fyl2xp1();
            case 0xB -> transcendentals.fsincos();
            case 0xE -> transcendentals.fsin();
            default -> transcendentals.fcos();
        }
    }

    /** FDECSTP, FINCSTP. */
    private void rotate(int by) {
        fpu.status &= ~FpuState.C1;
        fpu.top = fpu.top + by & 7;
    }

    private void unary(int n) {
        if (fpu.isEmpty(0)) {
            if (stack.underflow()) {
                stack.indefinite(0);
            }
            return;
        }
        int signExponent = fpu.signExponent[fpu.top];
        long significand = fpu.significand[fpu.top];
        int flags =
                n == 0xA
                        ? SquareRoot.squareRoot(signExponent, significand, fpu.control, result)
                        : Conversion.toIntegral(signExponent, significand, fpu.control, result);
        if (stack.post(flags)) {
            fpu.set(0, result.signExponent, result.significand);
        }
    }

    private void scale() {
        if (fpu.isEmpty(0) || fpu.isEmpty(1)) {
            if (stack.underflow()) {
                stack.indefinite(0);
            }
            return;
        }
        int a = fpu.top, b = fpu.st(1);
        int flags =
                Scaling.scale(
                        fpu.signExponent[a],
                        fpu.significand[a],
                        fpu.signExponent[b],
                        fpu.significand[b],
                        fpu.control,
                        result);
        if (stack.post(flags)) {
            fpu.set(0, result.signExponent, result.significand);
        }
    }

    /** FPREM, FPREM1. */
    private void remainder(boolean nearest) {
        if (fpu.isEmpty(0) || fpu.isEmpty(1)) {
            if (stack.underflow()) {
                stack.indefinite(0);
            }
            return;
        }
        int a = fpu.top, b = fpu.st(1);
        int flags =
                Remainder.remainder(
                        fpu.signExponent[a],
                        fpu.significand[a],
                        fpu.signExponent[b],
                        fpu.significand[b],
                        nearest,
                        fpu.control,
                        result);
        boolean nan =
                Float80.isNan(fpu.signExponent[a], fpu.significand[a])
                        || Float80.isNan(fpu.signExponent[b], fpu.significand[b]);
        int quotient = flags & (FpuState.C0 | FpuState.C2 | FpuState.C3);
        fpu.status &= ~FpuState.C2;
        if (stack.post(flags & ~quotient)) {
            // A NaN leaves the other quotient bits as they were.
            if (!nan) {
                fpu.status = fpu.status & ~(FpuState.C0 | FpuState.C3) | quotient;
            }
            fpu.set(0, result.signExponent, result.significand);
        }
    }

    /** FXTRACT: the exponent to ST(0), then the significand is pushed. */
    private void extract() {
        if (fpu.isEmpty(0)) {
            if (stack.underflow()) {
                stack.indefinite(0);
                fpu.push(Float80.INDEFINITE_EXPONENT, Float80.INDEFINITE);
            }
            return;
        }
        if (stack.isFull()) {
            if (stack.overflow()) {
                stack.indefinite(0);
                fpu.push(Float80.INDEFINITE_EXPONENT, Float80.INDEFINITE);
            }
            return;
        }
        int flags =
                Scaling.extract(
                        fpu.signExponent[fpu.top],
                        fpu.significand[fpu.top],
                        fpu.control,
                        result,
                        second);
        if (stack.post(flags)) {
            fpu.set(0, result.signExponent, result.significand);
            fpu.push(second.signExponent, second.significand);
        }
    }
}
