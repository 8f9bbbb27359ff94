package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: MOV. */
final class MoveOp extends Op {
    private static final Width WIDTH = Specialisation.constant(lookup(), 0, Width.class);
    private static final Source DESTINATION = Specialisation.constant(lookup(), 1, Source.class);
    private static final Source SOURCE = Specialisation.constant(lookup(), 2, Source.class);

    /** The prototype. */
    MoveOp() {}

    MoveOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new MoveOp(op, core);
    }

    @Override
    void execute(Core core) {
        int[] gpr = core.gpr;
        int value =
                SOURCE == Source.REGISTER
                        ? WIDTH.get(gpr, source)
                        : SOURCE == Source.IMMEDIATE
                                ? immediate
                                : core.memory.read(WIDTH, segment, offset(gpr));
        if (DESTINATION == Source.MEMORY) {
            core.memory.write(WIDTH, segment, offset(gpr), value);
        } else {
            WIDTH.set(gpr, destination, value);
        }
    }
}
