package pentimento.jit.emit;

import static pentimento.jit.emit.FpuLocals.BITS;
import static pentimento.jit.emit.FpuLocals.FLAGS;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import pentimento.cpu.alu.Width;
import pentimento.cpu.fpu.softfloat.BinaryOperation;
import pentimento.cpu.translation.X87Key;
import pentimento.jit.discover.StackState;
import pentimento.jit.runtime.DoubleNumerics;

/**
 * The same instructions at a precision of 53 bits, on numbers that are doubles: see {@link
 * DoubleNumerics}. While the control word is another, between two FLDCW, arithmetic is left to the
 * interpreter.
 */
final class DoubleEmitters extends EscapeEmitters {
    private static final ClassDesc NUMERICS = DoubleLocals.NUMERICS;
    private static final ClassDesc INT = ConstantDescs.CD_int, LONG = ConstantDescs.CD_long;
    private static final ClassDesc DOUBLE = ConstantDescs.CD_double, FLOAT = ConstantDescs.CD_float;
    private static final ClassDesc BOOLEAN = ConstantDescs.CD_boolean;
    private static final ClassDesc DOUBLES = Classes.of(Double.class);
    private static final ClassDesc FLOATS = Classes.of(Float.class), MATH = Classes.of(Math.class);
    private static final MethodTypeDesc DOUBLE_TO_DOUBLE = MethodTypeDesc.of(DOUBLE, DOUBLE);

    /** A result while it is looked at. */
    private static final int RESULT = 164;

    private final DoubleLocals numbers;

    DoubleEmitters(Emission to, FlagState flags, CallEmitters calls, DoubleLocals numbers) {
        super(to, flags, calls, numbers);
        this.numbers = numbers;
    }

    @Override
    void requireAsExpected(StackState expected) {
        super.requireAsExpected(expected);
        code.aload(FpuLocals.FPU);
        code.invokestatic(
                Classes.of(X87Key.class),
                "holdsDoubles",
                MethodTypeDesc.of(BOOLEAN, FpuLocals.STATE));
        code.ifeq(calls.exit(instruction.next(), rest));
    }

    @Override
    boolean isArithmeticSilent(StackState at) {
        return false;
    }

    // ---------------------------------------------------------------- memory

    /** Leaves unless a method of the numbers' says that they may stay. */
    private void requireKept(ClassDesc... parameters) {
        code.invokestatic(NUMERICS, "isKept", MethodTypeDesc.of(BOOLEAN, parameters));
        code.ifeq(before());
    }

    @Override
    void load(int esc, int register) {
        switch (esc) {
            case 0, 1 -> {
                read(Width.DWORD);
                code.invokestatic(FLOATS, "intBitsToFloat", MethodTypeDesc.of(FLOAT, INT));
                code.fstore(RESULT).fload(RESULT);
                requireKept(FLOAT);
                code.fload(RESULT).f2d();
            }
            case 4, 5 -> {
                beginAccess(false);
                to.access64("read");
                code.invokestatic(DOUBLES, "longBitsToDouble", MethodTypeDesc.of(DOUBLE, LONG));
                code.dstore(RESULT).dload(RESULT);
                requireKept(DOUBLE);
                code.dload(RESULT);
            }
            case 2, 3 -> {
                read(Width.DWORD);
                code.i2d();
            }
            default -> {
                read(Width.WORD);
                code.i2s().i2d();
            }
        }
        numbers.store(register);
    }

    @Override
    void loadLong(int esc) {
        int segment = op.address().segment();
        beginAccess(false);
        to.access64("read");
        code.lstore(BITS);
        if (esc == 7) {
            code.lload(BITS);
            code.invokestatic(NUMERICS, "isExact", MethodTypeDesc.of(BOOLEAN, LONG));
            code.ifeq(before()).lload(BITS).l2d();
        } else {
            to.beginAccess(segment, false, false);
            code.iload(FpuLocals.ADDRESS).bipush(8).iadd();
            to.access("read", Width.WORD);
            code.istore(FLAGS).iload(FLAGS).lload(BITS);
            code.invokestatic(
                    Classes.of(X87Key.class), "isDouble", MethodTypeDesc.of(BOOLEAN, INT, LONG));
            code.ifeq(before()).iload(FLAGS).lload(BITS);
            code.invokestatic(NUMERICS, "number", MethodTypeDesc.of(DOUBLE, INT, LONG));
        }
        numbers.store(st(7));
        numbers.clearC1();
    }

