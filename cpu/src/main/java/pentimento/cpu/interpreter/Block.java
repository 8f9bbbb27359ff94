package pentimento.cpu.interpreter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Instructions in a row, decoded from one place in physical memory. Only the last one looks at EIP
 * or changes the mode. Independent of CS and EIP, so that two segments may share it.
 */
final class Block {
    /** No block: matches no address and no context. */
    static final Block NONE = new Block(new Op[0], new int[] {0}, new int[] {0}, -1, 0);

    final Op[] ops;

    /** Begin of each op in bytes from the block's begin; one more for the end. */
    final int[] offsets;

    /** How many instructions come before each op; one more for all. */
    final int[] before;

    final int count;
    final int length;

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

    Block(Op[] ops, int[] offsets, int[] before, int flat, int mode) {
        this.ops = ops;
        this.offsets = offsets;
        this.before = before;
        this.flat = flat;
        this.mode = mode;
        count = before[before.length - 1];
        length = offsets[offsets.length - 1];
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
        context = -1;
        link = NONE;
        otherLink = NONE;
    }
}
