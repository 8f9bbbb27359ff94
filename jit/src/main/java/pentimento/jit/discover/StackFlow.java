package pentimento.jit.discover;

import java.util.ArrayList;
import java.util.List;
import pentimento.cpu.translation.X87Key;

/**
 * Follows TOP and the tags along a region's paths, so that every instruction has one state. Where
 * two paths meet with different ones, the later leaves the region. A block ends after an
 * instruction that makes the state unknown.
 */
final class StackFlow {
    private StackFlow() {}

    /**
     * @return true if any instruction is an escape
     */
    static boolean usesX87(List<RegionBlock> blocks) {
        return blocks.stream()
                .flatMap(block -> block.instructions().stream())
                .anyMatch(instruction -> Escapes.isEscape(instruction.op()));
    }

    /**
     * @param blocks in their order
     * @param first where the region is entered in the state of the key
     * @return those that are still reached
     */
    static List<RegionBlock> settle(List<RegionBlock> blocks, RegionBlock first, X87Key key) {
        first.stack(StackState.of(key));
        var reached = new ArrayList<RegionBlock>();
        for (RegionBlock block : blocks) {
            if (block.hasStack()) {
                reached.add(block);
                follow(block);
            }
        }
        for (RegionBlock block : reached) {
            block.successors().values().removeIf(next -> !reached.contains(next));
        }
        return reached;
    }

    private static void follow(RegionBlock block) {
        StackState state = block.stack();
        for (int i = 0; i < block.count(); i++) {
            Escapes.Step step = Escapes.step(state, block.instructions().get(i).op());
            state = step.after();
            if (step.way() == Escapes.Way.LEAVES) {
                block.endAfter(i);
                block.successors().clear();
                return;
            }
        }
        StackState end = state;
        block.successors()
                .values()
                .removeIf(
                        next -> {
                            if (!next.hasStack()) {
                                next.stack(end);
                            }
                            return !next.stack().equals(end);
                        });
    }
}
