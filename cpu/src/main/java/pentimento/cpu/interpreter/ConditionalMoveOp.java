package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;

/** Template: CMOVcc. A source in memory is read in any case. */
final class ConditionalMoveOp extends Op {
    /** The constants of a form. */
    record Kind(Condition condition, Width width, Source from) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);
    private static final @Nullable Datapath PATH = Specialisation.pathOfForm(lookup());

    private final Kind kind;

    /** The prototype. */
    ConditionalMoveOp() {
        kind = requireNonNull(KIND);
    }

    ConditionalMoveOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new ConditionalMoveOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Datapath path = PATH == null ? core.path : PATH;
        Condition condition = kind.condition();
        Width width = kind.width();
        Source from = kind.from();
        int[] gpr = path.gpr();
        int value =
                from == Source.REGISTER
                        ? width.get(gpr, source)
                        : path.memory().read(width, segment, offset(gpr));
        if (condition.holds(path.flags())) {
            width.set(gpr, destination, value);
        }
    }
}
