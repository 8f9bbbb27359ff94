package pentimento.jit.emit;

import static pentimento.jit.emit.Emission.CF_A;
import static pentimento.jit.emit.Emission.CF_B;
import static pentimento.jit.emit.Emission.FLAGS;
import static pentimento.jit.emit.Emission.FLAG_A;
import static pentimento.jit.emit.Emission.FLAG_B;
import static pentimento.jit.emit.Emission.FLAG_KIND;
import static pentimento.jit.emit.Emission.RESULT;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import pentimento.cpu.alu.Width;
import pentimento.jit.runtime.PendingFlags;

/**
 * The flags of the method in the making: sets the four locals, and knows within a block what set
 * them last, so that a compare and the jump after it become one Java comparison.
 *
 * <p>INC and DEC keep CF. Where there are any, whatever changes CF leaves it in two more locals
 * besides, as an unsigned comparison: most often these are values that exist anyway, and nothing is
 * worked out before somebody asks.
 */
final class FlagState {
    /** What the code knows about the flags at this point. */
    private enum Known {
        NOTHING,
        /** Result only; the sign is not flipped. */
        RESULT,
        LOGIC,
        DIFFERENCE
    }

    // Pairs of conditions, and the first of one
    private static final int CARRY = 1, CARRY_OR_ZERO = 3, BELOW = 2, BELOW_OR_EQUAL = 6;

    private static final MethodTypeDesc FOUR =
            MethodTypeDesc.of(
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_int);
    private static final MethodTypeDesc HOLDS =
            FOUR.changeReturnType(ConstantDescs.CD_boolean)
                    .insertParameterTypes(0, ConstantDescs.CD_int);
    private static final MethodTypeDesc TWO_TO_INT =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc FIVE = FOUR.insertParameterTypes(4, ConstantDescs.CD_int);
    private static final MethodTypeDesc ROTATED =
            FIVE.insertParameterTypes(
                    5, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc ONE =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int);
    static final MethodTypeDesc SET =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc GET = MethodTypeDesc.of(ConstantDescs.CD_int);

    private final CodeBuilder code;
    private final boolean keepsCarry;
    private Known known = Known.NOTHING;
    private Width width = Width.DWORD;

    /**
     * @param keepsCarry whether an instruction changes the other flags and keeps CF
     */
    FlagState(CodeBuilder code, boolean keepsCarry) {
        this.code = code;
        this.keepsCarry = keepsCarry;
    }

    /** Another way may lead here. */
    void forget() {
        known = Known.NOTHING;
    }

    /**
     * From the processor to the locals: at the begin, and after a method that changes the flags.
     */
    void reload() {
        code.aload(FLAGS).invokevirtual(Classes.FLAGS, "result", GET).istore(RESULT);
        code.aload(FLAGS).invokevirtual(Classes.FLAGS, "carries", GET);
        literal();
    }

    /** Pops carries that no operation has set. */
    private void literal() {
        if (keepsCarry) {
            code.dup().bipush(31).iushr().istore(CF_B).iconst_0().istore(CF_A);
        }
        code.istore(FLAG_A).iconst_0().istore(FLAG_B).iconst_0().istore(FLAG_KIND);
        known = Known.NOTHING;
    }

    /** From the locals to the processor. */
    void spill() {
        code.aload(FLAGS).iload(RESULT);
        carries();
        code.invokevirtual(Classes.FLAGS, "set", SET);
    }

    private void four() {
        code.iload(FLAG_KIND).iload(FLAG_A);
        if (keepsCarry) {
            code.iload(FLAG_KIND).iload(FLAG_B).iload(CF_A).iload(CF_B);
            code.invokestatic(Classes.PENDING, "second", FOUR);
        } else {
            code.iload(FLAG_B);
        }
        code.iload(RESULT);
    }

    /** Pushes the carries as {@link pentimento.cpu.state.Flags} has them. */
    void carries() {
        four();
        code.invokestatic(Classes.PENDING, "carries", FOUR);
    }

