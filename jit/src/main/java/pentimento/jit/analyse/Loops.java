package pentimento.jit.analyse;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import pentimento.jit.discover.Region;
import pentimento.jit.discover.RegionBlock;

/**
 * The natural loops of a region and how they nest. Where control comes into a loop in its middle
 * only, besides its head, HotSpot does not take it for a loop, and gives its values no registers;
 * so who enters a region in the middle of a loop has to come by the heads of all loops around.
 *
 * <p>A back edge is one to a block that dominates its source (Aho, Lam, Sethi, Ullman, Compilers,
 * section 9.6); its loop are the blocks that lead to the source and not through the head.
 */
public final class Loops {
    private record Loop(RegionBlock head, BitSet body) {}

    private final List<RegionBlock> blocks;
    private final int begin;
    private final List<BitSet> before = new ArrayList<>(); // predecessors
    private final List<Loop> loops = new ArrayList<>(); // outer ones before inner ones

    public Loops(Region region) {
        blocks = region.blocks();
        begin = region.entries().getFirst().block().number();
        blocks.forEach(block -> before.add(new BitSet()));
        for (RegionBlock block : blocks) {
            for (RegionBlock next : block.successors().values()) {
                before.get(next.number()).set(block.number());
            }
        }
        List<BitSet> dominators = dominators();
        for (RegionBlock head : blocks) {
            var body = new BitSet();
            before.get(head.number()).stream()
                    .filter(source -> dominators.get(source).get(head.number()))
                    .forEach(source -> collect(source, head, body));
            if (!body.isEmpty()) {
                loops.add(new Loop(head, body));
            }
        }
        loops.sort(Comparator.comparingInt(loop -> -loop.body().cardinality()));
    }

    /** Which blocks are on all ways to each; blocks are in reverse postorder. */
    private List<BitSet> dominators() {
        var dominators = new ArrayList<BitSet>();
        for (int n = 0; n < blocks.size(); n++) {
            var all = new BitSet();
            all.set(0, blocks.size());
            dominators.add(all);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int n = 0; n < blocks.size(); n++) {
                BitSet now = common(n, dominators);
                now.set(n);
                changed |= !now.equals(dominators.get(n));
                dominators.set(n, now);
            }
        }
        return dominators;
    }

    private BitSet common(int n, List<BitSet> dominators) {
        var common = new BitSet();
        int first = before.get(n).nextSetBit(0);
        boolean isRoot = n == begin || first < 0 || first >= n; // nothing before it leads here
        if (!isRoot) {
            common.set(0, blocks.size());
            before.get(n).stream().forEach(b -> common.and(dominators.get(b)));
        }
        return common;
    }

    private void collect(int source, RegionBlock head, BitSet body) {
        body.set(head.number());
        var open = new ArrayList<>(List.of(source));
        while (!open.isEmpty()) {
            int n = open.removeLast();
            if (!body.get(n)) {
                body.set(n);
                before.get(n).stream().forEach(open::add);
            }
        }
    }

    /**
     * @return the heads of the loops around a block, the outermost first; without itself
     */
    public List<RegionBlock> around(RegionBlock block) {
        return loops.stream()
                .filter(loop -> loop.body().get(block.number()) && !loop.head().equals(block))
                .map(Loop::head)
                .toList();
    }

    @Override
    public String toString() {
        return loops.toString();
    }
}
