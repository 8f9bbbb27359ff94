package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Address;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Operand;
import pentimento.cpu.state.Segment;

/**
 * An instruction ready to execute, with its operands resolved. Instances are hot: fields instead of
 * operand objects.
 */
abstract class Op {
    /** Number of the first register operand if it is the first operand. */
    final byte destination;

    /** Number of the register that is the second operand. */
    final byte source;

    final byte base, index, scale;
    final int displacement, mask;
    final int immediate;
    final Segment segment;

    /** Of something that is no instruction. */
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
        int implied = 0;
        byte first = 0, second = 0;
        for (int i = 0; i < op.operandCount(); i++) {
            switch (op.operand(i)) {
                case Operand.Register(int number, Width width) -> {
                    if (i == 0) {
                        first = (byte) number;
                    } else if (i == 1) {
                        second = (byte) number;
                    }
                }
                case Operand.Immediate(int value, Width width) -> {
                    if (op.opcode().operands().get(i).equals("1")) {
                        implied = value;
                    }
                }
                default -> {}
            }
        }
        destination = first;
        source = second;
        immediate = op.immediate() | implied;
    }

    /**
     * EIP is that of the block's begin; for the last op of a block, that of the next instruction.
     */
    abstract void execute(Core core);

    /**
     * @return the effective address
     */
    final int offset(int[] gpr) {
        return (gpr[base] + (gpr[index] << scale) + displacement) & mask;
    }
}
