package pentimento.cpu.interpreter;

import static pentimento.cpu.state.CpuState.EAX;
import static pentimento.cpu.state.CpuState.EDI;
import static pentimento.cpu.state.CpuState.ESI;

import java.util.Arrays;
import pentimento.cpu.interpreter.Strings.Elements;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;

/**
 * REP MOVS and REP STOS upwards, in pieces that stay within a page, a segment and plain memory:
 * what many iterations would do, at once. Everything else is left to single iterations.
 */
final class BlockMoves {
    /** Many iterations at once. */
    interface Piece {
        /**
         * @param most how many iterations there may be
         * @return how many were done, registers moved; 0 if it takes a single one
         */
        int execute(Core core, Segment source, Elements elements, int most);
    }

    static final Piece NONE = (core, source, elements, most) -> 0;

    private static final int SHORTEST = 4, PAGE_SIZE = 4096, PAGE_MASK = PAGE_SIZE - 1;

    private BlockMoves() {}

    static int stos(Core core, Segment source, Elements elements, int most) {
        int offset = elements.at(core, EDI);
        int n = within(core, core.es, offset, elements, most, core.es.writeLast);
        if (n < SHORTEST) {
            return 0;
        }
        int at = core.linear.writableIndex(core.es.base + offset);
        if (at < 0) {
            return 0;
        }
        fill(core.linear.flat(), at, n, elements.width().bytes(), core.gpr[EAX]);
        elements.advanceBy(core, EDI, n);
        return n;
    }

    private static void fill(byte[] flat, int at, int n, int size, int value) {
        if (size == 1) {
            Arrays.fill(flat, at, at + n, (byte) value);
            return;
        }
        for (int i = 0; i < n; i++) {
            if (size == 2) {
                LinearMemory.SHORT.set(flat, at + 2 * i, (short) value);
            } else {
                LinearMemory.INT.set(flat, at + 4 * i, value);
            }
        }
    }

    static int movs(Core core, Segment source, Elements elements, int most) {
        int from = elements.at(core, ESI), to = elements.at(core, EDI);
        int n = within(core, source, from, elements, most, source.readLast);
        n = within(core, core.es, to, elements, n, core.es.writeLast);
        if (n < SHORTEST) {
            return 0;
        }
        int fromIndex = core.linear.readableIndex(source.base + from);
        int toIndex = core.linear.writableIndex(core.es.base + to);
        if (fromIndex < 0 || toIndex < 0) {
            return 0;
        }
        int size = elements.width().bytes(), ahead = toIndex - fromIndex;
        if (ahead > 0 && ahead < n * size) {
            n = ahead / size; // what is copied must not be read again in this piece
            if (n < SHORTEST) {
                return 0;
            }
        }
        byte[] flat = core.linear.flat();
        System.arraycopy(flat, fromIndex, flat, toIndex, n * size);
        elements.advanceBy(core, ESI, n);
        elements.advanceBy(core, EDI, n);
        return n;
    }

    /**
     * @param last the last offset that may be accessed without a closer look, or -1
     * @return how many elements from an offset lie within limit, page and address size; at most
     *     {@code most}, 0 if DF is set
     */
    private static int within(
            Core core, Segment segment, int offset, Elements elements, int most, long last) {
        if (core.flags.is(Flags.DF)) {
            return 0;
        }
        int inPage = PAGE_SIZE - (segment.base + offset & PAGE_MASK);
        long inSegment = last - (offset & 0xFFFFFFFFL) + 1;
        long bytes = Math.min(inPage, inSegment);
        if (elements.address().bits() == 16) {
            bytes = Math.min(bytes, 0x10000 - offset);
        }
        return bytes <= 0 ? 0 : (int) Math.min(most, bytes / elements.width().bytes());
    }
}
