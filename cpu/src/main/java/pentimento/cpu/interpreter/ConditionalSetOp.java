package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;

/** Template: SETcc. */
final class ConditionalSetOp extends Op {
    private static final Condition CONDITION =
            Specialisation.constant(lookup(), 0, Condition.class);
    private static final Source DESTINATION = Specialisation.constant(lookup(), 1, Source.class);

    /** The prototype. */
    ConditionalSetOp() {}

    ConditionalSetOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ConditionalSetOp(op, core);
    }

    @Override
    void execute(Core core) {
        int value = CONDITION.holds(core.flags) ? 1 : 0;
        if (DESTINATION == Source.MEMORY) {
            core.memory.write8(segment, offset(core.gpr), value);
        } else {
            Width.BYTE.set(core.gpr, destination, value);
        }
    }
}
