package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuState;

/**
 * Template: a string instruction with or without REP. It ends its block. Each iteration counts 1
 * (none at all counts 1 too); it stops early, with EIP still at the instruction, when the budget is
 * spent, when its own code was overwritten, and after each access to a port.
 */
final class StringOp extends Op {
    /** The constants of a form. */
    record Kind(Strings.StringOperation operation, Strings.Elements elements, int repeat) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);

    private final Kind kind;

    private final int length;

    /** The prototype. */
    StringOp() {
        kind = requireNonNull(KIND);
        length = 0;
    }

    StringOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
        length = op.length();
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new StringOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Strings.StringOperation operation = kind.operation();
        Strings.Elements elements = kind.elements();
        int repeat = kind.repeat();
        if (repeat == 0) {
            operation.iteration().execute(core, segment, elements);
            if (operation.usesPorts()) {
                core.ports.settle();
            }
            return;
        }
        int most = operation.usesPorts() ? 1 : core.mostIterations(), version = core.code.version();
        int done = 0, left = elements.at(core, CpuState.ECX);
        boolean finished = left == 0;
        if (operation.compares() && repeat == DecodedOp.REPNE && !core.scanning) {
            core.scanning = true;
            core.flagsBeforeScan = core.flags.value();
        }
        while (!finished && done < most && version == core.code.version()) {
            int atOnce = left > 0 ? Math.min(left, most - done) : most - done; // ECX is unsigned
            int piece =
                    operation
                            .piece()
                            .execute(core, segment, elements, repeat == DecodedOp.REP, atOnce);
            if (piece == 0) {
                operation.iteration().execute(core, segment, elements);
                piece = 1;
            }
            left -= piece;
            done += piece;
            elements.address().set(core.gpr, CpuState.ECX, left);
            core.iterations = done;
            finished =
                    left == 0
                            || operation.compares()
                                    && core.flags.isZero() != (repeat == DecodedOp.REP);
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
        if (operation.usesPorts() && done > 0) {
            core.ports.settle();
        }
    }
}
