package pentimento.cpu.translation;

import java.util.List;

/**
 * Several guest blocks as one Java method. Running it is the same as interpreting the same
 * instructions: it begins and ends at an instruction boundary, with everything in the processor's
 * state.
 */
public abstract class CompiledRegion {
    /** Bits of the context that tell the mapping of linear addresses apart. */
    private static final int MAPPING = ~0xF;

    private final RegionKey key;
    private final List<CodeBlock> blocks;
    private final int least;
    private int validIn = -1;
    private boolean dropped;
    private long executed, outside, overBudget, forAttention, byException, overwritten;

    /**
     * @param blocks whose code it executes, the first one at its begin
     * @param least counts that the budget must cover
     */
    protected CompiledRegion(RegionKey key, List<CodeBlock> blocks, int least) {
        this.key = key;
        this.blocks = List.copyOf(blocks);
        this.least = least;
    }

    /**
     * Executes from its begin until code outside of it, attention, or a budget that does not cover
     * the way to the next test.
     *
     * @param budget at least {@link #least}
     * @return what is left of the budget
     * @throws RuntimeException as the interpreter's instructions do: the state is that before the
     *     instruction, {@link Processor#remaining} tells what is left
     */
    public abstract int run(Processor processor, int budget);

    public final RegionKey key() {
        return key;
    }

    public final List<CodeBlock> blocks() {
        return blocks;
    }

    /**
     * @return counts that the budget must cover
     */
    public final int least() {
        return least;
    }

    /**
     * @return true if it may be entered now
     */
    public final boolean fits(Processor processor, int context) {
        if (dropped
                || !key.fitsSegments(processor.state)
                || !key.x87().fits(processor.state, processor.fpu)) {
            return false;
        }
        if (context != validIn) {
            if ((context & ~MAPPING) != key.mode() || !key.fitsPages(processor.linear)) {
                return false;
            }
            validIn = context;
        }
        return true;
    }

    /** Its code was overwritten, or it must make room. */
    public final void drop() {
        dropped = true;
    }

    public final boolean isDropped() {
        return dropped;
    }

    /** Counts a run. */
    public final void ran(int counts, RegionExit exit) {
        switch (exit) {
            case OUTSIDE -> outside++;
            case BUDGET -> overBudget++;
            case ATTENTION -> forAttention++;
            case EXCEPTION -> byException++;
            case OVERWRITTEN -> overwritten++;
        }
        executed += counts;
    }

    /**
     * @return how often it was left for a reason
     */
    public final long exits(RegionExit exit) {
        return switch (exit) {
            case OUTSIDE -> outside;
            case BUDGET -> overBudget;
            case ATTENTION -> forAttention;
            case EXCEPTION -> byException;
            case OVERWRITTEN -> overwritten;
        };
    }

    /**
     * @return counts that retired in it
     */
    public final long executed() {
        return executed;
    }
}
