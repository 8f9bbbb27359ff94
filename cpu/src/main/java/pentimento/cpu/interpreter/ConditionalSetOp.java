package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;

/** Template: SETcc. */
final class ConditionalSetOp extends Op {
    /** The constants of a form. */
    record Kind(Condition condition, Source to) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);
    private static final @Nullable Datapath PATH = Specialisation.pathOfForm(lookup());

    private final Kind kind;

    /** The prototype. */
    ConditionalSetOp() {
        kind = requireNonNull(KIND);
    }

    ConditionalSetOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ConditionalSetOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Datapath path = PATH == null ? core.path : PATH;
        Condition condition = kind.condition();
        Source to = kind.to();
        int value = condition.holds(path.flags()) ? 1 : 0;
        if (to == Source.MEMORY) {
            path.memory().write8(segment, offset(path.gpr()), value);
        } else {
            Width.BYTE.set(path.gpr(), destination, value);
        }
    }
}
