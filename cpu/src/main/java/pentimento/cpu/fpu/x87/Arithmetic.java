package pentimento.cpu.fpu.x87;

import java.util.Map;
import java.util.Objects;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.Addition;
import pentimento.cpu.fpu.softfloat.BinaryOperation;
import pentimento.cpu.fpu.softfloat.Comparison;
import pentimento.cpu.fpu.softfloat.Division;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.Multiplication;
import pentimento.cpu.state.Flags;

/** FADD, FMUL, FSUB, FSUBR, FDIV, FDIVR and the comparisons, in all their forms. */
final class Arithmetic {
    /** An operation on normal operands and on those that need care. @return flags */
    @FunctionalInterface
    interface Function {
        int apply(int aExponent, long a, int bExponent, long b, int control, FloatResult result);
    }

    /**
     * @param number ModRM bits 3-5, as {@link BinaryOperation} numbers operations
     */
    record Operation(int number, Function function) {}

    private static final Map<Integer, Operation> OPERATIONS =
            Map.of(
                    BinaryOperation.ADD,
                    new Operation(BinaryOperation.ADD, Addition::add),
                    BinaryOperation.MULTIPLY,
                    new Operation(BinaryOperation.MULTIPLY, Multiplication::multiply),
                    BinaryOperation.SUBTRACT,
                    new Operation(BinaryOperation.SUBTRACT, Addition::subtract),
                    BinaryOperation.SUBTRACT_REVERSED,
                    new Operation(
                            BinaryOperation.SUBTRACT_REVERSED,
                            (e, a, f, b, control, result) ->
                                    Addition.subtract(f, b, e, a, control, result)),
                    BinaryOperation.DIVIDE,
                    new Operation(BinaryOperation.DIVIDE, Division::divide),
                    BinaryOperation.DIVIDE_REVERSED,
                    new Operation(
                            BinaryOperation.DIVIDE_REVERSED,
                            (e, a, f, b, control, result) ->
                                    Division.divide(f, b, e, a, control, result)));

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
     * @param number ModRM bits 3-5 other than those of comparisons
     */
    static Operation operation(int number) {
        return Objects.requireNonNull(OPERATIONS.get(number));
    }

    /**
     * ST(0) op ST(i).
     *
     * @param destination 0 or i
     */
    void registers(Operation operation, int i, int destination, boolean pop) {
        if (fpu.isEmpty(0) || fpu.isEmpty(i)) {
            if (!stack.underflow()) {
                return;
            }
            stack.indefinite(destination);
        } else {
            int a = fpu.top, b = fpu.st(i);
            int flags =
                    operation.function.apply(
                            fpu.signExponent[a],
                            fpu.significand[a],
                            fpu.signExponent[b],
                            fpu.significand[b],
                            fpu.control,
                            result);
            if (!stack.post(flags)) {
                return;
            }
            fpu.replace(destination, result.signExponent, result.significand);
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
    void memory(Operation operation, FloatResult operand, int denormal) {
        if (fpu.isEmpty(0)) {
            if (stack.underflow()) {
                stack.indefinite(0);
            }
            return;
        }
        int a = fpu.top;
        int flags =
                denormal == 0
                        ? operation.function.apply(
                                fpu.signExponent[a],
                                fpu.significand[a],
                                operand.signExponent,
                                operand.significand,
                                fpu.control,
                                result)
                        : BinaryOperation.operateOnDenormal(
                                operation.number,
                                fpu.signExponent[a],
                                fpu.significand[a],
                                operand.signExponent,
                                operand.significand,
                                fpu.control,
                                result);
        if (stack.post(flags)) {
            fpu.replace(0, result.signExponent, result.significand);
        }
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
