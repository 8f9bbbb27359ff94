package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuState;

/** Template: shifts and rotates by an immediate or CL. */
final class ShiftOp extends Op {
    private static final Arithmetic.Binary OPERATION =
            Specialisation.constant(lookup(), 0, Arithmetic.Binary.class);
    private static final Width WIDTH = Specialisation.constant(lookup(), 1, Width.class);
    private static final Source DESTINATION = Specialisation.constant(lookup(), 2, Source.class);
    private static final Source COUNT = Specialisation.constant(lookup(), 3, Source.class);

    /** The prototype. */
    ShiftOp() {}

    ShiftOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ShiftOp(op, core);
    }

    @Override
    void execute(Core core) {
        int[] gpr = core.gpr;
        int count = COUNT == Source.IMMEDIATE ? immediate : gpr[CpuState.ECX];
        if (DESTINATION == Source.MEMORY) {
            int offset = offset(gpr);
            int value = core.memory.readToModify(WIDTH, segment, offset);
            int result = OPERATION.function().apply(core.flags, WIDTH, value, count);
            core.memory.write(WIDTH, segment, offset, result);
            return;
        }
        int value = WIDTH.get(gpr, destination);
        WIDTH.set(gpr, destination, OPERATION.function().apply(core.flags, WIDTH, value, count));
    }
}
