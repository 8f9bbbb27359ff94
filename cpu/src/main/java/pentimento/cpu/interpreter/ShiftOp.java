package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuState;

/** Template: shifts and rotates by an immediate or CL. */
final class ShiftOp extends Op {
    /** The constants of a form. */
    record Kind(Arithmetic.Binary operation, Width width, Source to, Source counted) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);
    private static final @Nullable Datapath PATH = Specialisation.pathOfForm(lookup());

    private final Kind kind;

    /** The prototype. */
    ShiftOp() {
        kind = requireNonNull(KIND);
    }

    ShiftOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ShiftOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Datapath path = PATH == null ? core.path : PATH;
        Arithmetic.Binary operation = kind.operation();
        Width width = kind.width();
        Source to = kind.to();
        Source counted = kind.counted();
        int[] gpr = path.gpr();
        int count = counted == Source.IMMEDIATE ? immediate : gpr[CpuState.ECX];
        if (to == Source.MEMORY) {
            int offset = offset(gpr);
            int value = path.memory().readToModify(width, segment, offset);
            int result = operation.function().apply(path.flags(), width, value, count);
            path.memory().write(width, segment, offset, result);
            return;
        }
        int value = width.get(gpr, destination);
        width.set(gpr, destination, operation.function().apply(path.flags(), width, value, count));
    }
}
