package pentimento.jit.emit;

import static pentimento.jit.emit.Emission.A;
import static pentimento.jit.emit.Emission.BUDGET;
import static pentimento.jit.emit.Emission.FLAGS;
import static pentimento.jit.emit.Emission.PROCESSOR;
import static pentimento.jit.emit.Emission.R;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.jit.runtime.Repeated;

/** String instructions: single ones, and the short way of REP MOVS and REP STOS. */
final class StringEmitters {
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final ClassDesc REPEATED = Classes.of(Repeated.class);
    private static final MethodTypeDesc STOS =
            MethodTypeDesc.of(
                    ConstantDescs.CD_boolean, Classes.PROCESSOR, INT, INT, INT, INT, INT, INT);
    private static final MethodTypeDesc MOVS =
            MethodTypeDesc.of(
                    ConstantDescs.CD_boolean, Classes.PROCESSOR, INT, INT, INT, INT, INT, INT, INT);
    private static final MethodTypeDesc IS = MethodTypeDesc.of(ConstantDescs.CD_boolean, INT);
    private static final MethodTypeDesc MAX = MethodTypeDesc.of(INT, INT, INT);

    private StringEmitters() {}

    static void addTo(Map<String, OpEmitter> map) {
        map.put(
                "MOVS",
                (to, flags, i, alive) -> {
                    load(to, i.op());
                    store(to, i.op(), A);
                    advance(to, i.op(), CpuState.ESI);
                    advance(to, i.op(), CpuState.EDI);
                });
        map.put(
                "STOS",
                (to, flags, i, alive) -> {
                    to.load(width(i.op()), CpuState.EAX);
                    to.code.istore(A);
                    store(to, i.op(), A);
                    advance(to, i.op(), CpuState.EDI);
                });
        map.put(
                "LODS",
                (to, flags, i, alive) -> {
                    load(to, i.op());
                    to.code.iload(A);
                    to.store(width(i.op()), CpuState.EAX);
                    advance(to, i.op(), CpuState.ESI);
                });
    }

    /** The odd opcodes are words or doublewords. */
    private static Width width(DecodedOp op) {
        return (op.code() & 1) == 0 ? Width.BYTE : op.operandWidth();
    }

    private static Width address(DecodedOp op) {
        return op.isAddress32() ? Width.DWORD : Width.WORD;
    }

    private static void load(Emission to, DecodedOp op) {
        int segment = op.address().segment();
        to.beginAccess(segment, false, !op.isAddress32());
        to.load(address(op), CpuState.ESI);
        to.access("read", width(op));
        to.code.istore(A);
    }

    private static void store(Emission to, DecodedOp op, int local) {
        to.beginAccess(Segment.ES, true, !op.isAddress32());
        to.load(address(op), CpuState.EDI);
        to.code.iload(local);
        to.access("write", width(op));
    }

    private static void advance(Emission to, DecodedOp op, int register) {
        CodeBuilder code = to.code;
        Label down = code.newLabel(), end = code.newLabel();
        int bytes = width(op).bytes();
        code.aload(FLAGS).loadConstant(Flags.DF).invokevirtual(Classes.FLAGS, "is", IS).ifne(down);
        to.load(address(op), register);
        code.loadConstant(bytes).iadd().istore(R).goto_(end).labelBinding(down);
        to.load(address(op), register);
        code.loadConstant(-bytes).iadd().istore(R).labelBinding(end).iload(R);
        to.store(address(op), register);
    }

    /**
     * @return true if {@link #inOneStep} may serve
     */
    static boolean mayBeOneStep(DecodedOp op) {
        String name = op.opcode().mnemonic();
        return op.repeat() != 0 && (name.equals("MOVS") || name.equals("STOS"));
    }

    /**
     * REP MOVS and REP STOS, if all of it can be done at once.
     *
     * @param done where to go on then
     */
    static void inOneStep(Emission to, DecodedOp op, Label done) {
        CodeBuilder code = to.code;
        Width address = address(op);
        boolean moves = op.opcode().mnemonic().equals("MOVS");
        Label not = code.newLabel();
        code.aload(PROCESSOR).iload(BUDGET);
        to.load(address, CpuState.ECX);
        to.load(address, CpuState.EDI);
        if (moves) {
            code.loadConstant(op.address().segment());
            to.load(address, CpuState.ESI);
        } else {
            to.load(width(op), CpuState.EAX);
        }
        code.loadConstant(width(op).bytes()).loadConstant(op.isAddress32() ? -1 : 0xFFFF);
        code.invokestatic(REPEATED, moves ? "movs" : "stos", moves ? MOVS : STOS).ifeq(not);
        advanceAll(to, op, CpuState.EDI);
        if (moves) {
            advanceAll(to, op, CpuState.ESI);
        }
        code.iload(BUDGET);
        to.load(address, CpuState.ECX);
        code.iconst_m1().iadd().iconst_0();
        code.invokestatic(Classes.of(Math.class), "max", MAX).isub().istore(BUDGET);
        code.iconst_0();
        to.store(address, CpuState.ECX);
        code.goto_(done).labelBinding(not);
    }

    private static void advanceAll(Emission to, DecodedOp op, int register) {
        Width address = address(op);
        to.load(address, CpuState.ECX);
        to.code.loadConstant(width(op).bytes()).imul();
        to.load(address, register);
        to.code.iadd();
        to.store(address, register);
    }
}
