package pentimento.jit.emit;

import static pentimento.jit.emit.Emission.BUDGET;
import static pentimento.jit.emit.Emission.EIP;
import static pentimento.jit.emit.Emission.PROCESSOR;
import static pentimento.jit.emit.Emission.THIS;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import pentimento.cpu.translation.Operation;
import pentimento.jit.discover.Calls;
import pentimento.jit.discover.Calls.Going;
import pentimento.jit.discover.Instruction;

/**
 * Instructions that the interpreter's implementation executes: what they look at goes from the
 * locals to the processor, what they may change comes back. Those on MMX and XMM registers do so at
 * their place if they can, see {@link VectorEmitters}. Each operation is a constant of the class,
 * so that HotSpot can inline it. An exception of a general one finds the processor's state exact;
 * the others work on registers of their own, and leave the locals right up to their end.
 */
final class CallEmitters {
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final MethodTypeDesc EXECUTE =
            MethodTypeDesc.of(INT, ClassData.OPERATION, INT, INT, INT, INT);
    private static final MethodTypeDesc LEFT =
            MethodTypeDesc.of(INT, Classes.PROCESSOR, INT, Classes.EXCEPTION);

    /** A way out after an instruction in the middle of a block, whose rest is charged. */
    private record Exit(Label label, int eip, int rest) {}

    private final Emission to;
    private final FlagState flags;
    private final FpuLocals fpu;
    private final CodeBuilder code;
    private final Label exact, withUnit, elsewhere;
    private final VectorEmitters vectors;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Exit> exits = new ArrayList<>();

    CallEmitters(Emission to, FlagState flags, FpuLocals fpu) {
        this.to = to;
        this.flags = flags;
        this.fpu = fpu;
        code = to.code;
        vectors = new VectorEmitters(to, flags);
        exact = code.newLabel();
        withUnit = code.newLabel();
        elsewhere = code.newLabel();
    }

    /**
     * @return what is called, in the order of the class data
     */
    List<Operation> operations() {
        return operations;
    }

    /**
     * @param rest counts of the block after the instruction
     * @param usesUnit whether it works on the x87, whose registers are in locals
     */
    void emit(Instruction instruction, int rest, boolean usesUnit) {
        Operation operation = instruction.called().orElseThrow();
        if (!usesUnit && Calls.isAtPlace(instruction)) {
            vectors.emit(instruction, () -> constant(operation, VectorEmitters.OPERATION));
            return;
        }
        boolean isGeneral = Calls.isGeneral(instruction.op());
        Label done = code.newLabel();
        if (StringEmitters.mayBeOneStep(instruction.op())) {
            StringEmitters.inOneStep(to, instruction.op(), done);
        }
        if (usesUnit || isGeneral) {
            fpu.writeBack();
        }
        to.storeRegisters(Calls.registersRead(instruction.op()));
        boolean usesFlags = Calls.usesFlags(instruction.op());
        if (usesFlags) {
            flags.spill();
        }
        Label begin = code.newBoundLabel();
        code.aload(PROCESSOR).ldc(constant(operation, ClassData.OPERATION));
        code.loadConstant(instruction.eip()).loadConstant(instruction.op().length());
        code.iload(BUDGET);
        if (rest != 0) {
            code.loadConstant(rest).iadd();
        }
        code.loadConstant(to.lastPosition());
        code.invokevirtual(Classes.PROCESSOR, "execute", EXECUTE);
        if (isGeneral) {
            code.exceptionCatch(begin, code.newBoundLabel(), exact, Classes.EXCEPTION);
        } else if (usesUnit) {
            code.exceptionCatch(begin, code.newBoundLabel(), withUnit, Classes.EXCEPTION);
        }
        if (usesUnit || isGeneral) {
            fpu.reload();
        }
        goOn(instruction, rest, usesFlags);
        code.labelBinding(done);
    }

    private void goOn(Instruction instruction, int rest, boolean usesFlags) {
        Going going = Calls.going(instruction.op());
        if (going == Going.ON) {
            code.pop();
        } else {
            code.istore(BUDGET);
        }
        to.loadRegisters(Calls.registersWritten(instruction.op()));
        if (usesFlags) {
            flags.reload();
        }
        switch (going) {
            case ON -> {
                Label exit = exit(instruction.next(), rest);
                code.aload(PROCESSOR);
                code.getfield(Classes.PROCESSOR, "attention", ConstantDescs.CD_boolean);
                code.ifne(exit);
                to.reloadSegments(Calls.segmentsLoaded(instruction.op()), exit);
            }
            case AT_BOUNDARY -> {
                eip();
                code.loadConstant(instruction.next()).if_icmpne(elsewhere);
                code.aload(PROCESSOR);
                code.getfield(Classes.PROCESSOR, "attention", ConstantDescs.CD_boolean);
                code.ifne(elsewhere);
            }
            default -> code.goto_(elsewhere);
        }
    }

    /**
     * @param rest counts that the block is charged for, and that do not happen
     * @return where to jump to leave the region in the middle of a block
     */
    Label exit(int eip, int rest) {
        var exit = new Exit(code.newLabel(), eip, rest);
        exits.add(exit);
        return exit.label();
    }

    private void eip() {
        code.aload(PROCESSOR).getfield(Classes.PROCESSOR, "state", Classes.STATE);
        code.getfield(Classes.STATE, "eip", INT);
    }

    private DynamicConstantDesc<?> constant(Operation operation, ClassDesc type) {
        operations.add(operation);
        return ClassData.operation(operations.size() - 1, type);
    }

    /** The exits, after all blocks. */
    void emitExits() {
        for (Exit exit : exits) {
            code.labelBinding(exit.label());
            if (exit.rest() != 0) {
                code.iinc(BUDGET, exit.rest());
            }
            code.loadConstant(exit.eip()).istore(EIP).goto_(to.common);
        }
        code.labelBinding(elsewhere);
        eip();
        code.istore(EIP).goto_(to.common);
    }

    /** The handlers: an instruction did not happen, or not to its end. */
    void emitHandlers() {
        if (fpu.isUsed()) {
            code.labelBinding(withUnit);
            code.astore(Emission.EXCEPTION);
            to.storeRegisters(to.written());
            flags.spill();
            left();
        }
        code.labelBinding(exact);
        code.astore(Emission.EXCEPTION);
        left();
    }

    /** Ends a handler, with the exception in its local. */
    void left() {
        code.aload(THIS).aload(PROCESSOR).iload(BUDGET).aload(Emission.EXCEPTION);
        code.invokevirtual(Classes.REGION_BASE, "left", LEFT).ireturn();
    }
}
