package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** Template: {@code destination = operation(destination, source)}; CMP and TEST do not write. */
final class BinaryOp extends Op {
    /** The constants of a form. */
    record Kind(Arithmetic.Binary operation, Width width, Source to, Source from) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);
    private static final @Nullable Datapath PATH = Specialisation.pathOfForm(lookup());

    private final Kind kind;

    /** The prototype. */
    BinaryOp() {
        kind = requireNonNull(KIND);
    }

    BinaryOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new BinaryOp(op, core, kind);
    }

    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Datapath path = PATH == null ? core.path : PATH;
        Arithmetic.Binary operation = kind.operation();
        Width width = kind.width();
        Source to = kind.to();
        Source from = kind.from();
        int[] gpr = path.gpr();
        if (to == Source.MEMORY) {
            int offset = offset(gpr);
            int b = from == Source.REGISTER ? width.get(gpr, source) : immediate;
            if (operation.writes()) {
                int a = path.memory().readToModify(width, segment, offset);
                int result = operation.function().apply(path.flags(), width, a, b);
                path.memory().write(width, segment, offset, result);
            } else {
                int a = path.memory().read(width, segment, offset);
                operation.function().apply(path.flags(), width, a, b);
            }
            return;
        }
        int b =
                from == Source.REGISTER
                        ? width.get(gpr, source)
                        : from == Source.IMMEDIATE
                                ? immediate
                                : path.memory().read(width, segment, offset(gpr));
        int result =
                operation.function().apply(path.flags(), width, width.get(gpr, destination), b);
        if (operation.writes()) {
            width.set(gpr, destination, result);
        }
    }
}