    /** Pushes CF, 0 or 1. */
    void carry() {
        if (keepsCarry) {
            code.iload(CF_A).iload(CF_B).invokestatic(Classes.PENDING, "below", TWO_TO_INT);
        } else {
            carryOfOperation();
        }
    }

    private void carryOfOperation() {
        four();
        code.invokestatic(Classes.PENDING, "carry", FOUR);
    }

    /**
     * The locals hold an operation's operands, zero-extended, and its result.
     *
     * @param a local of the first operand
     * @param b local of the second
     * @param result local of the result, of which the width counts
     */
    void set(int operation, Width newWidth, int a, int b, int result) {
        code.iload(a).istore(FLAG_A).iload(b).istore(FLAG_B);
        result(newWidth, result);
        code.loadConstant(PendingFlags.kind(operation, newWidth)).istore(FLAG_KIND);
        known = operation == PendingFlags.SUB ? Known.DIFFERENCE : Known.RESULT;
        width = newWidth;
        if (keepsCarry) {
            keepCarry(operation, result);
        }
    }

    private void keepCarry(int operation, int result) {
        switch (operation) {
            case PendingFlags.INC, PendingFlags.DEC -> {}
            case PendingFlags.SUB -> code.iload(FLAG_A).istore(CF_A).iload(FLAG_B).istore(CF_B);
            case PendingFlags.ADD -> {
                code.iload(result);
                if (width.bits() != 32) {
                    code.loadConstant(width.truncate(-1)).iand();
                }
                code.istore(CF_A).iload(FLAG_A).istore(CF_B);
            }
            default -> carryFromOperation();
        }
    }

    private void carryFromOperation() {
        carryOfOperation();
        code.istore(CF_B).iconst_0().istore(CF_A);
    }

    /** The last operation was ADC or SBB: the two operands alone don't tell the conditions. */
    void ofThree() {
        known = Known.RESULT;
        if (keepsCarry) {
            carryFromOperation();
        }
    }

    private void result(Width newWidth, int result) {
        code.iload(result);
        switch (newWidth.bits()) {
            case 8 -> code.i2b();
            case 16 -> code.i2s();
            default -> {}
        }
        code.istore(RESULT);
    }

    /** After AND, OR, XOR, TEST: no carries. */
    void setLogic(Width newWidth, int result) {
        result(newWidth, result);
        code.iconst_0().istore(FLAG_A).iconst_0().istore(FLAG_KIND);
        if (keepsCarry) {
            code.iconst_0().istore(CF_A).iconst_0().istore(CF_B);
        }
        known = Known.LOGIC;
        width = newWidth;
    }

    /** Pops carries and, below, a result: flags that no operation has set. */
    void setLiterally() {
        literal();
        code.istore(RESULT);
    }

    /**
     * After a rotation: CF and OF are new.
     *
     * @param result local of the result
     * @param carry local of CF, 0 or 1
     */
    void rotated(Width ofWidth, int result, int carry, boolean isLeft) {
        four();
        code.iload(result).iload(carry).loadConstant(ofWidth.bits()).loadConstant(isLeft ? 1 : 0);
        code.invokestatic(Classes.PENDING, "rotated", ROTATED);
        literal();
    }

    /**
     * CF alone is new.
     *
     * @param carry local of it, 0 or 1
     */
    void setCarry(int carry) {
        four();
        code.iload(carry).invokestatic(Classes.PENDING, "withCarry", FIVE);
        literal();
    }

    /**
     * ZF alone is new.
     *
     * @param number local of what is zero if it is set
     */
    void setZero(int number) {
        code.iload(number).invokestatic(Classes.PENDING, "zeroResult", ONE);
        four();
        code.iload(number).invokestatic(Classes.PENDING, "withZero", FIVE);
        setLiterally();
    }

    // ---------------------------------------------------------------- conditions

