package pentimento.jit.emit;

import static pentimento.jit.emit.Emission.A;
import static pentimento.jit.emit.Emission.B;
import static pentimento.jit.emit.Emission.LONG;
import static pentimento.jit.emit.Emission.PROCESSOR;
import static pentimento.jit.emit.Emission.R;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.Set;
import pentimento.cpu.alu.Bits;
import pentimento.cpu.alu.Products;
import pentimento.cpu.alu.Shifts;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuState;
import pentimento.jit.discover.Instruction;
import pentimento.jit.discover.Repertoire;
import pentimento.jit.runtime.PendingFlags;

/**
 * Integer arithmetic, shifts, products: the twins of the interpreter's {@code Arithmetic}. What is
 * frequent becomes JVM arithmetic; all else calls the one body.
 */
final class ArithmeticEmitters {
    private static final ClassDesc INT = ConstantDescs.CD_int, LONGS = ConstantDescs.CD_long;
    private static final ClassDesc SHIFTS = Classes.of(Shifts.class);
    private static final ClassDesc PRODUCTS = Classes.of(Products.class);
    private static final MethodTypeDesc TWO = MethodTypeDesc.of(INT, INT, INT);
    private static final MethodTypeDesc WITH_WIDTH =
            MethodTypeDesc.of(INT, Classes.WIDTH, INT, INT);
    private static final MethodTypeDesc PRODUCT = WITH_WIDTH.changeReturnType(LONGS);
    private static final MethodTypeDesc DOUBLE_SHIFT = WITH_WIDTH.insertParameterTypes(3, INT);
    private static final MethodTypeDesc THROUGH_CARRY = DOUBLE_SHIFT.changeReturnType(LONGS);
    private static final MethodTypeDesc COUNT_THROUGH_CARRY =
            MethodTypeDesc.of(INT, Classes.WIDTH, INT);
    private static final MethodTypeDesc DIVISION =
            MethodTypeDesc.of(LONGS, Classes.PROCESSOR, INT, Classes.WIDTH, LONGS, INT);

    private static final Set<String> THREE_OPERANDS = Set.of("ADC", "SBB"); // the third is CF

    /** The bytecode of an operation on A and B: pushes the result. */
    private interface Operation {
        void emit(CodeBuilder code, FlagState flags);
    }

    private ArithmeticEmitters() {}

    static void addTo(Map<String, OpEmitter> map) {
        map.put("ADD", binary(PendingFlags.ADD, true, (c, f) -> c.iload(A).iload(B).iadd()));
        map.put("SUB", binary(PendingFlags.SUB, true, (c, f) -> c.iload(A).iload(B).isub()));
        map.put("CMP", binary(PendingFlags.SUB, false, (c, f) -> c.iload(A).iload(B).isub()));
        map.put("ADC", binary(PendingFlags.ADD, true, ArithmeticEmitters::adc));
        map.put("SBB", binary(PendingFlags.SUB, true, ArithmeticEmitters::sbb));
        map.put("AND", binary(PendingFlags.LITERAL, true, (c, f) -> c.iload(A).iload(B).iand()));
        map.put("OR", binary(PendingFlags.LITERAL, true, (c, f) -> c.iload(A).iload(B).ior()));
        map.put("XOR", binary(PendingFlags.LITERAL, true, (c, f) -> c.iload(A).iload(B).ixor()));
        map.put("TEST", binary(PendingFlags.LITERAL, false, (c, f) -> c.iload(A).iload(B).iand()));
        map.put("INC", ArithmeticEmitters::incOrDec);
        map.put("DEC", ArithmeticEmitters::incOrDec);
        map.put("NEG", ArithmeticEmitters::neg);
        map.put("NOT", ArithmeticEmitters::not);
        map.put("SHL", shift(PendingFlags.SHL));
        map.put("SHR", shift(PendingFlags.SHR));
        map.put("SAR", shift(PendingFlags.SAR));
        map.put("ROL", rotation(true));
        map.put("ROR", rotation(false));
        map.put("RCL", rotationThroughCarry(true));
        map.put("RCR", rotationThroughCarry(false));
        map.put("SHLD", doubleShift("shld", "carriesOfShld"));
        map.put("SHRD", doubleShift("shrd", "carriesOfShrd"));
        map.put("BSF", scan("bsf"));
        map.put("BSR", scan("bsr"));
        map.put("BT", ArithmeticEmitters::bitTest);
        map.put("BTS", bit((c, f) -> mask(c).iload(A).ior()));
        map.put("BTR", bit((c, f) -> mask(c).iconst_m1().ixor().iload(A).iand()));
        map.put("BTC", bit((c, f) -> mask(c).iload(A).ixor()));
        map.put("MUL", ArithmeticEmitters::product);
        map.put("IMUL", ArithmeticEmitters::imul);
        map.put("DIV", ArithmeticEmitters::division);
        map.put("IDIV", ArithmeticEmitters::division);
        map.put("CBW", ArithmeticEmitters::cbw);
        map.put("CWD", ArithmeticEmitters::cwd);
    }

