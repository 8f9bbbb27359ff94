package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: MOVZX and MOVSX. */
final class ExtendOp extends Op {
    private static final Width TO = Specialisation.constant(lookup(), 0, Width.class);
    private static final Width FROM = Specialisation.constant(lookup(), 1, Width.class);
    private static final Source SOURCE = Specialisation.constant(lookup(), 2, Source.class);
    private static final boolean SIGNED = Specialisation.constant(lookup(), 3, Boolean.class);

    /** The prototype. */
    ExtendOp() {}

    ExtendOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ExtendOp(op, core);
    }

    @Override
    void execute(Core core) {
        int[] gpr = core.gpr;
        int value =
                SOURCE == Source.REGISTER
                        ? FROM.get(gpr, source)
                        : core.memory.read(FROM, segment, offset(gpr));
        TO.set(gpr, destination, SIGNED ? FROM.signExtend(value) : value);
    }
}
