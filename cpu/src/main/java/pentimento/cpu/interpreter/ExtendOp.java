package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: MOVZX and MOVSX. */
final class ExtendOp extends Op {
    /** The constants of a form. */
    record Kind(Width toWidth, Width fromWidth, Source from, boolean signed) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);
    private static final @Nullable Datapath PATH = Specialisation.pathOfForm(lookup());

    private final Kind kind;

    /** The prototype. */
    ExtendOp() {
        kind = requireNonNull(KIND);
    }

    ExtendOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ExtendOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Datapath path = PATH == null ? core.path : PATH;
        Width toWidth = kind.toWidth();
        Width fromWidth = kind.fromWidth();
        Source from = kind.from();
        boolean signed = kind.signed();
        int[] gpr = path.gpr();
        int value =
                from == Source.REGISTER
                        ? fromWidth.get(gpr, source)
                        : path.memory().read(fromWidth, segment, offset(gpr));
        toWidth.set(gpr, destination, signed ? fromWidth.signExtend(value) : value);
    }
}
