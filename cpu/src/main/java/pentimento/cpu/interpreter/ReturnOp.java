package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: near RET, with or without a count of bytes to release. */
final class ReturnOp extends Op {
    private static final Width WIDTH = Specialisation.constant(lookup(), 0, Width.class);
    private static final boolean STACK32 = Specialisation.constant(lookup(), 1, Boolean.class);

    /** The prototype. */
    ReturnOp() {}

    ReturnOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ReturnOp(op, core);
    }

    @Override
    void execute(Core core) {
        core.branch(core.peek(STACK32, WIDTH));
        core.release(STACK32, WIDTH.bytes() + immediate);
    }
}
