package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.fpu.x87.Escape;
import pentimento.cpu.fpu.x87.X87;

/** Template: a floating-point instruction. */
final class EscapeOp extends Op {
    /** The constants of a form. */
    record Kind(Escape row, Escape.Body body, Source from) {}

    private static final @Nullable Kind KIND = Specialisation.constantOfForm(lookup(), Kind.class);

    private final Kind kind;

    /** In bytes from the block's begin. */
    private final int begin;

    private final int register, opcode;
    private final boolean operand32;

    /** The prototype. */
    EscapeOp() {
        kind = requireNonNull(KIND);
        begin = register = opcode = 0;
        operand32 = false;
    }

    EscapeOp(DecodedOp op, Core core, Kind kind) {
        super(op, core);
        this.kind = kind;
        begin = core.decodedAt;
        register = op.rm();
        opcode = FloatingPoint.opcode(op);
        operand32 = op.isOperand32();
    }

    @Override
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        return new EscapeOp(op, core, kind);
    }

    /** All in one method: the forms share none of it, so that HotSpot compiles each by itself. */
    @Override
    void execute(Core core) {
        Kind kind = KIND == null ? this.kind : KIND;
        Escape row = kind.row();
        Escape.Body body = kind.body();
        Source from = kind.from();
        X87 x87 = core.x87;
        if (!x87.begin(row)) {
            return;
        }
        int offset = from == Source.MEMORY ? offset(core.gpr) : 0;
        body.execute(x87, register, segment, offset, operand32);
        if (!row.isControl()) {
            x87.record(core.blockBegin + begin, core.cs.selector, opcode);
            if (from == Source.MEMORY) {
                x87.recordOperand(segment, offset);
            }
        }
        FloatingPoint.leaveIfSignalled(core);
    }
}
