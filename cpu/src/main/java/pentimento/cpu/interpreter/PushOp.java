package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: PUSH of a register, memory or immediate operand. PUSH ESP pushes the old value. */
final class PushOp extends Op {
    /** The constants of a form. */
    record Kind(Width width, Source from, boolean stack32) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);
    private static final @Nullable Datapath PATH = Specialisation.pathOfForm(lookup());

    private final Kind kind;

    /** The prototype. */
    PushOp() {
        kind = requireNonNull(KIND);
    }

    PushOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new PushOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Datapath path = PATH == null ? core.path : PATH;
        Width width = kind.width();
        Source from = kind.from();
        boolean stack32 = kind.stack32();
        int[] gpr = path.gpr();
        int value =
                from == Source.REGISTER
                        ? width.get(gpr, destination)
                        : from == Source.IMMEDIATE
                                ? immediate
                                : path.memory().read(width, segment, offset(gpr));
        path.push(stack32, width, value);
    }
}
