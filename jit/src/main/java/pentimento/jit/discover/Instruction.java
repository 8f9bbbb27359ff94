package pentimento.jit.discover;

import pentimento.cpu.decode.DecodedOp;

/** An instruction at its place in the code segment. */
public record Instruction(int eip, DecodedOp op) {
    /**
     * @return EIP of the next
     */
    public int next() {
        return eip + op.length();
    }

    /**
     * @return where a relative jump or call goes
     */
    public int target() {
        return op.operandWidth().truncate(next() + op.immediate());
    }
}
