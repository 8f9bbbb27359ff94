package pentimento.jit.runtime;

import java.util.List;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.RegionKey;

/** A region that knows where each of its instructions is, for exceptions. */
public abstract class FaultingRegion extends CompiledRegion {
    private final FaultMap faults;

    protected FaultingRegion(RegionKey key, List<CodeBlock> blocks, int least, FaultMap faults) {
        super(key, blocks, least);
        this.faults = faults;
    }

    /**
     * By instruction number, from 1.
     *
     * @param eips of the instructions
     * @param uncompleted how many counts of a block, which is charged as a whole, are left from the
     *     instruction on
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record FaultMap(int[] eips, int[] uncompleted) {}

    /** After an exception, with the registers written back: EIP and budget become exact. */
    protected final void left(Processor p, int budget) {
        if (p.leftAt == 0) {
            return;
        }
        p.state.eip = faults.eips[p.leftAt];
        p.remaining = budget + faults.uncompleted[p.leftAt];
    }
}
