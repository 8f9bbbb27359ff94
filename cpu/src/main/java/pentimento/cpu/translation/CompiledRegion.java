package pentimento.cpu.translation;

import java.util.Arrays;
import java.util.List;
import pentimento.cpu.state.CpuState;

/**
 * Several guest blocks as one Java method. Running it is the same as interpreting the same
 * instructions: it begins and ends at an instruction boundary, with everything in the processor's
 * state.
 */
public abstract class CompiledRegion {
    /** Bits of the context that tell the mapping of linear addresses apart. */
    private static final int MAPPING = ~0xF;

    /**
     * Where it may be entered.
     *
     * @param block that begins there
     * @param eip of its first instruction
     * @param least counts that the budget must cover
     * @param x87 what the floating-point unit must be like
     */
    public record Entry(CodeBlock block, int eip, int least, X87Key x87) {}

    private final RegionKey key;
    private final List<CodeBlock> blocks;
    private final Entry[] entries;
    private int validIn = -1, validFor;
    private boolean dropped, replaced, outgrown;
    private long executed;
    private long outside, overBudget, forAttention, interpreted, byException, overwritten;

    /**
     * @param blocks whose code it executes
     * @param entries the first one is where it begins
     */
    protected CompiledRegion(RegionKey key, List<CodeBlock> blocks, List<Entry> entries) {
        this.key = key;
        this.blocks = List.copyOf(blocks);
        this.entries = entries.toArray(Entry[]::new);
    }

    /**
     * Executes from an entry until code outside of it, attention, or a budget that does not cover
     * the way to the next test.
     *
     * @param budget at least what the entry asks for
     * @param entry number
     * @return what is left of the budget
     * @throws RuntimeException as the interpreter's instructions do: the state is that before the
     *     instruction, {@link Processor#remaining} tells what is left
     */
    public abstract int run(Processor processor, int budget, int entry);

    public final RegionKey key() {
        return key;
    }

    public final List<CodeBlock> blocks() {
        return blocks;
    }

    /**
     * @return the first is where it begins
     */
    public final List<Entry> entries() {
        return List.of(entries);
    }

    /**
     * @return counts that the budget must cover at an entry
     */
    public final int least(int entry) {
        return entries[entry].least();
    }

    /**
     * @return true if it serves wherever another one does
     */
    public final boolean supersedes(CompiledRegion other) {
        return key.mode() == other.key.mode()
                && key.csBase() == other.key.csBase()
                && key.csLimit() == other.key.csLimit()
                && Arrays.stream(other.entries).allMatch(this::hasEntry);
    }

    private boolean hasEntry(Entry other) {
        return Arrays.stream(entries)
                .anyMatch(e -> e.block().equals(other.block()) && e.x87().equals(other.x87()));
    }

    /**
     * @return true if it may be entered now
     */
    public final boolean fits(int entry, Processor processor, int context) {
        Entry at = entries[entry];
        CpuState state = processor.state;
        int shapes = state.shapes.version;
        if (dropped
                || state.eip != at.eip()
                || !processor.linear.isDirect()
                || !at.x87().fits(state, processor.fpu)) {
            return false;
        }
        if (context == validIn && shapes == validFor) {
            return true;
        }
        if ((context & ~MAPPING) != key.mode()
                || !key.fitsSegments(state)
                || context != validIn && !key.fitsPages(processor.linear)) {
            return false;
        }
        validIn = context;
        validFor = shapes;
        return true;
    }

    /**
     * @return true if it should be made again, with what has been learned since
     */
    public final boolean isOutgrown() {
        return outgrown;
    }

    /** Asks for another one, or has been told why. */
    protected final void outgrown(boolean isOutgrown) {
        outgrown = isOutgrown;
    }

    /** Its code was overwritten, or it must make room. */
    public final void drop() {
        dropped = true;
    }

    /** Another one serves wherever it does. */
    public final void replace() {
        replaced = true;
        dropped = true;
    }

    /**
     * @return true if it was dropped for a better one
     */
    public final boolean isReplaced() {
        return replaced;
    }

    public final boolean isDropped() {
        return dropped;
    }

    /** Counts a run. */
    public final void ran(int counts, RegionExit exit) {
        executed += counts;
        switch (exit) {
            case OUTSIDE -> outside++;
            case BUDGET -> overBudget++;
            case ATTENTION -> forAttention++;
            case INTERPRETED -> interpreted++;
            case EXCEPTION -> byException++;
            case OVERWRITTEN -> overwritten++;
        }
    }

    /**
     * @return how often it was left for a reason
     */
    public final long exits(RegionExit exit) {
        return switch (exit) {
            case OUTSIDE -> outside;
            case BUDGET -> overBudget;
            case ATTENTION -> forAttention;
            case INTERPRETED -> interpreted;
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
