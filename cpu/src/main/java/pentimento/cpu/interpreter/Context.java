package pentimento.cpu.interpreter;

import pentimento.cpu.state.CpuState;
import pentimento.cpu.translation.RegionKey;

/**
 * What a block, found at a linear address, depends on beside that address: an int of mode bits and
 * the number of the present mapping from linear addresses to memory.
 */
final class Context {
    static final int CODE32 = RegionKey.CODE32, STACK32 = 2;

    /** One instruction per block: single step, the end of the budget. */
    static final int SINGLE = 4;

    /** Code fetches are user accesses. */
    static final int USER = RegionKey.USER;

    /** The bits that decoding depends on. */
    static final int DECODING = CODE32 | STACK32 | SINGLE;

    static final int MAPPING_SHIFT = 4, MOST_MAPPINGS = 1 << 31 - MAPPING_SHIFT;

    private Context() {}

    static int of(CpuState state, int mapping) {
        return mapping << MAPPING_SHIFT
                | (state.cs().isBig() ? CODE32 : 0)
                | (state.ss().isBig() ? STACK32 : 0)
                | (state.cpl == 3 ? USER : 0);
    }
}
