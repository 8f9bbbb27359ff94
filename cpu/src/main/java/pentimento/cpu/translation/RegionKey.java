package pentimento.cpu.translation;

import java.util.List;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;

/**
 * What a region was made for; it is entered only while all of this holds.
 *
 * @param mode the bits of the context beside the number of the mapping
 * @param csBase linear address of the code segment
 * @param csLimit of the code segment, in bytes
 * @param flat bit n = segment register n must begin at 0 and allow all of 4 GiB
 * @param whole bit n = segment register n must begin at a multiple of 8 and allow all 16-bit
 *     offsets, as in real mode
 * @param pages where its code lies
 * @param x87 what the floating-point unit must be like
 */
public record RegionKey(
        int mode, int csBase, int csLimit, int flat, int whole, List<Page> pages, X87Key x87) {
    /** Bits of the mode: the D bit of CS, user rights. */
    public static final int CODE32 = 1, USER = 8;

    /**
     * @param linear address of a page of code
     * @param flat its index in the flat array
     */
    public record Page(int linear, int flat) {}

    public RegionKey {
        pages = List.copyOf(pages);
    }

    /**
     * @return whether operands are doublewords where a prefix does not say otherwise
     */
    public boolean isCode32() {
        return (mode & CODE32) != 0;
    }

    /**
     * @return whether its accesses are made with user rights
     */
    public boolean isUser() {
        return (mode & USER) != 0;
    }

    boolean fitsSegments(CpuState state) {
        Segment cs = state.segments[Segment.CS];
        Segment.Shapes shapes = state.shapes;
        return cs.base == csBase
                && cs.limit == csLimit
                && (flat & ~shapes.flat | whole & ~shapes.whole) == 0;
    }

    boolean fitsPages(LinearMemory memory) {
        for (int i = 0; i < pages.size(); i++) {
            if (memory.probeCode(pages.get(i).linear()) != pages.get(i).flat()) {
                return false;
            }
        }
        return true;
    }
}
