package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.fpu.x87.Escape;

/** Template: a floating-point instruction. */
final class EscapeOp extends Op {
    private static final Escape ROW = Specialisation.constant(lookup(), 0, Escape.class);
    private static final Source SOURCE = Specialisation.constant(lookup(), 1, Source.class);

    /** In bytes from the block's begin. */
    private final int begin;

    private final int register, opcode;
    private final boolean operand32;

    /** The prototype. */
    EscapeOp() {
        begin = register = opcode = 0;
        operand32 = false;
    }

    EscapeOp(DecodedOp op, Core core) {
        super(op, core);
        begin = core.decodedAt;
        register = op.rm();
        opcode = FloatingPoint.opcode(op);
        operand32 = op.isOperand32();
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new EscapeOp(op, core);
    }

    @Override
    void execute(Core core) {
        int eip = core.blockBegin + begin;
        if (SOURCE == Source.MEMORY) {
            core.x87.memoryForm(
                    ROW, segment, offset(core.gpr), operand32, eip, core.cs.selector, opcode);
        } else {
            core.x87.registerForm(ROW, register, eip, core.cs.selector, opcode);
        }
        FloatingPoint.leaveIfSignalled(core);
    }
}
