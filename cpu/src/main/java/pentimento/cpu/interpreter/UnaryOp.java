package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: {@code destination = operation(destination)}. */
final class UnaryOp extends Op {
    private static final Arithmetic.Unary OPERATION =
            Specialisation.constant(lookup(), 0, Arithmetic.Unary.class);
    private static final Width WIDTH = Specialisation.constant(lookup(), 1, Width.class);
    private static final Source DESTINATION = Specialisation.constant(lookup(), 2, Source.class);

    /** The prototype. */
    UnaryOp() {}

    UnaryOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new UnaryOp(op, core);
    }

    @Override
    void execute(Core core) {
        int[] gpr = core.gpr;
        if (DESTINATION == Source.MEMORY) {
            int offset = offset(gpr);
            int value = core.memory.readToModify(WIDTH, segment, offset);
            int result = OPERATION.function().apply(core.flags, WIDTH, value);
            core.memory.write(WIDTH, segment, offset, result);
            return;
        }
        int value = WIDTH.get(gpr, destination);
        WIDTH.set(gpr, destination, OPERATION.function().apply(core.flags, WIDTH, value));
    }
}
