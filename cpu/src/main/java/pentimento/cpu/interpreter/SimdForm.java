package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.fpu.simd.Simd;
import pentimento.cpu.fpu.simd.SimdOp;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.VectorOperation;

/**
 * Template: an instruction on MMX or XMM registers. Each body has a form for registers and one for
 * memory, into which HotSpot folds all that the body is made of.
 */
final class SimdForm extends Op implements VectorOperation {
    /** The constants of a form. */
    record Kind(SimdOp.Body body, Source from) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);

    private final Kind kind;

    private static final int REGISTER = 0xC0;

    private final int fields;

    /** The prototype. */
    SimdForm() {
        kind = requireNonNull(KIND);
        fields = 0;
    }

    SimdForm(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
        fields = op.modRm() & ~REGISTER;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new SimdForm(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        SimdOp.Body body = kind.body();
        Source from = kind.from();
        if (from == Source.MEMORY) {
            body.execute(core.simd, fields, segment, offset(core.gpr), immediate & 0xFF);
        } else {
            body.execute(core.simd, fields | REGISTER, segment, 0, immediate & 0xFF);
        }
    }

    @Override
    public void execute(Processor processor, int modRm, int immediate, long low, long high) {
        Kind kind = KIND == null ? this.kind : KIND;
        Simd unit = ((Core) processor).simd;
        int fields = modRm;
        if (kind.from() == Source.MEMORY) {
            fields = unit.loaded(modRm, low, high);
        }
        kind.body().execute(unit, fields, segment, 0, immediate);
    }
}
