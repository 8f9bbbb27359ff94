package pentimento.cpu.interpreter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CompiledRegion;

/**
 * Instructions in a row, decoded from one place in physical memory. Only the last one looks at EIP
 * or changes the mode. Independent of CS and EIP, so that two segments may share it.
 */
final class Block implements CodeBlock {
    /** No block: matches no address and no context. */
    static final Block NONE = new Block(new Op[0], new int[] {0}, -1, 0);

    Op[] ops;

    /** Begin of each op in bytes from the block's begin; the last entry is the end. */
    final int[] offsets;

    /** Instructions, each an op, but the last op may be two. */
    final int count;

    final int length;

    /** Its ops are specialised forms, or can't be. */
    boolean isSpecialised;

    /**
     * What the budget must cover to execute it: its count; or, while a region does, a number that
     * leaves less than nothing of any budget.
     */
    int needed;

    /** After how many more executions somebody must look at it. */
    int untilLookedAt;

    private int lookedAt;

    /** Translated code that begins with it, and all that it is a part of. */
    @Nullable CompiledRegion region;

    /** Which of the region's entries it is. */
    int regionEntry;

    private List<CompiledRegion> regions = List.of();
    private boolean dropped;

    /** How often a region was left for it, though the budget was not at its end. */
    int arrivals;

    /** Index of the first byte in the flat array, or -1 if it is not found by that. */
    final int flat;

    /** What it was decoded for, see {@link Context}. */
    final int mode;

    /** The linear address at which it was last found, and in which context. */
    int linear = -1;

    int context = -1;

    /** Successors at which it arrived before, to be checked by address and context. */
    Block link = NONE, otherLink = NONE;

    /** Where it went when its links did not tell: the targets of an indirect jump. */
    private final Successors reached = new Successors();

    /** Next block that begins in the same granule. */
    @Nullable Block chained;

    Block(Op[] ops, int[] offsets, int flat, int mode) {
        this.ops = ops;
        this.offsets = offsets;
        this.flat = flat;
        this.mode = mode;
        count = ops.length;
        needed = count;
        length = offsets[count];
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

    /**
     * @return how often it was executed
     */
    int heat() {
        return lookedAt - untilLookedAt;
    }

    /** At that heat somebody must look at it. */
    void lookAt(int newHeat) {
        untilLookedAt = newHeat - heat();
        lookedAt = newHeat;
    }

    /** Remembers a successor, unless both links serve others. */
    void link(Block successor) {
        if (link.context != successor.context) {
            link = successor;
        } else if (otherLink.context != successor.context) {
            otherLink = successor;
        }
    }

    // ---------------------------------------------------------------- translation

    /** Remembers for the translator where it went. */
    void reach(Block successor) {
        reached.add(successor);
    }

    /** From now on a region is entered in place of this block. */
    void attach(CompiledRegion newRegion, int entry) {
        region = newRegion;
        regionEntry = entry;
        needed = Integer.MIN_VALUE;
    }

    /** From now on this block is executed itself. */
    void detach() {
        region = null;
        needed = count;
        link = NONE;
        otherLink = NONE;
    }

    /**
     * Looks for another region that begins with it: they differ in what they take for granted.
     *
     * @return true if there is one that may be entered now; it is attached
     */
    boolean attachOther(Core core, int inContext) {
        for (CompiledRegion other : regions) {
            for (int i = 0; i < other.entries().size(); i++) {
                if (other.entries().get(i).block().equals(this) && other.fits(i, core, inContext)) {
                    attach(other, i);
                    return true;
                }
            }
        }
        return false;
    }

    /** Its code is also executed by a region, which goes when this block goes. */
    void join(CompiledRegion newRegion) {
        var all = new ArrayList<>(regions);
        all.removeIf(CompiledRegion::isDropped);
        all.add(newRegion);
        regions = all;
    }

    @Override
    public void releaseDropped() {
        if (region != null && region.isDropped()) {
            detach();
        }
        regions = regions.stream().filter(r -> !r.isDropped()).toList();
    }

    @Override
    public int flat() {
        return flat;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int executions() {
        return heat();
    }

    @Override
    public boolean isEntry() {
        return region != null;
    }

    @Override
    public boolean isTranslated() {
        for (CompiledRegion each : regions) {
            if (!each.isDropped() && !each.equals(region)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int arrivals() {
        return arrivals;
    }

    @Override
    public List<Integer> successors() {
        return reached.linear();
    }

    @Override
    public boolean isDropped() {
        return dropped;
    }

    /** Its code is about to be overwritten: what has not been executed yet never will. */
    void drop() {
        Arrays.fill(ops, StaleOp.INSTANCE);
        dropped = true;
        regions.forEach(CompiledRegion::drop);
        regions = List.of();
        detach();
        context = -1;
        link = NONE;
        otherLink = NONE;
    }
}
