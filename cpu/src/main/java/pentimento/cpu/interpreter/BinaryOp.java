package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: {@code destination = operation(destination, source)}; CMP and TEST do not write. */
final class BinaryOp extends Op {
    private static final Arithmetic.Binary OPERATION =
            Specialisation.constant(lookup(), 0, Arithmetic.Binary.class);
    private static final Width WIDTH = Specialisation.constant(lookup(), 1, Width.class);
    private static final Source DESTINATION = Specialisation.constant(lookup(), 2, Source.class);
    private static final Source SOURCE = Specialisation.constant(lookup(), 3, Source.class);

    /** The prototype. */
    BinaryOp() {}

    BinaryOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new BinaryOp(op, core);
    }

    @Override
    void execute(Core core) {
        int[] gpr = core.gpr;
        if (DESTINATION == Source.MEMORY) {
            int offset = offset(gpr);
            int b = SOURCE == Source.REGISTER ? WIDTH.get(gpr, source) : immediate;
            if (OPERATION.writes()) {
                int a = core.memory.readToModify(WIDTH, segment, offset);
                int result = OPERATION.function().apply(core.flags, WIDTH, a, b);
                core.memory.write(WIDTH, segment, offset, result);
            } else {
                int a = core.memory.read(WIDTH, segment, offset);
                OPERATION.function().apply(core.flags, WIDTH, a, b);
            }
            return;
        }
        int b =
                SOURCE == Source.REGISTER
                        ? WIDTH.get(gpr, source)
                        : SOURCE == Source.IMMEDIATE
                                ? immediate
                                : core.memory.read(WIDTH, segment, offset(gpr));
        int result = OPERATION.function().apply(core.flags, WIDTH, WIDTH.get(gpr, destination), b);
        if (OPERATION.writes()) {
            WIDTH.set(gpr, destination, result);
        }
    }
}
