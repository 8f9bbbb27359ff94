package pentimento.jit.analyse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pentimento.jit.discover.Calls;
import pentimento.jit.discover.Region;
import pentimento.jit.discover.RegionBlock;

/**
 * Where the budget is tested, and what for. Each block is charged as a whole; only the heads of
 * loops test, for the longest way to the next test, and who enters a region. So a path without
 * loops costs one test, and no way can overrun the budget: every cycle contains a head, since
 * blocks are in reverse postorder and an edge that goes back, or to the block itself, makes its
 * target a head. Where a called instruction moves counts or time, the next block tests too.
 */
public final class Paths {
    private final boolean[] tested;
    private final int[] longest;

    public Paths(Region region) {
        int n = region.blocks().size();
        tested = new boolean[n];
        Region.heads(region.blocks()).stream().forEach(head -> tested[head] = true);
        for (RegionBlock block : region.blocks()) {
            boolean movesTime =
                    block.last().called().isPresent()
                            && Calls.going(block.last().op()) == Calls.Going.AT_BOUNDARY;
            for (RegionBlock next : block.successors().values()) {
                tested[next.number()] |= movesTime;
            }
        }
        longest = new int[n];
        List<RegionBlock> backwards = new ArrayList<>(region.blocks()).reversed();
        for (RegionBlock block : backwards) {
            int beyond = 0;
            for (RegionBlock next : block.successors().values()) {
                if (!tested[next.number()]) {
                    beyond = Math.max(beyond, longest[next.number()]);
                }
            }
            longest[block.number()] = block.count() + beyond;
        }
    }

    public boolean isTested(RegionBlock block) {
        return tested[block.number()];
    }

    /**
     * @return counts to the next test or exit, at most
     */
    public int longest(RegionBlock block) {
        return longest[block.number()];
    }

    @Override
    public String toString() {
        return "tested " + Arrays.toString(tested) + " longest " + Arrays.toString(longest);
    }
}