    private static void adc(CodeBuilder code, FlagState flags) {
        flags.carry();
        code.iload(A).iadd().iload(B).iadd();
    }

    private static void sbb(CodeBuilder code, FlagState flags) {
        code.iload(A).iload(B).isub();
        flags.carry();
        code.isub();
    }

    /** A and B from the operands, the one in memory loaded first and known to be writable. */
    private static void operands(Emission to, DecodedOp op, Width width, boolean writes) {
        if (op.isMemory(0)) {
            if (writes) {
                to.modify(width, op);
            } else {
                to.read(width, op);
            }
            to.code.istore(A);
            to.loadOperand(op, 1, width);
            to.code.istore(B);
        } else {
            to.loadOperand(op, 1, width);
            to.code.istore(B);
            to.loadOperand(op, 0, width);
            to.code.istore(A);
        }
    }

    /** From a local to the first operand. */
    private static void result(Emission to, DecodedOp op, Width width, int local) {
        if (op.isMemory(0)) {
            to.writeBack(width, op, local);
        } else {
            to.code.iload(local);
            to.store(width, op.register(0));
        }
    }

    private static OpEmitter binary(int operation, boolean writes, Operation body) {
        return (to, flags, instruction, flagsAlive) -> {
            DecodedOp op = instruction.op();
            Width width = op.width();
            operands(to, op, width, writes);
            body.emit(to.code, flags);
            to.code.istore(R);
            if (writes) {
                result(to, op, width, R);
            }
            if (flagsAlive && operation == PendingFlags.LITERAL) {
                flags.setLogic(width, R);
            } else if (flagsAlive) {
                flags.set(operation, width, A, B, R);
                if (THREE_OPERANDS.contains(op.opcode().mnemonic())) {
                    flags.ofThree();
                }
            }
        };
    }

    private static void unaryOperand(Emission to, DecodedOp op, Width width) {
        if (op.isMemory(0)) {
            to.modify(width, op);
        } else {
            to.load(width, op.register(0));
        }
        to.code.istore(A);
    }

    private static void incOrDec(
            Emission to, FlagState flags, Instruction instruction, boolean flagsAlive) {
        DecodedOp op = instruction.op();
        Width width = op.width();
        boolean up = op.opcode().mnemonic().equals("INC");
        unaryOperand(to, op, width);
        to.code.iload(A).loadConstant(up ? 1 : -1).iadd().istore(R);
        result(to, op, width, R);
        if (flagsAlive) {
            flags.set(up ? PendingFlags.INC : PendingFlags.DEC, width, A, A, R);
        }
    }

    private static void neg(
            Emission to, FlagState flags, Instruction instruction, boolean flagsAlive) {
        DecodedOp op = instruction.op();
        unaryOperand(to, op, op.width());
        to.code.iload(A).istore(B).iconst_0().istore(A);
        to.code.iload(B).ineg().istore(R);
        result(to, op, op.width(), R);
        if (flagsAlive) {
            flags.set(PendingFlags.SUB, op.width(), A, B, R);
        }
    }

