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
    /** The constants of a form. */
    record Kind(
            Arithmetic.Binary operation,
            Width width,
            Source to,
            Source from,
            Condition condition,
            Width reach) {}

    private static final Kind KIND = Specialisation.constant(lookup(), Kind.class);
    private static final Datapath PATH = Specialisation.path(lookup());

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
        Arithmetic.Binary operation = KIND.operation();
        Width width = KIND.width();
        Source to = KIND.to();
        Source from = KIND.from();
        Condition condition = KIND.condition();
        Width reach = KIND.reach();
        int[] gpr = PATH.gpr();
        int b =
                from == Source.REGISTER
                        ? width.get(gpr, source)
                        : from == Source.IMMEDIATE
                                ? immediate
                                : PATH.memory().read(width, segment, offset(gpr));
        int a =
                to == Source.REGISTER
                        ? width.get(gpr, destination)
                        : PATH.memory().read(width, segment, offset(gpr));
        int result = operation.function().apply(PATH.flags(), width, a, b);
        if (operation.writes()) {
            width.set(gpr, destination, result);
        }
        if (condition.holds(PATH.flags())) {
            PATH.branchOfPair(core, reach.truncate(PATH.state().eip + jump), firstLength);
        }
    }
}
