package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: POP of a general register. POP ESP leaves the popped value. */
final class PopOp extends Op {
    private static final Width WIDTH = Specialisation.constant(lookup(), 0, Width.class);
    private static final boolean STACK32 = Specialisation.constant(lookup(), 1, Boolean.class);

    /** The prototype. */
    PopOp() {}

    PopOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new PopOp(op, core);
    }

    @Override
    void execute(Core core) {
        int value = core.peek(STACK32, WIDTH);
        core.release(STACK32, WIDTH.bytes());
        WIDTH.set(core.gpr, destination, value);
    }
}