    private static void not(
            Emission to, FlagState flags, Instruction instruction, boolean flagsAlive) {
        DecodedOp op = instruction.op();
        unaryOperand(to, op, op.width());
        to.code.iload(A).iconst_m1().ixor().istore(R);
        result(to, op, op.width(), R);
    }

    // ---------------------------------------------------------------- shifts

    /**
     * The count of a shift to B: masked to five bits.
     *
     * @return false if it is a constant that is not 0
     */
    private static boolean count(Emission to, DecodedOp op) {
        int constant = Repertoire.constantCount(op);
        if (constant != 0) {
            to.code.loadConstant(constant).istore(B);
            return false;
        }
        if (op.register(op.operandCount() - 1) >= 0) {
            to.load(Width.BYTE, CpuState.ECX);
        } else {
            to.code.loadConstant(op.immediate());
        }
        to.code.bipush(31).iand().istore(B);
        return true;
    }

    /**
     * Sets flags unless a count is 0, which changes none.
     *
     * @param mayBeZero whether it may be
     * @param count local of it
     */
    private static void unlessZero(
            Emission to, FlagState flags, boolean mayBeZero, int count, Runnable setsFlags) {
        if (!mayBeZero) {
            setsFlags.run();
            return;
        }
        Label unchanged = to.code.newLabel();
        to.code.iload(count).ifeq(unchanged);
        setsFlags.run();
        to.code.labelBinding(unchanged);
        flags.forget();
    }

    private static OpEmitter shift(int operation) {
        return (to, flags, instruction, flagsAlive) -> {
            DecodedOp op = instruction.op();
            Width width = op.width();
            unaryOperand(to, op, width);
            boolean mayBeZero = count(to, op);
            CodeBuilder code = to.code.iload(A);
            switch (operation) {
                case PendingFlags.SHL -> code.iload(B).ishl();
                case PendingFlags.SHR -> code.iload(B).iushr();
                default -> {
                    to.extend(width);
                    code.iload(B).ishr();
                }
            }
            code.istore(R);
            result(to, op, width, R);
            if (flagsAlive) {
                unlessZero(to, flags, mayBeZero, B, () -> flags.set(operation, width, A, B, R));
            }
        };
    }

    /** All flags but CF and OF stay. */
    private static OpEmitter rotation(boolean isLeft) {
        return (to, flags, instruction, flagsAlive) -> {
            DecodedOp op = instruction.op();
            Width width = op.width();
            unaryOperand(to, op, width);
            boolean mayBeZero = count(to, op);
            CodeBuilder code = to.code;
            int bits = width.bits(), constant = Repertoire.constantCount(op);
            int left = (isLeft ? constant : -constant) & bits - 1;
            if (left != 0) {
                code.iload(A).loadConstant(left).ishl();
                code.iload(A).loadConstant(bits - left).iushr().ior();
            } else {
                width(to, width);
                code.iload(A).iload(B);
                if (!isLeft) {
                    code.ineg();
                }
                code.invokestatic(SHIFTS, "rotateLeft", WITH_WIDTH);
            }
            code.loadConstant(width.truncate(-1)).iand().istore(R);
            result(to, op, width, R);
            if (flagsAlive) {
                code.iload(R).loadConstant(isLeft ? 0 : bits - 1).iushr();
                rotated(to, flags, mayBeZero, width, isLeft);
            }
        };
    }

    /** Pops a word whose bit 0 is the new CF, B being how far R was turned. */
    private static void rotated(
            Emission to, FlagState flags, boolean mayBeZero, Width width, boolean isLeft) {
        to.code.iconst_1().iand().istore(A);
        unlessZero(to, flags, mayBeZero, B, () -> flags.rotated(width, R, A, isLeft));
    }

