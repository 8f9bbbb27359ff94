package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;

/** Template: INC or DEC of a register and the Jcc that follows it. */
final class CountAndJumpOp extends Op {
    /** The constants of a form. */
    record Kind(Arithmetic.Unary operation, Width width, Condition condition, Width reach) {}

    private static final Kind KIND = Specialisation.constant(lookup(), Kind.class);
    private static final Datapath PATH = Specialisation.path(lookup());

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
        Arithmetic.Unary operation = KIND.operation();
        Width width = KIND.width();
        Condition condition = KIND.condition();
        Width reach = KIND.reach();
        int[] gpr = PATH.gpr();
        int value = width.get(gpr, destination);
        width.set(gpr, destination, operation.function().apply(PATH.flags(), width, value));
        if (condition.holds(PATH.flags())) {
            PATH.branchOfPair(core, reach.truncate(PATH.state().eip + jump), firstLength);
        }
    }
}
