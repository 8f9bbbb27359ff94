package pentimento.cpu.fpu.x87;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.BinaryOperation;
import pentimento.cpu.fpu.softfloat.Comparison;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.state.Flags;

/** FADD, FMUL, FSUB, FSUBR, FDIV, FDIVR and the comparisons, in all their forms. */
final class Arithmetic {
    private static final int COMPARE = 2, COMPARE_AND_POP = 3;
    private static final int FLAGS_CLEARED =
            Flags.OF | Flags.SF | Flags.ZF | Flags.AF | Flags.PF | Flags.CF;

    private final FpuState fpu;
    private final RegisterStack stack;
    private final Flags eflags;
    private final FloatResult result = new FloatResult();

    Arithmetic(FpuState fpu, RegisterStack stack, Flags eflags) {
        this.fpu = fpu;
        this.stack = stack;
        this.eflags = eflags;
    }

    /**
     * ST(0) op ST(i).
     *
     * @param operation ModRM bits 3-5
     * @param destination 0 or i
     */
    void registers(int operation, int i, int destination, boolean pop) {
        if ((operation & 6) == COMPARE) {
            compare(i, false, pop || operation == COMPARE_AND_POP ? 1 : 0);
            return;
        }
        if (fpu.isEmpty(0) || fpu.isEmpty(i)) {
            if (!stack.underflow()) {
                return;
            }
            stack.indefinite(destination);
        } else {
            int a = fpu.top, b = fpu.st(i);
            int flags =
                    BinaryOperation.operate(
                            operation,
                            fpu.signExponent[a],
                            fpu.significand[a],
                            fpu.signExponent[b],
                            fpu.significand[b],
                            fpu.control,
                            result);
            if (!stack.post(flags)) {
                return;
            }
            fpu.set(destination, result.signExponent, result.significand);
        }
        if (pop) {
            fpu.pop();
        }
    }

    /**
     * ST(0) op memory.
     *
     * @param denormal DENORMAL if the operand was one in memory
     */
    void memory(int operation, FloatResult operand, int denormal) {
        boolean comparison = (operation & 6) == COMPARE;
        if (fpu.isEmpty(0)) {
            boolean masked = stack.underflow();
            if (comparison) {
                fpu.status |= Comparison.UNORDERED;
                if (masked && operation == COMPARE_AND_POP) {
                    fpu.pop();
                }
            } else if (masked) {
                stack.indefinite(0);
            }
            return;
        }
        int a = fpu.top;
        if (comparison) {
            int outcome =
                    Comparison.compare(
                            fpu.signExponent[a],
                            fpu.significand[a],
                            operand.signExponent,
                            operand.significand,
                            false,
                            denormal);
            compared(outcome, operation == COMPARE_AND_POP ? 1 : 0);
            return;
        }
        int flags =
                denormal == 0
                        ? BinaryOperation.operate(
                                operation,
                                fpu.signExponent[a],
                                fpu.significand[a],
                                operand.signExponent,
                                operand.significand,
                                fpu.control,
                                result)
                        : BinaryOperation.operateOnDenormal(
                                operation,
                                fpu.signExponent[a],
                                fpu.significand[a],
                                operand.signExponent,
                                operand.significand,
                                fpu.control,
                                result);
        if (stack.post(flags)) {
            fpu.set(0, result.signExponent, result.significand);
        }
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