    private static OpEmitter rotationThroughCarry(boolean isLeft) {
        return (to, flags, instruction, flagsAlive) -> {
            DecodedOp op = instruction.op();
            Width width = op.width();
            unaryOperand(to, op, width);
            boolean mayBeZero = count(to, op) || width.bits() < 32; // 9 bits once round
            CodeBuilder code = to.code;
            width(to, width);
            code.iload(B).invokestatic(SHIFTS, "countThroughCarry", COUNT_THROUGH_CARRY);
            code.istore(B);
            width(to, width);
            code.iload(A);
            flags.carry();
            code.iload(B).invokestatic(SHIFTS, isLeft ? "rcl" : "rcr", THROUGH_CARRY);
            code.lstore(LONG).lload(LONG).l2i().loadConstant(width.truncate(-1)).iand().istore(R);
            result(to, op, width, R);
            if (flagsAlive) {
                code.lload(LONG).loadConstant(width.bits()).lushr().l2i();
                rotated(to, flags, mayBeZero, width, isLeft);
            }
        };
    }

    /** SHLD and SHRD, as {@link Shifts} has them. */
    private static OpEmitter doubleShift(String name, String carries) {
        return (to, flags, instruction, flagsAlive) -> {
            DecodedOp op = instruction.op();
            Width width = op.width();
            CodeBuilder code = to.code;
            unaryOperand(to, op, width);
            to.load(width, op.register(1));
            code.i2l().lstore(LONG);
            boolean mayBeZero = count(to, op);
            Label zero = code.newLabel();
            code.iload(A).istore(R);
            if (mayBeZero) {
                code.iload(B).ifeq(zero);
            }
            shifted(to, width, name);
            code.istore(R).labelBinding(zero);
            result(to, op, width, R);
            if (flagsAlive) {
                unlessZero(
                        to,
                        flags,
                        mayBeZero,
                        B,
                        () -> {
                            code.iload(R);
                            to.extend(width);
                            shifted(to, width, carries);
                            flags.setLiterally();
                        });
            }
        };
    }

    private static void shifted(Emission to, Width width, String method) {
        width(to, width);
        to.code.iload(A).lload(LONG).l2i().iload(B);
        to.code.invokestatic(SHIFTS, method, DOUBLE_SHIFT);
    }

    private static void width(Emission to, Width width) {
        String name =
                switch (width.bits()) {
                    case 8 -> "BYTE";
                    case 16 -> "WORD";
                    default -> "DWORD";
                };
        to.code.getstatic(Classes.WIDTH, name, Classes.WIDTH);
    }

    // ---------------------------------------------------------------- bits

    /** BSF and BSR: ZF tells of a zero source; all other flags stay. */
    private static OpEmitter scan(String name) {
        return (to, flags, instruction, flagsAlive) -> {
            DecodedOp op = instruction.op();
            operands(to, op, op.width(), true);
            to.code.iload(A).iload(B).invokestatic(Classes.of(Bits.class), name, TWO);
            to.code.istore(R);
            result(to, op, op.width(), R);
            if (flagsAlive) {
                flags.setZero(B);
            }
        };
    }

    /** Pushes a word of which bit B is set. */
    private static CodeBuilder mask(CodeBuilder code) {
        return code.iconst_1().iload(B).ishl();
    }

    /** BT and its relatives: CF becomes the bit; all other flags stay. */
    private static OpEmitter bit(Operation body) {
        return (to, flags, instruction, flagsAlive) -> {
            DecodedOp op = instruction.op();
            numberedBit(to, op, true);
            body.emit(to.code, flags);
            to.code.istore(R);
            result(to, op, op.width(), R);
            carryFromBit(to, flags, flagsAlive);
        };
    }

    private static void bitTest(
            Emission to, FlagState flags, Instruction instruction, boolean flagsAlive) {
        numberedBit(to, instruction.op(), false);
        carryFromBit(to, flags, flagsAlive);
    }

    /** The operand in A, the number of its bit in B. */
    private static void numberedBit(Emission to, DecodedOp op, boolean writes) {
        operands(to, op, op.width(), writes);
        to.code.iload(B).loadConstant(op.width().bits() - 1).iand().istore(B);
    }

    private static void carryFromBit(Emission to, FlagState flags, boolean flagsAlive) {
        if (flagsAlive) {
            to.code.iload(A).iload(B).iushr().iconst_1().iand().istore(A);
            flags.setCarry(A);
        }
    }

    // ---------------------------------------------------------------- products

