package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: PUSH of a register, memory or immediate operand. PUSH ESP pushes the old value. */
final class PushOp extends Op {
    private static final Width WIDTH = Specialisation.constant(lookup(), 0, Width.class);
    private static final Source SOURCE = Specialisation.constant(lookup(), 1, Source.class);
    private static final boolean STACK32 = Specialisation.constant(lookup(), 2, Boolean.class);

    /** The prototype. */
    PushOp() {}

    PushOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new PushOp(op, core);
    }

    @Override
    void execute(Core core) {
        int[] gpr = core.gpr;
        int value =
                SOURCE == Source.REGISTER
                        ? WIDTH.get(gpr, destination)
                        : SOURCE == Source.IMMEDIATE
                                ? immediate
                                : core.memory.read(WIDTH, segment, offset(gpr));
        core.push(STACK32, WIDTH, value);
    }
}
