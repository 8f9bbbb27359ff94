package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: MOV. */
final class MoveOp extends Op {
    /** The constants of a form. */
    record Kind(Width width, Source to, Source from) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);
    private static final @Nullable Datapath PATH = Specialisation.pathOfForm(lookup());

    private final Kind kind;

    /** The prototype. */
    MoveOp() {
        kind = requireNonNull(KIND);
    }

    MoveOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new MoveOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Datapath path = PATH == null ? core.path : PATH;
        Width width = kind.width();
        Source to = kind.to();
        Source from = kind.from();
        int[] gpr = path.gpr();
        int value =
                from == Source.REGISTER
                        ? width.get(gpr, source)
                        : from == Source.IMMEDIATE
                                ? immediate
                                : path.memory().read(width, segment, offset(gpr));
        if (to == Source.MEMORY) {
            path.memory().write(width, segment, offset(gpr), value);
        } else {
            width.set(gpr, destination, value);
        }
    }
}
