package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: {@code destination = operation(destination)}. */
final class UnaryOp extends Op {
    /** The constants of a form. */
    record Kind(Arithmetic.Unary operation, Width width, Source to) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);
    private static final @Nullable Datapath PATH = Specialisation.pathOfForm(lookup());

    private final Kind kind;

    /** The prototype. */
    UnaryOp() {
        kind = requireNonNull(KIND);
    }

    UnaryOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new UnaryOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Datapath path = PATH == null ? core.path : PATH;
        Arithmetic.Unary operation = kind.operation();
        Width width = kind.width();
        Source to = kind.to();
        int[] gpr = path.gpr();
        if (to == Source.MEMORY) {
            int offset = offset(gpr);
            int value = path.memory().readToModify(width, segment, offset);
            int result = operation.function().apply(path.flags(), width, value);
            path.memory().write(width, segment, offset, result);
            return;
        }
        int value = width.get(gpr, destination);
        width.set(gpr, destination, operation.function().apply(path.flags(), width, value));
    }
}