    /** IMUL in its three forms. */
    private static void imul(
            Emission to, FlagState flags, Instruction instruction, boolean flagsAlive) {
        DecodedOp op = instruction.op();
        if (op.operandCount() == 1) {
            product(to, flags, instruction, flagsAlive);
            return;
        }
        Width width = op.width();
        to.loadOperand(op, 1, width);
        to.code.istore(B);
        if (op.operandCount() == 3) {
            to.code.loadConstant(op.immediate()).istore(A);
        } else {
            to.load(width, op.register(0));
            to.code.istore(A);
        }
        to.code.iload(A);
        to.extend(width);
        to.code.iload(B);
        to.extend(width);
        to.code.imul().dup().istore(R);
        to.store(width, op.register(0));
        if (flagsAlive) {
            flags.set(PendingFlags.IMUL, width, A, B, R);
        }
    }

    /** MUL and IMUL of the accumulator. */
    private static void product(
            Emission to, FlagState flags, Instruction instruction, boolean flagsAlive) {
        DecodedOp op = instruction.op();
        Width width = op.width();
        to.loadOperand(op, 0, width);
        to.code.istore(B);
        to.load(width, CpuState.EAX);
        to.code.istore(A);
        boolean isSigned = op.opcode().mnemonic().equals("IMUL");
        width(to, width);
        to.code.iload(A).iload(B);
        to.code.invokestatic(PRODUCTS, isSigned ? "imul" : "mul", PRODUCT).lstore(LONG);
        if (width.bits() == 8) {
            to.code.lload(LONG).l2i();
            to.store(Width.WORD, CpuState.EAX);
        } else {
            to.code.lload(LONG).l2i();
            to.store(width, CpuState.EAX);
            to.code.lload(LONG).loadConstant(width.bits()).lushr().l2i();
            to.store(width, CpuState.EDX);
        }
        if (flagsAlive) {
            to.code.lload(LONG).l2i();
            to.extend(width);
            width(to, width);
            to.code.iload(A).iload(B);
            String carries = isSigned ? "carriesOfImul" : "carriesOfMul";
            to.code.invokestatic(PRODUCTS, carries, WITH_WIDTH);
            flags.setLiterally();
        }
    }

    /** DIV and IDIV. */
    private static void division(
            Emission to, FlagState flags, Instruction instruction, boolean flagsAlive) {
        DecodedOp op = instruction.op();
        Width width = op.width();
        CodeBuilder code = to.code;
        to.loadOperand(op, 0, width);
        code.istore(B);
        if (width.bits() == 8) {
            to.load(Width.WORD, CpuState.EAX);
            code.i2l();
        } else {
            to.load(width, CpuState.EDX);
            code.i2l().loadConstant(width.bits()).lshl();
            to.load(width, CpuState.EAX);
            code.i2l().loadConstant(0xFFFFFFFFL).land().lor();
        }
        code.lstore(LONG).aload(PROCESSOR).loadConstant(to.lastPosition());
        width(to, width);
        String name = op.opcode().mnemonic().equals("DIV") ? "div" : "idiv";
        code.lload(LONG).iload(B).invokestatic(Classes.SLOW, name, DIVISION).lstore(LONG);
        code.lload(LONG).l2i();
        to.store(width, CpuState.EAX);
        code.lload(LONG).loadConstant(32).lushr().l2i();
        to.store(width, width.bits() == 8 ? 4 : CpuState.EDX); // AH, DX, EDX
    }

    /** CBW and CWDE. */
    private static void cbw(
            Emission to, FlagState flags, Instruction instruction, boolean flagsAlive) {
        DecodedOp op = instruction.op();
        Width half = op.isOperand32() ? Width.WORD : Width.BYTE;
        to.load(half, CpuState.EAX);
        to.extend(half);
        to.store(op.width(), CpuState.EAX);
    }

    /** CWD and CDQ. */
    private static void cwd(
            Emission to, FlagState flags, Instruction instruction, boolean flagsAlive) {
        Width width = instruction.op().width();
        to.load(width, CpuState.EAX);
        to.extend(width);
        to.code.bipush(31).ishr();
        to.store(width, CpuState.EDX);
    }
}
