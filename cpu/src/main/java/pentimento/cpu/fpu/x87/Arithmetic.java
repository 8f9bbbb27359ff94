package pentimento.cpu.fpu.x87;

import static java.lang.invoke.MethodHandles.lookup;

import java.util.Map;
import java.util.Objects;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.Addition;
import pentimento.cpu.fpu.softfloat.BinaryOperation;
import pentimento.cpu.fpu.softfloat.Division;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.Multiplication;
import pentimento.cpu.state.Segment;
import pentimento.cpu.template.Template;

/**
 * Template: FADD, FMUL, FSUB, FSUBR, FDIV, FDIVR in all their forms, as ST(0) op ST(i) or ST(0) op
 * memory.
 */
final class Arithmetic implements Escape.Body {
    /** Of two numbers; gives flags. */
    @FunctionalInterface
    interface Function {
        int apply(int aExponent, long a, int bExponent, long b, int control, FloatResult result);
    }

    /**
     * @param number ModRM bits 3-5, as {@link BinaryOperation} numbers operations
     */
    record Operation(int number, Function function) {
        private static final Map<Integer, Function> FUNCTIONS =
                Map.of(
                        BinaryOperation.ADD,
                        Addition::add,
                        BinaryOperation.MULTIPLY,
                        Multiplication::multiply,
                        BinaryOperation.SUBTRACT,
                        Addition::subtract,
                        BinaryOperation.SUBTRACT_REVERSED,
                        (e, a, f, b, control, result) ->
                                Addition.subtract(f, b, e, a, control, result),
                        BinaryOperation.DIVIDE,
                        Division::divide,
                        BinaryOperation.DIVIDE_REVERSED,
                        (e, a, f, b, control, result) ->
                                Division.divide(f, b, e, a, control, result));

        static Operation of(int number) {
            return new Operation(number, Objects.requireNonNull(FUNCTIONS.get(number)));
        }
    }

    /** Where the second operand is, and where the result goes. */
    enum Operands {
        SINGLE(Transfers.SINGLE),
        INTEGER_32(Transfers.INTEGER_32),
        DOUBLE(Transfers.DOUBLE),
        INTEGER_16(Transfers.INTEGER_16),
        TO_TOP(4),
        TO_STACK(5),
        TO_STACK_AND_POP(6);

        final int number;

        Operands(int number) {
            this.number = number;
        }

        /**
         * @return the number of the form that does an operation on them, below 64
         */
        int form(Operation operation) {
            return number << 3 | operation.number;
        }

        boolean areInMemory() {
            return number < TO_TOP.number;
        }
    }

    private static final Operation OPERATION = Template.constant(lookup(), 0, Operation.class);
    private static final Operands OPERANDS = Template.constant(lookup(), 1, Operands.class);

    /** The one instance of a form. */
    Arithmetic() {}

    @Override
    public void execute(X87 unit, int i, Segment segment, int offset, boolean operand32) {
        if (OPERANDS.areInMemory()) {
            withMemory(unit, segment, offset);
        } else {
            withRegister(unit, i);
        }
    }

    private static void withRegister(X87 unit, int i) {
        FpuState fpu = unit.fpu;
        int destination = OPERANDS == Operands.TO_TOP ? 0 : i;
        if (fpu.isEmpty(0) || fpu.isEmpty(i)) {
            if (!unit.stack.underflow()) {
                return;
            }
            unit.stack.indefinite(destination);
        } else {
            FloatResult result = unit.result;
            int a = fpu.top, b = fpu.st(i);
            int flags =
                    OPERATION
                            .function()
                            .apply(
                                    fpu.signExponent[a],
                                    fpu.significand[a],
                                    fpu.signExponent[b],
                                    fpu.significand[b],
                                    fpu.control,
                                    result);
            if (!unit.stack.post(flags)) {
                return;
            }
            fpu.replace(destination, result.signExponent, result.significand);
        }
        if (OPERANDS == Operands.TO_STACK_AND_POP) {
            fpu.pop();
        }
    }

    private static void withMemory(X87 unit, Segment segment, int offset) {
        FpuState fpu = unit.fpu;
        int denormal = unit.transfers.read(OPERANDS.number, segment, offset);
        if (fpu.isEmpty(0)) {
            if (unit.stack.underflow()) {
                unit.stack.indefinite(0);
            }
            return;
        }
        FloatResult result = unit.result, operand = unit.transfers.operand();
        int a = fpu.top;
        int flags =
                denormal == 0
                        ? OPERATION
                                .function()
                                .apply(
                                        fpu.signExponent[a],
                                        fpu.significand[a],
                                        operand.signExponent,
                                        operand.significand,
                                        fpu.control,
                                        result)
                        : BinaryOperation.operateOnDenormal(
                                OPERATION.number(),
                                fpu.signExponent[a],
                                fpu.significand[a],
                                operand.signExponent,
                                operand.significand,
                                fpu.control,
                                result);
        if (unit.stack.post(flags)) {
            fpu.replace(0, result.signExponent, result.significand);
        }
    }
}
