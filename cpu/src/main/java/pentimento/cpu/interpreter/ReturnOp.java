package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: near RET, with or without a count of bytes to release. */
final class ReturnOp extends Op {
    /** The constants of a form. */
    record Kind(Width width, boolean stack32) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);
    private static final @Nullable Datapath PATH = Specialisation.pathOfForm(lookup());

    private final Kind kind;

    /** The prototype. */
    ReturnOp() {
        kind = requireNonNull(KIND);
    }

    ReturnOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ReturnOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Datapath path = PATH == null ? core.path : PATH;
        Width width = kind.width();
        boolean stack32 = kind.stack32();
        path.branch(path.peek(stack32, width));
        path.release(stack32, width.bytes() + immediate);
    }
}
