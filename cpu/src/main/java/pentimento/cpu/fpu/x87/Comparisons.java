package pentimento.cpu.fpu.x87;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.Comparison;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.state.Flags;

/** Comparisons. */
final class Comparisons {
    private static final int FLAGS_CLEARED =
            Flags.OF | Flags.SF | Flags.ZF | Flags.AF | Flags.PF | Flags.CF;

    private final FpuState fpu;
    private final RegisterStack stack;
    private final Flags eflags;

    Comparisons(FpuState fpu, RegisterStack stack, Flags eflags) {
        this.fpu = fpu;
        this.stack = stack;
        this.eflags = eflags;
    }

    /** FCOM, FICOM: ST(0) with memory to condition codes. */
    void compareMemory(FloatResult operand, int denormal, int pops) {
        int a = fpu.top;
        int outcome =
                fpu.isEmpty(0)
                        ? Comparison.UNORDERED | RegisterStack.underflowFlags()
                        : Comparison.compare(
                                fpu.signExponent[a],
                                fpu.significand[a],
                                operand.signExponent,
                                operand.significand,
                                false,
                                denormal);
        compared(outcome, pops);
    }

    /** FCOM, FUCOM: ST(0) with ST(i) to condition codes. */
    void compare(int i, boolean quietly, int pops) {
        if (fpu.isEmpty(0) || fpu.isEmpty(i)) {
            compared(Comparison.UNORDERED | RegisterStack.underflowFlags(), pops);
            return;
        }
        compared(outcome(i, quietly), pops);
    }

    /** FTST: ST(0) with 0. */
    void test() {
        int outcome;
        if (fpu.isEmpty(0)) {
            outcome = Comparison.UNORDERED | RegisterStack.underflowFlags();
        } else {
            outcome =
                    Comparison.compare(
                            fpu.signExponent[fpu.top], fpu.significand[fpu.top], 0, 0, false, 0);
        }
        compared(outcome, 0);
    }

    private int outcome(int i, boolean quietly) {
        int a = fpu.top, b = fpu.st(i);
        return Comparison.compare(
                fpu.signExponent[a],
                fpu.significand[a],
                fpu.signExponent[b],
                fpu.significand[b],
                quietly,
                0);
    }

    private void compared(int outcome, int pops) {
        fpu.status = fpu.status & ~Comparison.CONDITION;
        if (stack.post(outcome)) {
            for (int i = 0; i < pops; i++) {
                fpu.pop();
            }
        }
    }

    /** FCOMI, FUCOMI: ST(0) with ST(i) to EFLAGS. */
    void compareToFlags(int i, boolean quietly, boolean pop) {
        int outcome =
                fpu.isEmpty(0) || fpu.isEmpty(i)
                        ? Comparison.UNORDERED | RegisterStack.underflowFlags()
                        : outcome(i, quietly);
        int exceptions = outcome & ~Comparison.CONDITION;
        // C1 changes with a stack fault only.
        boolean masked =
                stack.post(
                        (outcome & FpuState.STACK_FAULT) == 0
                                ? exceptions | fpu.status & FpuState.C1
                                : exceptions);
        int flags =
                switch (outcome & Comparison.CONDITION) {
                    case Comparison.LESS -> Flags.CF;
                    case Comparison.EQUAL -> Flags.ZF;
                    case Comparison.UNORDERED -> Flags.ZF | Flags.PF | Flags.CF;
                    default -> 0;
                };
        eflags.value(eflags.value() & ~FLAGS_CLEARED | flags);
        if (masked && pop) {
            fpu.pop();
        }
    }
}
