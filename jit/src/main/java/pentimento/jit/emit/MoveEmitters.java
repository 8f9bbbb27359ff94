package pentimento.jit.emit;

import static pentimento.jit.emit.Emission.A;
import static pentimento.jit.emit.Emission.FLAGS;
import static pentimento.jit.emit.Emission.R;

import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.jit.discover.Instruction;

/** MOV and its relatives, the stack, flag operations: twins of Moves, Stack and FlagOps. */
final class MoveEmitters {
    private static final MethodTypeDesc SET_SYSTEM =
            MethodTypeDesc.of(
                    ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_boolean);
    private static final int AH = 4;
    private static final MethodTypeDesc TWO_TO_INT =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc REVERSE =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int);

    private MoveEmitters() {}

    static void addTo(Map<String, OpEmitter> map) {
        map.put("MOV", (to, flags, i, alive) -> mov(to, i.op()));
        map.put("LEA", (to, flags, i, alive) -> lea(to, i.op()));
        map.put("MOVZX", (to, flags, i, alive) -> extend(to, i.op(), false));
        map.put("MOVSX", (to, flags, i, alive) -> extend(to, i.op(), true));
        map.put("XCHG", (to, flags, i, alive) -> xchg(to, i.op()));
        map.put("NOP", (to, flags, i, alive) -> {});
        for (String hint : List.of("NTA", "T0", "T1", "T2")) {
            map.put("PREFETCH" + hint, (to, flags, i, alive) -> {});
        }
        map.put("BSWAP", (to, flags, i, alive) -> bswap(to, i.op()));
        map.put("PUSH", (to, flags, i, alive) -> push(to, i.op()));
        map.put("POP", (to, flags, i, alive) -> pop(to, i.op()));
        map.put("LEAVE", (to, flags, i, alive) -> leave(to, i.op()));
        map.put("CLC", (to, flags, i, alive) -> carry(to, flags, 0));
        map.put("STC", (to, flags, i, alive) -> carry(to, flags, 1));
        map.put("CMC", MoveEmitters::cmc);
        map.put("SAHF", (to, flags, i, alive) -> sahf(to, flags));
        map.put("CLD", (to, flags, i, alive) -> direction(to, 0));
        map.put("STD", (to, flags, i, alive) -> direction(to, 1));
        for (Condition condition : Condition.ALL) {
            int code = condition.code();
            map.put(
                    "SET" + condition.suffix(),
                    (to, flags, i, alive) -> setIf(to, flags, i.op(), code));
            map.put(
                    "CMOV" + condition.suffix(),
                    (to, flags, i, alive) -> moveIf(to, flags, i.op(), code));
        }
    }

    private static void mov(Emission to, DecodedOp op) {
        Width width = op.width();
        if (op.isMemory(0)) {
            to.beginAccess(op, true);
            to.address(op);
            to.loadOperand(op, 1, width);
            to.access("write", width);
        } else {
            to.loadOperand(op, 1, width);
            to.store(width, op.register(0));
        }
    }

    private static void lea(Emission to, DecodedOp op) {
        to.address(op);
        to.store(op.width(), op.register(0));
    }

    private static void extend(Emission to, DecodedOp op, boolean signed) {
        Width from = op.width(1);
        to.loadOperand(op, 1, from);
        if (signed) {
            to.extend(from);
        }
        to.store(op.width(0), op.register(0));
    }

    /** XCHG with rm, or with the accumulator. */
    private static void xchg(Emission to, DecodedOp op) {
        Width width = op.width();
        int register = op.modRm() < 0 ? CpuState.EAX : op.reg();
        if (op.isMemory(0)) {
            to.modify(width, op);
            to.code.istore(A);
            to.load(width, register);
            to.code.istore(R);
            to.writeBack(width, op, R);
            to.code.iload(A);
            to.store(width, register);
        } else {
            to.load(width, op.register(0));
            to.code.istore(A);
            to.load(width, register);
            to.store(width, op.register(0));
            to.code.iload(A);
            to.store(width, register);
        }
    }

    /** The 16-bit form clears the word, as the interpreter's does. */
    private static void bswap(Emission to, DecodedOp op) {
        if (op.isOperand32()) {
            to.load(Width.DWORD, op.register(0));
            to.code.invokestatic(Classes.of(Integer.class), "reverseBytes", REVERSE);
        } else {
            to.code.iconst_0();
        }
        to.store(op.width(), op.register(0));
    }

    private static void setIf(Emission to, FlagState flags, DecodedOp op, int condition) {
        Label yes = to.code.newLabel(), end = to.code.newLabel();
        flags.branch(condition, yes);
        to.code.iconst_0().istore(R).goto_(end);
        to.code.labelBinding(yes).iconst_1().istore(R).labelBinding(end);
        if (op.isMemory(0)) {
            to.beginAccess(op, true);
            to.address(op);
            to.code.iload(R);
            to.access("write", Width.BYTE);
        } else {
            to.code.iload(R);
            to.store(Width.BYTE, op.register(0));
        }
    }

    private static void moveIf(Emission to, FlagState flags, DecodedOp op, int condition) {
        Label end = to.code.newLabel();
        to.loadOperand(op, 1, op.width());
        to.code.istore(R);
        flags.branch(condition ^ 1, end);
        to.code.iload(R);
        to.store(op.width(), op.register(0));
        to.code.labelBinding(end);
    }

    // ---------------------------------------------------------------- the stack

    private static void push(Emission to, DecodedOp op) {
        Width width = op.width();
        if (op.isImmediate(0)) {
            to.code.loadConstant(op.immediate());
        } else {
            to.loadOperand(op, 0, width);
        }
        to.code.istore(A);
        to.push(width, A);
    }

    private static void pop(Emission to, DecodedOp op) {
        Width width = op.width();
        to.peek(width);
        to.code.istore(A);
        to.release(width.bytes());
        to.code.iload(A);
        to.store(width, op.register(0));
    }

    private static void leave(Emission to, DecodedOp op) {
        Width width = op.width();
        boolean big = to.region.isStack32();
        to.beginAccess(Segment.SS, false, !big);
        to.load(big ? Width.DWORD : Width.WORD, CpuState.EBP);
        to.access("read", width);
        to.code.istore(A);
        to.load(big ? Width.DWORD : Width.WORD, CpuState.EBP);
        to.store(big ? Width.DWORD : Width.WORD, CpuState.ESP);
        to.release(width.bytes());
        to.code.iload(A);
        to.store(width, CpuState.EBP);
    }

    // ---------------------------------------------------------------- flags

    private static void carry(Emission to, FlagState flags, int value) {
        to.code.loadConstant(value).istore(A);
        flags.setCarry(A);
    }

    private static void cmc(Emission to, FlagState flags, Instruction i, boolean alive) {
        flags.carry();
        to.code.iconst_1().ixor().istore(A);
        flags.setCarry(A);
    }

    /** OF stays. */
    private static void sahf(Emission to, FlagState flags) {
        to.load(Width.BYTE, AH);
        to.code.invokestatic(Classes.PENDING, "resultOf", REVERSE);
        to.load(Width.BYTE, AH);
        flags.carries();
        to.code.invokestatic(Classes.PENDING, "carriesOf", TWO_TO_INT);
        flags.setLiterally();
    }

    private static void direction(Emission to, int value) {
        to.code.aload(FLAGS).loadConstant(Flags.DF).loadConstant(value);
        to.code.invokevirtual(Classes.FLAGS, "set", SET_SYSTEM);
    }
}
