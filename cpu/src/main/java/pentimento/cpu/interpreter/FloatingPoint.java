package pentimento.cpu.interpreter;

import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.fpu.x87.Escape;
import pentimento.cpu.fpu.x87.EscapeMap;

/** The way to the x87: escape opcodes and WAIT. */
final class FloatingPoint {
    private static final int ESC = 7, MODRM_BITS = 8;

    /** Memory forms by ESC and reg; register forms likewise, and two rows of them one by one. */
    private static final int FORMS = 4 * 64, REGISTER_FORMS = 64, SINGLES = 2 * 64;

    private static final Specialisation<EscapeOp.Kind> SPECIALISED =
            new Specialisation<>(EscapeOp.class, EscapeOp::new, FORMS);

    /** Frequent rows have forms of their own. */
    static final OpFactory ESCAPES = FloatingPoint::create;

    private FloatingPoint() {}

    private static Op create(DecodedOp op, Core core) {
        int esc = op.code() & ESC;
        Escape row = EscapeMap.row(esc, op.modRm(), core.model);
        if (!row.isFrequent()) {
            Escape.Body body = row.body();
            return new GeneralOp(op, core, (c, general) -> execute(c, general, row, body));
        }
        Source source = op.isMemory() ? Source.MEMORY : Source.REGISTER;
        return SPECIALISED.create(
                op, core, form(esc, op), new EscapeOp.Kind(row, row.body(), source));
    }

    private static int form(int esc, DecodedOp op) {
        int row = esc << 3 | op.reg();
        if (op.isMemory()) {
            return row;
        }
        boolean hasStackOperand = esc != 1 || op.reg() < 4; // D9 E0 to D9 FF have none
        return hasStackOperand ? REGISTER_FORMS | row : SINGLES | op.modRm() & 0x3F;
    }

    private static void execute(Core core, GeneralOp op, Escape row, Escape.Body body) {
        if (!core.x87.begin(row)) {
            return;
        }
        DecodedOp decoded = op.decoded;
        int offset = op.offset(core.gpr);
        body.execute(core.x87, decoded.rm(), op.segment, offset, op.isOperand32());
        if (!row.isControl()) {
            core.x87.record(core.blockBegin + op.begin, core.cs.selector, opcode(decoded));
            if (decoded.isMemory()) {
                core.x87.recordOperand(op.segment, offset);
            }
        }
        leaveIfSignalled(core);
    }

    /**
     * @return eleven bits as FOP has them
     */
    static int opcode(DecodedOp op) {
        return (op.code() & ESC) << MODRM_BITS | op.modRm();
    }

    static void fwait(Core core, GeneralOp op) {
        core.x87.fwait();
    }

    /** FERR# may have raised an interrupt, which is due at the next boundary. */
    static void leaveIfSignalled(Core core) {
        if (core.attention) {
            throw core.boundary;
        }
    }
}