    @Override
    void store(int esc) {
        switch (esc) {
            case 1 -> {
                requireKnownControl();
                numbers.load(st(0));
                code.d2f().fstore(RESULT).fload(RESULT);
                numbers.load(st(0));
                requireKept(FLOAT, DOUBLE);
                beginAccess(true);
                code.fload(RESULT);
                code.invokestatic(FLOATS, "floatToRawIntBits", MethodTypeDesc.of(INT, FLOAT));
                write(Width.DWORD);
                numbers.derive(DoubleNumerics.TO_SINGLE, st(0), st(0));
            }
            case 5 -> {
                beginAccess(true);
                numbers.load(st(0));
                code.invokestatic(DOUBLES, "doubleToRawLongBits", MethodTypeDesc.of(LONG, DOUBLE));
                to.access64("write");
                numbers.clearC1();
            }
            default -> super.store(esc);
        }
    }

    @Override
    void loadTop() {
        numbers.load(st(0));
        code.invokestatic(NUMERICS, "signExponent", MethodTypeDesc.of(INT, DOUBLE));
        numbers.load(st(0));
        code.invokestatic(NUMERICS, "significand", MethodTypeDesc.of(LONG, DOUBLE));
    }

    // ---------------------------------------------------------------- arithmetic

    /** Rounding is that of doubles only with the control word that the region was made for. */
    private void requireKnownControl() {
        if (!state.isControlKnown()) {
            control();
            code.loadConstant(key.control()).if_icmpne(before());
        }
    }

    @Override
    void arithmetic(int operation, int other, int destination) {
        requireKnownControl();
        boolean reversed =
                operation == BinaryOperation.SUBTRACT_REVERSED
                        || operation == BinaryOperation.DIVIDE_REVERSED;
        int a = reversed ? other : st(0), b = reversed ? st(0) : other;
        numbers.load(a);
        numbers.load(b);
        int kind;
        switch (operation) {
            case BinaryOperation.ADD -> {
                code.dadd().dstore(RESULT).dload(RESULT);
                requireKept(DOUBLE);
                kind = DoubleNumerics.ADD;
            }
            case BinaryOperation.MULTIPLY -> {
                code.dmul().dstore(RESULT).dload(RESULT);
                numbers.load(a);
                numbers.load(b);
                requireKept(DOUBLE, DOUBLE, DOUBLE);
                kind = DoubleNumerics.MULTIPLY;
            }
            case BinaryOperation.SUBTRACT, BinaryOperation.SUBTRACT_REVERSED -> {
                code.dsub().dstore(RESULT).dload(RESULT);
                requireKept(DOUBLE);
                kind = DoubleNumerics.SUBTRACT;
            }
            default -> {
                code.ddiv().dstore(RESULT).dload(RESULT);
                numbers.load(a);
                requireKept(DOUBLE, DOUBLE);
                kind = DoubleNumerics.DIVIDE;
            }
        }
        numbers.derive(kind, a, b);
        code.dload(RESULT);
        numbers.store(destination);
    }

    @Override
    void squareRoot() {
        requireKnownControl();
        numbers.load(st(0));
        code.invokestatic(MATH, "sqrt", DOUBLE_TO_DOUBLE).dstore(RESULT).dload(RESULT);
        numbers.load(st(0));
        requireKept(DOUBLE, DOUBLE);
        numbers.derive(DoubleNumerics.SQUARE_ROOT, st(0), st(0));
        code.dload(RESULT);
        numbers.store(st(0));
    }

    @Override
    void toIntegral() {
        loadTop();
        control();
        code.aload(FpuLocals.NUMBER);
        code.invokestatic(
                FpuLocals.NUMERICS,
                "toIntegral",
                MethodTypeDesc.of(LONG, INT, LONG, INT, FpuLocals.RESULT));
        code.lstore(BITS);
        requireMasked();
        code.aload(FpuLocals.NUMBER).getfield(FpuLocals.RESULT, "signExponent", INT).lload(BITS);
        code.invokestatic(NUMERICS, "number", MethodTypeDesc.of(DOUBLE, INT, LONG));
        numbers.store(st(0));
        numbers.post();
    }

    // ---------------------------------------------------------------- the others

    @Override
    void outcome(int other) {
        numbers.load(st(0));
        if (other == ZERO) {
            code.dconst_0();
        } else {
            numbers.load(other);
        }
        code.invokestatic(NUMERICS, "compare", MethodTypeDesc.of(INT, DOUBLE, DOUBLE));
        code.istore(FLAGS);
    }

    @Override
    void examine() {
        numbers.load(st(0));
        code.invokestatic(NUMERICS, "examine", MethodTypeDesc.of(INT, DOUBLE)).istore(FLAGS);
    }

    @Override
    void constant(boolean isOne) {
        code.loadConstant(isOne ? 1.0 : 0.0);
        numbers.store(st(7));
    }

    @Override
    void changeSign() {
        numbers.load(st(0));
        code.dneg();
        numbers.store(st(0));
        numbers.clearC1();
    }

    @Override
    void absolute() {
        numbers.load(st(0));
        code.invokestatic(MATH, "abs", DOUBLE_TO_DOUBLE);
        numbers.store(st(0));
        numbers.clearC1();
    }
}
