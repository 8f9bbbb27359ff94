package pentimento.jit.discover;

import java.util.Optional;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.translation.Operation;

/**
 * An instruction at its place in the code segment.
 *
 * @param place of its first byte in the flat array
 * @param isSlow its accesses are those of the interpreter: it touches a device, or code
 * @param called nothing if it becomes bytecode, else what the region calls
 */
public record Instruction(
        int eip, int place, DecodedOp op, boolean isSlow, Optional<Operation> called) {
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
