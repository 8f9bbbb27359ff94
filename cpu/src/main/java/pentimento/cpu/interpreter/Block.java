package pentimento.cpu.interpreter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.decode.DecodedOp;

/**
 * Instructions in a row, decoded from one place in physical memory. Only the last one looks at EIP
 * or changes the mode. Independent of CS and EIP, so that two segments may share it.
 */
final class Block {
    /** No block: matches no address and no context. */
    static final Block NONE = new Block(new Op[0], new int[] {0}, -1, 0);

    /** Two instructions that may become one op. */
    record Pair(DecodedOp first, DecodedOp second) {}

    /** After so many executions it is worth to be improved. */
    static final int HOT = 100;

    Op[] ops;

    /** Begin of each op in bytes from the block's begin; the last entry is the end. */
    final int[] offsets;

    /** Instructions, each an op, but the last op may be two. */
    final int count;

    final int length;

    /** How often it was executed. */
    int heat;

    @Nullable Pair pair;

    /** Index of the first byte in the flat array, or -1 if it is not found by that. */
    final int flat;

    /** What it was decoded for, see {@link Context}. */
    final int mode;

    /** The linear address at which it was last found, and in which context. */
    int linear = -1;

    int context = -1;

    /** Successors at which it arrived before, to be checked by address and context. */
    Block link = NONE, otherLink = NONE;

    /** Next block that begins in the same granule. */
    @Nullable Block chained;

    Block(Op[] ops, int[] offsets, int flat, int mode) {
        this.ops = ops;
        this.offsets = offsets;
        this.flat = flat;
        this.mode = mode;
        count = ops.length;
        length = offsets[count];
    }

    /** The offset of the second is left out: a fault in it is told apart by the op itself. */
    void replaceLastTwo(Op both) {
        Op[] joined = Arrays.copyOf(ops, count - 1);
        joined[count - 2] = both;
        ops = joined;
    }

    /**
     * @param op index of an op; for {@code ops.length} the end
     * @return how many instructions come before it
     */
    int before(int op) {
        return op == ops.length ? count : op;
    }

    /**
     * @return in bytes from the block's begin
     */
    int offset(int op) {
        return op == ops.length ? length : offsets[op];
    }

    boolean isAt(int address, int inContext) {
        return linear == address && context == inContext;
    }

    /** Remembers a successor, unless both links serve others. */
    void link(Block successor) {
        if (link.context != successor.context) {
            link = successor;
        } else if (otherLink.context != successor.context) {
            otherLink = successor;
        }
    }

    /** Its code is about to be overwritten: what has not been executed yet never will. */
    void drop() {
        Arrays.fill(ops, StaleOp.INSTANCE);
        pair = null;
        context = -1;
        link = NONE;
        otherLink = NONE;
    }
}
