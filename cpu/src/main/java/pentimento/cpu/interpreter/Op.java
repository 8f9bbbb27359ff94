package pentimento.cpu.interpreter;

import pentimento.cpu.decode.Address;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.Segment;
import pentimento.cpu.translation.Operation;

/**
 * An instruction ready to execute, with its operands resolved. Instances are hot: fields instead of
 * operand objects.
 */
abstract class Op implements Operation {
    /** Number of the first register operand if it is the first operand. */
    final byte destination;

    /** Number of the register that is the second operand. */
    final byte source;

    final byte base, index, scale;
    final int displacement, mask;
    final int immediate;
    final Segment segment;

    /** Of something that is no instruction: a prototype. */
    Op() {
        destination = source = base = index = scale = 0;
        displacement = mask = immediate = 0;
        segment = new Segment();
    }

    Op(DecodedOp op, Core core) {
        Address address = op.address();
        base = (byte) address.base();
        index = (byte) address.index();
        scale = (byte) address.scale();
        displacement = address.displacement();
        mask = address.mask();
        segment = core.state.segments[address.segment()];
        int operands = op.operandCount();
        destination = (byte) (operands > 0 ? op.register(0) : 0);
        source = (byte) (operands > 1 ? op.register(1) : 0);
        boolean byOne = operands > 1 && op.opcode().kind(1) == ' ' && op.isImmediate(1);
        immediate = byOne ? 1 : op.immediate();
    }

    /**
     * EIP is that of the block's end: for its last op, which alone may look at it, that of the next
     * instruction.
     */
    abstract void execute(Core core);

    /**
     * The prototype of a specialised form makes the form's instances.
     *
     * @param op of a pair the first instruction
     */
    Op instance(DecodedOp op, DecodedOp second, Core core) {
        throw new IllegalStateException("not a template");
    }

    /**
     * @return the effective address
     */
    final int offset(int[] gpr) {
        return (gpr[base] + (gpr[index] << scale) + displacement) & mask;
    }
}
