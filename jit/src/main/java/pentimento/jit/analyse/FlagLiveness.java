package pentimento.jit.analyse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pentimento.jit.discover.Instruction;
import pentimento.jit.discover.Region;
import pentimento.jit.discover.RegionBlock;
import pentimento.jit.discover.Repertoire;
import pentimento.jit.discover.Repertoire.Transfer;

/**
 * After which instructions the arithmetic flags may still be looked at. All exits count as readers,
 * also those by an exception and by a test of the budget: EFLAGS images are the same in every tier.
 * What is dead costs no bytecode; what is alive costs stores to locals, which HotSpot drops where
 * they turn out to be dead after all.
 */
public final class FlagLiveness {
    private final boolean[][] after;

    public FlagLiveness(Region region, Paths paths) {
        int n = region.blocks().size();
        after = new boolean[n][];
        boolean[] before = new boolean[n];
        List<RegionBlock> backwards = new ArrayList<>(region.blocks()).reversed();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (RegionBlock block : backwards) {
                boolean alive = isAliveAtEnd(block, before);
                boolean[] inBlock = new boolean[block.count()];
                for (int i = block.count() - 1; i >= 0; i--) {
                    inBlock[i] = alive;
                    alive = isAliveBefore(block.instructions().get(i), alive);
                }
                alive |= paths.isTested(block);
                after[block.number()] = inBlock;
                changed |= alive != before[block.number()];
                before[block.number()] = alive;
            }
        }
    }

    private static boolean isAliveBefore(Instruction instruction, boolean after) {
        return Repertoire.mayFault(instruction)
                || switch (Repertoire.flags(instruction)) {
                    case READS, CHANGES -> true;
                    case NONE, KEEPS -> after;
                    case WRITES -> false;
                };
    }

    private static boolean isAliveAtEnd(RegionBlock block, boolean[] before) {
        Transfer transfer = Repertoire.transfer(block.last());
        int ways = transfer == Transfer.CONDITIONAL ? 2 : 1;
        boolean leaves =
                transfer == Transfer.RETURN
                        || transfer == Transfer.INDIRECT
                        || block.successors().size() < ways;
        return leaves || block.successors().values().stream().anyMatch(b -> before[b.number()]);
    }

    /**
     * @return true if the flags that instruction i of a block leaves may be looked at
     */
    public boolean isAliveAfter(RegionBlock block, int i) {
        return after[block.number()][i];
    }

    @Override
    public String toString() {
        return Arrays.deepToString(after);
    }
}
