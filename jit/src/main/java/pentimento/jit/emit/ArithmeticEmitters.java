package pentimento.jit.emit;

import static pentimento.jit.emit.Emission.A;
import static pentimento.jit.emit.Emission.B;
import static pentimento.jit.emit.Emission.FLAGS;
import static pentimento.jit.emit.Emission.LONG;
import static pentimento.jit.emit.Emission.PROCESSOR;
import static pentimento.jit.emit.Emission.R;

import java.lang.classfile.CodeBuilder;
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
    private static final MethodTypeDesc BODY =
            MethodTypeDesc.of(INT, Classes.FLAGS, Classes.WIDTH, INT, INT);
    private static final MethodTypeDesc PRODUCT = BODY.changeReturnType(LONGS);
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
        map.put("RCL", called(Shifts.class, "rcl"));
        map.put("RCR", called(Shifts.class, "rcr"));
        map.put("BSF", called(Bits.class, "bsf"));
        map.put("BSR", called(Bits.class, "bsr"));
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

    private static OpEmitter shift(int operation) {
        String name =
                switch (operation) {
                    case PendingFlags.SHL -> "shl";
                    case PendingFlags.SHR -> "shr";
                    default -> "sar";
                };
        OpEmitter general = called(Shifts.class, name);
        return (to, flags, instruction, flagsAlive) -> {
            DecodedOp op = instruction.op();
            int count = Repertoire.constantCount(op);
            if (count == 0) {
                general.emit(to, flags, instruction, flagsAlive);
                return;
            }
            Width width = op.width();
            unaryOperand(to, op, width);
            CodeBuilder code = to.code.iload(A);
            switch (operation) {
                case PendingFlags.SHL -> code.loadConstant(count).ishl();
                case PendingFlags.SHR -> code.loadConstant(count).iushr();
                default -> {
                    to.extend(width);
                    code.loadConstant(count).ishr();
                }
            }
            code.istore(R);
            result(to, op, width, R);
            if (flagsAlive) {
                code.loadConstant(count).istore(B);
                flags.set(operation, width, A, B, R);
            }
        };
    }

    /** By a constant; all flags but CF and OF stay. */
    private static OpEmitter rotation(boolean isLeft) {
        OpEmitter general = called(Shifts.class, isLeft ? "rol" : "ror");
        return (to, flags, instruction, flagsAlive) -> {
            DecodedOp op = instruction.op();
            Width width = op.width();
            int bits = width.bits(), count = Repertoire.constantCount(op);
            int left = (isLeft ? count : bits - count) & bits - 1;
            if (count == 0 || left == 0) {
                general.emit(to, flags, instruction, flagsAlive);
                return;
            }
            unaryOperand(to, op, width);
            CodeBuilder code = to.code.iload(A).loadConstant(left).ishl();
            code.iload(A).loadConstant(bits - left).iushr().ior();
            code.loadConstant(width.truncate(-1)).iand().istore(R);
            result(to, op, width, R);
            if (flagsAlive) {
                flags.rotated(width, R, isLeft);
            }
        };
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

    /** An operation by its one body: the flags pass through the processor. */
    private static OpEmitter called(Class<?> owner, String name) {
        return (to, flags, instruction, flagsAlive) -> {
            DecodedOp op = instruction.op();
            Width width = op.width();
            if (op.opcode().kind(1) == ' ' && op.register(1) >= 0) {
                unaryOperand(to, op, width);
                to.load(Width.BYTE, CpuState.ECX);
                to.code.istore(B);
            } else if (op.isImmediate(1)) {
                unaryOperand(to, op, width);
                to.code.loadConstant(op.opcode().kind(1) == ' ' ? 1 : op.immediate()).istore(B);
            } else {
                operands(to, op, width, true);
            }
            flags.spill();
            to.code.aload(FLAGS);
            width(to, width);
            to.code.iload(A).iload(B).invokestatic(Classes.of(owner), name, BODY).istore(R);
            result(to, op, width, R);
            flags.reload();
        };
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
        flags.spill();
        to.code.aload(FLAGS);
        width(to, width);
        String name = op.opcode().mnemonic().equals("MUL") ? "mul" : "imul";
        to.code.iload(A).iload(B).invokestatic(Classes.of(Products.class), name, PRODUCT);
        to.code.lstore(LONG);
        if (width.bits() == 8) {
            to.code.lload(LONG).l2i();
            to.store(Width.WORD, CpuState.EAX);
        } else {
            to.code.lload(LONG).l2i();
            to.store(width, CpuState.EAX);
            to.code.lload(LONG).loadConstant(width.bits()).lushr().l2i();
            to.store(width, CpuState.EDX);
        }
        flags.reload();
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
