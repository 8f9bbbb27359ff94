package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;

/** The executable form of a {@link Body}, with access to all operands. */
final class GeneralOp extends Op {
    final DecodedOp decoded;

    /** Width of the first operand, or the operand size. */
    final Width width;

    /** In bytes from the block's begin. */
    final int begin;

    private final Body body;

    GeneralOp(DecodedOp decoded, Core core, Body body) {
        super(decoded, core);
        this.decoded = decoded;
        this.body = body;
        begin = core.decodedAt;
        width = decoded.width();
    }

    @Override
    void execute(Core core) {
        body.execute(core, this);
    }

    boolean isOperand32() {
        return decoded.isOperand32();
    }

    /**
     * @return the operand that the rm field names, zero-extended
     */
    int readRm(Core core, Width size) {
        return decoded.isMemory()
                ? core.memory.read(size, segment, offset(core.gpr))
                : size.get(core.gpr, decoded.rm());
    }

    /**
     * @return the operand that the rm field names, about to be written
     */
    int readRmToModify(Core core, Width size) {
        return decoded.isMemory()
                ? core.memory.readToModify(size, segment, offset(core.gpr))
                : size.get(core.gpr, decoded.rm());
    }

    void writeRm(Core core, Width size, int value) {
        if (decoded.isMemory()) {
            core.memory.write(size, segment, offset(core.gpr), value);
        } else {
            size.set(core.gpr, decoded.rm(), value);
        }
    }
}
