package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;

/** Template: CMOVcc. A source in memory is read in any case. */
final class ConditionalMoveOp extends Op {
    private static final Condition CONDITION =
            Specialisation.constant(lookup(), 0, Condition.class);
    private static final Width WIDTH = Specialisation.constant(lookup(), 1, Width.class);
    private static final Source SOURCE = Specialisation.constant(lookup(), 2, Source.class);

    /** The prototype. */
    ConditionalMoveOp() {}

    ConditionalMoveOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ConditionalMoveOp(op, core);
    }

    @Override
    void execute(Core core) {
        int[] gpr = core.gpr;
        int value =
                SOURCE == Source.REGISTER
                        ? WIDTH.get(gpr, source)
                        : core.memory.read(WIDTH, segment, offset(gpr));
        if (CONDITION.holds(core.flags)) {
            WIDTH.set(gpr, destination, value);
        }
    }
}
