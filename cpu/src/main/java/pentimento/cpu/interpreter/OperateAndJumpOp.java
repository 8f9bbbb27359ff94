package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;

/**
 * Template: two instructions in one, an operation that stores nothing to memory and the Jcc that
 * follows it. Saves a dispatch and reads the flags where HotSpot still has them in registers.
 */
final class OperateAndJumpOp extends Op {
    private static final Arithmetic.Binary OPERATION =
            Specialisation.constant(lookup(), 0, Arithmetic.Binary.class);
    private static final Width WIDTH = Specialisation.constant(lookup(), 1, Width.class);
    private static final Source DESTINATION = Specialisation.constant(lookup(), 2, Source.class);
    private static final Source SOURCE = Specialisation.constant(lookup(), 3, Source.class);
    private static final Condition CONDITION =
            Specialisation.constant(lookup(), 4, Condition.class);
    private static final Width JUMP = Specialisation.constant(lookup(), 5, Width.class);

    private final int firstLength;
    private final int jump;

    /** The prototype. */
    OperateAndJumpOp() {
        firstLength = 0;
        jump = 0;
    }

    OperateAndJumpOp(DecodedOp operation, DecodedOp jump, Core core) {
        super(operation, core);
        firstLength = operation.length();
        this.jump = jump.immediate();
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new OperateAndJumpOp(op, second, core);
    }

    @Override
    void execute(Core core) {
        int[] gpr = core.gpr;
        int b =
                SOURCE == Source.REGISTER
                        ? WIDTH.get(gpr, source)
                        : SOURCE == Source.IMMEDIATE
                                ? immediate
                                : core.memory.read(WIDTH, segment, offset(gpr));
        int a =
                DESTINATION == Source.REGISTER
                        ? WIDTH.get(gpr, destination)
                        : core.memory.read(WIDTH, segment, offset(gpr));
        int result = OPERATION.function().apply(core.flags, WIDTH, a, b);
        if (OPERATION.writes()) {
            WIDTH.set(gpr, destination, result);
        }
        if (CONDITION.holds(core.flags)) {
            core.branchOfPair(JUMP.truncate(core.state.eip + jump), firstLength);
        }
    }
}
