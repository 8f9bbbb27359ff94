package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: near JMP and CALL, relative (the source is immediate) or indirect. */
final class JumpOp extends Op {
    /** The constants of a form. */
    record Kind(Width width, Source from, boolean call, boolean stack32) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);
    private static final @Nullable Datapath PATH = Specialisation.pathOfForm(lookup());

    private final Kind kind;

    /** The prototype. */
    JumpOp() {
        kind = requireNonNull(KIND);
    }

    JumpOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new JumpOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Datapath path = PATH == null ? core.path : PATH;
        Width width = kind.width();
        Source from = kind.from();
        boolean call = kind.call();
        boolean stack32 = kind.stack32();
        int next = path.state().eip;
        int target =
                from == Source.IMMEDIATE
                        ? width.truncate(next + immediate)
                        : from == Source.REGISTER
                                ? width.get(path.gpr(), destination)
                                : path.memory().read(width, segment, offset(path.gpr()));
        if (call) {
            path.requireCode(target);
            path.push(stack32, width, next);
            path.state().eip = target;
        } else {
            path.branch(target);
        }
    }
}
