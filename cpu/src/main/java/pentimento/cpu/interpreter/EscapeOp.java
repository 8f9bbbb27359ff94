package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.fpu.x87.Escape;
import pentimento.cpu.fpu.x87.X87;

/** Template: a floating-point instruction. */
final class EscapeOp extends Op {
    private static final Escape ROW = Specialisation.constant(lookup(), 0, Escape.class);
    private static final Escape.Body BODY = Specialisation.constant(lookup(), 1, Escape.Body.class);
    private static final Source SOURCE = Specialisation.constant(lookup(), 2, Source.class);

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

    /** All in one method: the forms share none of it, so that HotSpot compiles each by itself. */
    @Override
    void execute(Core core) {
        X87 x87 = core.x87;
        if (!x87.begin(ROW)) {
            return;
        }
        int offset = SOURCE == Source.MEMORY ? offset(core.gpr) : 0;
        BODY.execute(x87, register, segment, offset, operand32);
        if (!ROW.isControl()) {
            x87.record(core.blockBegin + begin, core.cs.selector, opcode);
            if (SOURCE == Source.MEMORY) {
                x87.recordOperand(segment, offset);
            }
        }
        FloatingPoint.leaveIfSignalled(core);
    }
}
