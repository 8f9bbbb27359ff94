package pentimento.cpu.interpreter;

/** The way to the x87: ESC opcodes and WAIT. */
final class FloatingPoint {
    private static final int ESC = 7;

    private FloatingPoint() {}

    static void esc(Core core, GeneralOp op) {
        int esc = op.decoded.code() & ESC, modRm = op.decoded.modRm();
        core.x87.instruction(core.blockBegin + op.begin, core.cs.selector, esc << 8 | modRm & 0xFF);
        if (op.decoded.isMemory()) {
            core.x87.memoryForm(
                    esc, op.decoded.reg(), op.segment, op.offset(core.gpr), op.isOperand32());
        } else {
            core.x87.registerForm(esc, modRm);
        }
        leaveIfSignalled(core);
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
