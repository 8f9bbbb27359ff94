package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuState;

/**
 * Template: a string instruction with or without REP. It ends its block. Each iteration counts 1
 * (none at all counts 1 too); it stops early, with EIP still at the instruction, when the budget is
 * spent, when its own code was overwritten, and after each access to a port.
 */
final class StringOp extends Op {
    private static final Strings.StringOperation OPERATION =
            Specialisation.constant(lookup(), 0, Strings.StringOperation.class);
    private static final Strings.Elements FORM =
            Specialisation.constant(lookup(), 1, Strings.Elements.class);
    private static final int REPEAT = Specialisation.constant(lookup(), 2, Integer.class);

    private final int length;

    /** The prototype. */
    StringOp() {
        length = 0;
    }

    StringOp(DecodedOp op, Core core) {
        super(op, core);
        length = op.length();
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new StringOp(op, core);
    }

    @Override
    void execute(Core core) {
        if (REPEAT == 0) {
            OPERATION.iteration().execute(core, segment, FORM);
            if (OPERATION.usesPorts()) {
                core.ports.settle();
            }
            return;
        }
        int most = OPERATION.usesPorts() ? 1 : core.mostIterations(), version = core.code.version();
        int done = 0, left = FORM.at(core, CpuState.ECX);
        boolean finished = left == 0;
        if (OPERATION.compares() && REPEAT == DecodedOp.REPNE && !core.scanning) {
            core.scanning = true;
            core.flagsBeforeScan = core.flags.value();
        }
        while (!finished && done < most && version == core.code.version()) {
            int atOnce = left > 0 ? Math.min(left, most - done) : most - done; // ECX is unsigned
            int piece = OPERATION.piece().execute(core, segment, FORM, atOnce);
            if (piece == 0) {
                OPERATION.iteration().execute(core, segment, FORM);
                piece = 1;
            }
            left -= piece;
            done += piece;
            FORM.address().set(core.gpr, CpuState.ECX, left);
            core.iterations = done;
            finished =
                    left == 0
                            || OPERATION.compares()
                                    && core.flags.isZero() != (REPEAT == DecodedOp.REP);
        }
        core.iterations = 0;
        core.scanning &= !finished;
        core.counter.remaining -= Math.max(done - 1, 0);
        if (finished) {
            core.endRepetition();
        } else {
            core.state.eip -= length;
            core.interruptRepetition();
        }
        if (OPERATION.usesPorts() && done > 0) {
            core.ports.settle();
        }
    }
}
