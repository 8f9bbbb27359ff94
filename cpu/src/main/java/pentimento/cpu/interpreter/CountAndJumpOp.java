package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;

/** Template: INC or DEC of a register and the Jcc that follows it. */
final class CountAndJumpOp extends Op {
    private static final Arithmetic.Unary OPERATION =
            Specialisation.constant(lookup(), 0, Arithmetic.Unary.class);
    private static final Width WIDTH = Specialisation.constant(lookup(), 1, Width.class);
    private static final Condition CONDITION =
            Specialisation.constant(lookup(), 2, Condition.class);
    private static final Width JUMP = Specialisation.constant(lookup(), 3, Width.class);

    private final int firstLength;
    private final int jump;

    /** The prototype. */
    CountAndJumpOp() {
        firstLength = 0;
        jump = 0;
    }

    CountAndJumpOp(DecodedOp operation, DecodedOp jump, Core core) {
        super(operation, core);
        firstLength = operation.length();
        this.jump = jump.immediate();
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new CountAndJumpOp(op, second, core);
    }

    @Override
    void execute(Core core) {
        int[] gpr = core.gpr;
        int value = WIDTH.get(gpr, destination);
        WIDTH.set(gpr, destination, OPERATION.function().apply(core.flags, WIDTH, value));
        if (CONDITION.holds(core.flags)) {
            core.branchOfPair(JUMP.truncate(core.state.eip + jump), firstLength);
        }
    }
}
