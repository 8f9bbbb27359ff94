package pentimento.cpu.interpreter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The blocks that followed a block, as far as few enough did. */
final class Successors {
    private static final int MOST = 24;

    private Block[] blocks = {};
    private int size;

    void add(Block block) {
        for (int i = 0; i < size; i++) {
            if (blocks[i] == block) {
                return;
            }
        }
        if (size < MOST) {
            if (size == blocks.length) {
                blocks = Arrays.copyOf(blocks, Math.max(2, 2 * size));
            }
            blocks[size++] = block;
        }
    }

    /**
     * @return addresses at which they were found
     */
    List<Integer> linear() {
        var all = new ArrayList<Integer>();
        for (int i = 0; i < size; i++) {
            if (!blocks[i].isDropped()) {
                all.add(blocks[i].linear);
            }
        }
        return all;
    }
}
