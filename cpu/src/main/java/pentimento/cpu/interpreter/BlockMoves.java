package pentimento.cpu.interpreter;

import static pentimento.cpu.state.CpuState.EAX;
import static pentimento.cpu.state.CpuState.EDI;
import static pentimento.cpu.state.CpuState.ESI;

import java.util.Arrays;
import pentimento.cpu.alu.Alu;
import pentimento.cpu.alu.Width;
import pentimento.cpu.interpreter.Strings.Elements;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;

/**
 * REP MOVS, STOS, CMPS and SCAS upwards, in pieces that stay within a page, a segment and plain
 * memory: what many iterations would do, at once. Everything else is left to single iterations.
 */
final class BlockMoves {
    /** Many iterations at once. */
    interface Piece {
        /**
         * @param whileEqual of CMPS and SCAS: how the elements must compare to go on
         * @param most how many iterations there may be
         * @return how many were done, registers moved; 0 if it takes a single one
         */
        int execute(Core core, Segment source, Elements elements, boolean whileEqual, int most);
    }

    static final Piece NONE = (core, source, elements, whileEqual, most) -> 0;

    private static final int SHORTEST = 4, PAGE_SIZE = 4096, PAGE_MASK = PAGE_SIZE - 1;

    private BlockMoves() {}

    static int stos(Core core, Segment source, Elements elements, boolean whileEqual, int most) {
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

    static int movs(Core core, Segment source, Elements elements, boolean whileEqual, int most) {
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

    /** Flags are those of the last element. */
    static int scas(Core core, Segment source, Elements elements, boolean whileEqual, int most) {
        int offset = elements.at(core, EDI);
        int n = within(core, core.es, offset, elements, most, core.es.readLast);
        int at = n < SHORTEST ? -1 : core.linear.readableIndex(core.es.base + offset);
        if (at < 0) {
            return 0;
        }
        byte[] flat = core.linear.flat();
        Width width = elements.width();
        int value = width.truncate(core.gpr[EAX]), element, done = 0;
        do {
            element = load(flat, width, at + done++ * width.bytes());
        } while (done < n && element == value == whileEqual);
        Alu.sub(core.flags, width, value, element);
        elements.advanceBy(core, EDI, done);
        return done;
    }

    /** Flags are those of the last elements. */
    static int cmps(Core core, Segment source, Elements elements, boolean whileEqual, int most) {
        int first = elements.at(core, ESI), second = elements.at(core, EDI);
        int n = within(core, source, first, elements, most, source.readLast);
        n = within(core, core.es, second, elements, n, core.es.readLast);
        int firstAt = n < SHORTEST ? -1 : core.linear.readableIndex(source.base + first);
        int secondAt = firstAt < 0 ? -1 : core.linear.readableIndex(core.es.base + second);
        if (secondAt < 0) {
            return 0;
        }
        byte[] flat = core.linear.flat();
        Width width = elements.width();
        int a, b, done = 0;
        do {
            a = load(flat, width, firstAt + done * width.bytes());
            b = load(flat, width, secondAt + done++ * width.bytes());
        } while (done < n && a == b == whileEqual);
        Alu.sub(core.flags, width, a, b);
        elements.advanceBy(core, ESI, done);
        elements.advanceBy(core, EDI, done);
        return done;
    }

    private static int load(byte[] flat, Width width, int at) {
        return switch (width.bits()) {
            case 8 -> flat[at] & 0xFF;
            case 16 -> (short) LinearMemory.SHORT.get(flat, at) & 0xFFFF;
            default -> (int) LinearMemory.INT.get(flat, at);
        };
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
