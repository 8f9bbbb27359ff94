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

    private static final long ALL = 0xFFFFFFFFL;

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

    /**
     * @return true if a segment needs no checks and no base
     */
    public static boolean isFlat(Segment segment) {
        return segment.base == 0 && segment.readLast == ALL && segment.writeLast == ALL;
    }

    /**
     * @return true if a 16-bit offset that is a multiple of an operand's size needs no check
     */
    public static boolean isWhole(Segment segment) {
        return (segment.base & 7) == 0 && segment.readLast >= 0xFFFF && segment.writeLast >= 0xFFFF;
    }

    boolean fitsSegments(CpuState state) {
        Segment cs = state.segments[Segment.CS];
        if (cs.base != csBase || cs.limit != csLimit) {
            return false;
        }
        for (int left = flat; left != 0; left &= left - 1) {
            if (!isFlat(state.segments[Integer.numberOfTrailingZeros(left)])) {
                return false;
            }
        }
        for (int left = whole; left != 0; left &= left - 1) {
            if (!isWhole(state.segments[Integer.numberOfTrailingZeros(left)])) {
                return false;
            }
        }
        return true;
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
