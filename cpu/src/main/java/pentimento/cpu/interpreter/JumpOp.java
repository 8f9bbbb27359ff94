package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: near JMP and CALL, relative (the source is immediate) or indirect. */
final class JumpOp extends Op {
    private static final Width WIDTH = Specialisation.constant(lookup(), 0, Width.class);
    private static final Source SOURCE = Specialisation.constant(lookup(), 1, Source.class);
    private static final boolean CALL = Specialisation.constant(lookup(), 2, Boolean.class);
    private static final boolean STACK32 = Specialisation.constant(lookup(), 3, Boolean.class);

    /** The prototype. */
    JumpOp() {}

    JumpOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new JumpOp(op, core);
    }

    @Override
    void execute(Core core) {
        int next = core.state.eip;
        int target =
                SOURCE == Source.IMMEDIATE
                        ? WIDTH.truncate(next + immediate)
                        : SOURCE == Source.REGISTER
                                ? WIDTH.get(core.gpr, destination)
                                : core.memory.read(WIDTH, segment, offset(core.gpr));
        if (CALL) {
            core.requireCode(target);
            core.push(STACK32, WIDTH, next);
            core.state.eip = target;
        } else {
            core.branch(target);
        }
    }
}
