package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.fpu.simd.SimdOp;

/**
 * Template: an instruction on MMX or XMM registers. Each body has a form for registers and one for
 * memory, into which HotSpot folds all that the body is made of.
 */
final class SimdForm extends Op {
    private static final SimdOp.Body BODY = Specialisation.constant(lookup(), 0, SimdOp.Body.class);
    private static final Source SOURCE = Specialisation.constant(lookup(), 1, Source.class);
    private static final int REGISTER = 0xC0;

    private final int fields;

    /** The prototype. */
    SimdForm() {
        fields = 0;
    }

    SimdForm(DecodedOp op, Core core) {
        super(op, core);
        fields = op.modRm() & ~REGISTER;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new SimdForm(op, core);
    }

    @Override
    void execute(Core core) {
        if (SOURCE == Source.MEMORY) {
            BODY.execute(core.simd, fields, segment, offset(core.gpr), immediate & 0xFF);
        } else {
            BODY.execute(core.simd, fields | REGISTER, segment, 0, immediate & 0xFF);
        }
    }
}
