package pentimento.jit.emit;

import static pentimento.jit.emit.Emission.A;
import static pentimento.jit.emit.Emission.BUDGET;
import static pentimento.jit.emit.Emission.EIP;
import static pentimento.jit.emit.Emission.R;

import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.function.IntFunction;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuState;
import pentimento.jit.discover.Instruction;
import pentimento.jit.discover.RegionBlock;
import pentimento.jit.discover.Repertoire;

/** The ends of blocks: jumps, calls, returns, loops. The twin of the interpreter's Transfers. */
final class TransferEmitters {
    private static final MethodTypeDesc TWO_TO_INT =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final int ZF = 4, NOT_ZF = 5;

    private final Emission to;
    private final FlagState flags;
    private final IntFunction<Label> labels;

    /**
     * @param labels of the region's blocks, by number
     */
    TransferEmitters(Emission to, FlagState flags, IntFunction<Label> labels) {
        this.to = to;
        this.flags = flags;
        this.labels = labels;
    }

    /** The way on from a block, whose last instruction is emitted here if it is a transfer. */
    void emit(RegionBlock block) {
        Instruction last = block.last();
        DecodedOp op = last.op();
        switch (Repertoire.transfer(last)) {
            case NONE -> go(block, last.next());
            case JUMP -> go(block, last.target());
            case CONDITIONAL -> {
                conditional(block, last);
                go(block, last.next());
            }
            case CALL -> {
                to.code.loadConstant(last.next()).istore(A);
                to.push(op.operandWidth(), A);
                go(block, last.target());
            }
            case RETURN -> {
                to.peek(op.operandWidth());
                to.code.istore(R);
                requireCode(last);
                to.release(op.operandWidth().bytes() + op.immediate());
                dispatch(block);
            }
            case INDIRECT -> {
                to.loadOperand(op, 0, op.operandWidth());
                to.code.istore(R);
                requireCode(last);
                if (op.opcode().mnemonic().equals("CALL")) {
                    to.code.loadConstant(last.next()).istore(A);
                    to.push(op.operandWidth(), A);
                }
                dispatch(block);
            }
            case OUTSIDE -> {}
        }
    }

    private Label target(RegionBlock block, int eip) {
        RegionBlock next = block.successors().get(eip);
        return next == null ? to.exit(eip) : labels.apply(next.number());
    }

    private void go(RegionBlock block, int eip) {
        RegionBlock next = block.successors().get(eip);
        if (next == null || next.number() != block.number() + 1) {
            to.code.goto_(target(block, eip));
        }
    }

    /**
     * A jump back is a goto: HotSpot keeps what a backward branch compares, as long as the loop
     * runs, for the safepoint there.
     */
    private void conditional(RegionBlock block, Instruction last) {
        RegionBlock next = block.successors().get(last.target());
        if (next == null || next.number() > block.number()) {
            conditional(last, target(block, last.target()));
            return;
        }
        Label taken = to.code.newLabel(), not = to.code.newLabel();
        if (isPlainCondition(last.op())) {
            flags.branch(last.op().code() & 15 ^ 1, not);
        } else {
            conditional(last, taken);
            to.code.goto_(not).labelBinding(taken);
        }
        to.code.goto_(labels.apply(next.number())).labelBinding(not);
    }

    private static boolean isPlainCondition(DecodedOp op) {
        return !op.opcode().mnemonic().equals("JCXZ") && !op.opcode().mnemonic().startsWith("LOOP");
    }

    private void conditional(Instruction last, Label taken) {
        DecodedOp op = last.op();
        Width width = op.isAddress32() ? Width.DWORD : Width.WORD;
        if (op.opcode().mnemonic().equals("JCXZ")) {
            to.load(width, CpuState.ECX);
            to.code.ifeq(taken);
            return;
        }
        if (isPlainCondition(op)) {
            flags.branch(op.code() & 15, taken);
            return;
        }
        to.load(width, CpuState.ECX);
        to.code.iconst_m1().iadd();
        to.store(width, CpuState.ECX);
        Label end = to.code.newLabel();
        to.load(width, CpuState.ECX);
        if (op.opcode().mnemonic().equals("LOOP")) {
            to.code.ifne(taken);
        } else {
            to.code.ifeq(end);
            flags.branch(op.opcode().mnemonic().equals("LOOPE") ? ZF : NOT_ZF, taken);
            to.code.labelBinding(end);
        }
    }

    /** A target beyond the limit of CS: the interpreter executes the instruction, and faults. */
    private void requireCode(Instruction last) {
        int limit = to.region.key().csLimit();
        if (limit == -1) {
            return;
        }
        Label within = to.code.newLabel();
        to.code.iload(R).loadConstant(limit);
        to.code.invokestatic(Classes.of(Integer.class), "compareUnsigned", TWO_TO_INT);
        to.code.ifle(within);
        to.code.iinc(BUDGET, 1).loadConstant(last.eip()).istore(EIP).goto_(to.common);
        to.code.labelBinding(within);
    }

    /** Goes where a value says, within the region if it is known there. */
    private void dispatch(RegionBlock block) {
        Label elsewhere = to.code.newLabel();
        if (!block.successors().isEmpty()) {
            var cases = new ArrayList<SwitchCase>();
            block.successors()
                    .forEach(
                            (eip, next) ->
                                    cases.add(SwitchCase.of(eip, labels.apply(next.number()))));
            to.code.iload(R).lookupswitch(elsewhere, cases);
        }
        to.code.labelBinding(elsewhere).iload(R).istore(EIP).goto_(to.common);
    }
}
