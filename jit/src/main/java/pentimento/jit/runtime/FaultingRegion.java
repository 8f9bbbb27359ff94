package pentimento.jit.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.RegionKey;

/** A region that knows where each of its instructions is, for exceptions. */
public abstract class FaultingRegion extends CompiledRegion {
    /**
     * How often an instruction has left a region that calls instead from then on. It is more than
     * pages that a loop comes to for the first time: each leaves once.
     */
    private static final int OFTEN = 256;

    private static final int COUNTS_BETWEEN = 1_000;

    private final FaultMap faults;
    private final int[] left;

    protected FaultingRegion(
            RegionKey key, List<CodeBlock> blocks, List<Entry> entries, FaultMap faults) {
        super(key, blocks, entries);
        this.faults = faults;
        left = new int[faults.eips.length];
    }

    /**
     * By instruction number, from 1.
     *
     * @param eips of the instructions
     * @param uncompleted how many counts of a block, which is charged as a whole, are left from the
     *     instruction on
     * @param places of the instructions in the flat array
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record FaultMap(int[] eips, int[] uncompleted, int[] places) {}

    /**
     * After an exception, with the registers written back: EIP and budget become exact.
     *
     * @return what is left of the budget, if the region was left for the interpreter to go on
     * @throws RuntimeException all others
     */
    protected final int left(Processor p, int budget, RuntimeException e) {
        int at = p.leftAt;
        if (at != 0) {
            p.state.eip = faults.eips[at];
            p.remaining = budget + faults.uncompleted[at];
        }
        if (e != LeaveRegion.INSTANCE) {
            throw e;
        }
        left[at]++;
        if (isOften(at)) {
            outgrown(true);
        }
        p.interpretNext = true;
        return p.remaining;
    }

    /**
     * @return the places of the instructions that it was left for too often; it counts anew
     */
    public int[] leftForOften() {
        int[] often =
                IntStream.range(1, left.length)
                        .filter(this::isOften)
                        .map(at -> faults.places[at])
                        .toArray();
        Arrays.fill(left, 0);
        outgrown(false);
        return often;
    }

    private boolean isOften(int at) {
        return left[at] >= OFTEN && executed() / left[at] < COUNTS_BETWEEN;
    }
}
