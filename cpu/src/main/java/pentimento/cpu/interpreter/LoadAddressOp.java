package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: LEA. */
final class LoadAddressOp extends Op {
    private static final Width WIDTH = Specialisation.constant(lookup(), 0, Width.class);

    /** The prototype. */
    LoadAddressOp() {}

    LoadAddressOp(DecodedOp op, Core core) {
        super(op, core);
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new LoadAddressOp(op, core);
    }

    @Override
    void execute(Core core) {
        WIDTH.set(core.gpr, destination, offset(core.gpr));
    }
}