    /** Jumps if a condition holds. */
    void branch(int condition, Label target) {
        boolean done =
                switch (known) {
                    case DIFFERENCE -> branchOnDifference(condition, target);
                    case LOGIC -> branchOnLogic(condition, target);
                    case RESULT, NOTHING -> branchOnResult(condition, target);
                };
        if (!done && keepsCarry && condition >>> 1 == CARRY) {
            branchOnCarry(condition == BELOW, target);
        } else if (!done && keepsCarry && condition >>> 1 == CARRY_OR_ZERO) {
            Label end = code.newLabel();
            branchOnCarry(true, condition == BELOW_OR_EQUAL ? target : end);
            branchOnResult(condition == BELOW_OR_EQUAL ? 4 : 5, target);
            code.labelBinding(end);
        } else if (!done && condition >>> 1 == CARRY) {
            carry();
            if (condition == BELOW) {
                code.ifne(target);
            } else {
                code.ifeq(target);
            }
        } else if (!done) {
            code.loadConstant(condition);
            four();
            code.invokestatic(Classes.PENDING, "holds", HOLDS).ifne(target);
        }
    }

    private void branchOnCarry(boolean isSet, Label target) {
        code.iload(CF_A).iload(CF_B);
        code.invokestatic(Classes.of(Integer.class), "compareUnsigned", TWO_TO_INT);
        if (isSet) {
            code.iflt(target);
        } else {
            code.ifge(target);
        }
    }

    /** ZF can be told in any case, SF unless POPF has set it. */
    private boolean branchOnResult(int condition, Label target) {
        switch (condition) {
            case 4 -> code.iload(RESULT).ifeq(target);
            case 5 -> code.iload(RESULT).ifne(target);
            case 8 -> {
                if (known == Known.NOTHING) {
                    return false;
                }
                code.iload(RESULT).iflt(target);
            }
            case 9 -> {
                if (known == Known.NOTHING) {
                    return false;
                }
                code.iload(RESULT).ifge(target);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** CF and OF are clear. */
    private boolean branchOnLogic(int condition, Label target) {
        switch (condition) {
            case 0, 2 -> {} // O, B: never
            case 1, 3 -> code.goto_(target);
            case 6 -> code.iload(RESULT).ifeq(target); // BE
            case 7 -> code.iload(RESULT).ifne(target);
            case 12 -> code.iload(RESULT).iflt(target); // L
            case 13 -> code.iload(RESULT).ifge(target);
            case 14 -> code.iload(RESULT).ifle(target); // LE
            case 15 -> code.iload(RESULT).ifgt(target);
            default -> {
                return branchOnResult(condition, target);
            }
        }
        return true;
    }

    /** The operands are compared themselves. */
    private boolean branchOnDifference(int condition, Label target) {
        switch (condition) {
            case 2 -> unsigned().iflt(target);
            case 3 -> unsigned().ifge(target);
            case 6 -> unsigned().ifle(target);
            case 7 -> unsigned().ifgt(target);
            case 4 -> operands(false).if_icmpeq(target);
            case 5 -> operands(false).if_icmpne(target);
            case 12 -> operands(true).if_icmplt(target);
            case 13 -> operands(true).if_icmpge(target);
            case 14 -> operands(true).if_icmple(target);
            case 15 -> operands(true).if_icmpgt(target);
            default -> {
                return branchOnResult(condition, target);
            }
        }
        return true;
    }

    private CodeBuilder unsigned() {
        return operands(false)
                .invokestatic(Classes.of(Integer.class), "compareUnsigned", TWO_TO_INT);
    }

    /** Both are zero-extended. */
    private CodeBuilder operands(boolean signed) {
        code.iload(FLAG_A);
        extend(signed);
        code.iload(FLAG_B);
        extend(signed);
        return code;
    }

    private void extend(boolean signed) {
        if (signed && width.bits() == 8) {
            code.i2b();
        } else if (signed && width.bits() == 16) {
            code.i2s();
        }
    }
}
