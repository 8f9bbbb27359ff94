package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;

/** Template: Jcc. */
final class ConditionalJumpOp extends Op {
    private static final Condition CONDITION =
            Specialisation.constant(lookup(), 0, Condition.class);
    private static final Width WIDTH = Specialisation.constant(lookup(), 1, Width.class);

    /** The prototype. */
    ConditionalJumpOp() {}

    ConditionalJumpOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ConditionalJumpOp(op, core);
    }

    @Override
    void execute(Core core) {
        if (CONDITION.holds(core.flags)) {
            core.branch(WIDTH.truncate(core.state.eip + immediate));
        }
    }
}
