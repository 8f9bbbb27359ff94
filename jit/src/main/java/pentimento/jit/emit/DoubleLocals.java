package pentimento.jit.emit;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import pentimento.jit.runtime.DoubleNumerics;

/**
 * The x87's registers as {@code double}s, each valid if the register is not empty. What is not
 * written is not written back: the contents of empty registers may be anything.
 */
final class DoubleLocals extends FpuLocals {
    static final ClassDesc NUMERICS = Classes.of(DoubleNumerics.class);

    /** What C1 derives from, and its operands. */
    private static final int KIND = 141, FIRST = 142, SECOND = 144;

    private static final int CHANGED = 140, REGISTERS = 146;
    private static final int OPERAND_DOUBLE = 162;

    private static final ClassDesc INT = ConstantDescs.CD_int, DOUBLE = ConstantDescs.CD_double;
    private static final MethodTypeDesc NUMBER_OF = MethodTypeDesc.of(DOUBLE, STATE, INT);
    private static final MethodTypeDesc STORE =
            MethodTypeDesc.of(ConstantDescs.CD_void, STATE, INT)
                    .insertParameterTypes(
                            2, Collections.nCopies(8, DOUBLE).toArray(ClassDesc[]::new));
    private static final MethodTypeDesc STATUS_OF =
            MethodTypeDesc.of(INT, INT, INT, DOUBLE, DOUBLE, RESULT);

    /** A kind that no operation has: another way may have led here. */
    private static final int UNKNOWN = -2;

    private int kind = UNKNOWN, changed;

    DoubleLocals(Emission to) {
        super(to);
    }

    private static int local(int n) {
        return n == OPERAND ? OPERAND_DOUBLE : REGISTERS + 2 * n;
    }

    @Override
    void forget() {
        super.forget();
        kind = UNKNOWN;
        changed = 0;
    }

    @Override
    void readRegisters() {
        for (int n = 0; n < 8; n++) {
            if ((used >>> n & 1) != 0) {
                code.aload(FPU).loadConstant(n).invokestatic(NUMERICS, "number", NUMBER_OF);
                code.dstore(local(n));
            }
        }
        code.iconst_0().istore(CHANGED).iconst_m1().istore(KIND);
        code.dconst_0().dstore(FIRST).dconst_0().dstore(SECOND);
        forget();
    }

    @Override
    void writeRegisters() {
        code.aload(FPU).iload(CHANGED);
        for (int n = 0; n < 8; n++) {
            if ((used >>> n & 1) != 0) {
                code.dload(local(n));
            } else {
                code.dconst_0();
            }
        }
        code.invokestatic(NUMERICS, "store", STORE);
    }

    @Override
    void loadStatus() {
        super.loadStatus();
        if (kind != DoubleNumerics.AS_IS) {
            code.iload(KIND).dload(FIRST).dload(SECOND).aload(NUMBER);
            code.invokestatic(NUMERICS, "status", STATUS_OF);
        }
    }

    @Override
    void post() {
        super.post();
        derive(DoubleNumerics.AS_IS);
    }

    @Override
    void post(int codes) {
        super.post(codes);
        derive(DoubleNumerics.AS_IS);
    }

    @Override
    void clearC1() {
        derive(DoubleNumerics.CLEAR);
    }

    /** Where C1 comes from. */
    private void derive(int newKind) {
        if (kind != newKind) {
            code.loadConstant(newKind).istore(KIND);
            kind = newKind;
        }
    }

    /** C1 follows from an operation on two numbers. */
    void derive(int newKind, int a, int b) {
        derive(newKind);
        code.dload(local(a)).dstore(FIRST).dload(local(b)).dstore(SECOND);
    }

    @Override
    void load(int n) {
        code.dload(local(n));
    }

    /** Pops a number into a register. */
    @Override
    void store(int n) {
        code.dstore(local(n));
        if (n != OPERAND && (changed >>> n & 1) == 0) {
            code.iload(CHANGED).loadConstant(1 << n).ior().istore(CHANGED);
            changed |= 1 << n;
        }
    }

    @Override
    void copy(int from, int to) {
        load(from);
        store(to);
    }

    @Override
    void exchange(int a, int b) {
        load(a);
        load(b);
        store(a);
        store(b);
    }
}
