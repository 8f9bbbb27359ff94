package pentimento.jit.runtime;

import java.util.Arrays;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.translation.Processor;

/**
 * REP MOVS and REP STOS upwards as one step, where all of it lies within a page of plain memory, a
 * segment and the budget. Everything else is left to the interpreter's implementation.
 */
public final class Repeated {
    private static final int PAGE = 4096, OFFSET = PAGE - 1;
    private static final long UNSIGNED = 0xFFFFFFFFL;

    private Repeated() {}

    /**
     * REP STOS.
     *
     * @param budget what is left, the instruction being charged with one count already
     * @param count CX or ECX
     * @param to DI or EDI
     * @param size of an element in bytes: 1, 2, 4
     * @param mask FFFFh for 16-bit addresses, else all ones
     * @return false if nothing was done
     */
    public static boolean stos(
            Processor p, int budget, int count, int to, int value, int size, int mask) {
        if (!isPlain(p, budget, count, size)) {
            return false;
        }
        int at = index(p, Segment.ES, to, count * size, mask, true);
        if (at < 0) {
            return false;
        }
        byte[] flat = p.linear.flat();
        switch (size) {
            case 1 -> Arrays.fill(flat, at, at + count, (byte) value);
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    LinearMemory.SHORT.set(flat, at + 2 * i, (short) value);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    LinearMemory.INT.set(flat, at + 4 * i, value);
                }
            }
        }
        return true;
    }

    /**
     * REP MOVS, as {@link #stos}.
     *
     * @param source segment of the source
     * @param from SI or ESI
     */
    public static boolean movs(
            Processor p, int budget, int count, int to, int source, int from, int size, int mask) {
        if (!isPlain(p, budget, count, size)) {
            return false;
        }
        int bytes = count * size;
        int fromAt = index(p, source, from, bytes, mask, false);
        int toAt = index(p, Segment.ES, to, bytes, mask, true);
        int ahead = toAt - fromAt;
        if (fromAt < 0 || toAt < 0 || ahead > 0 && ahead < bytes) {
            return false; // also what reads what it has copied
        }
        byte[] flat = p.linear.flat();
        System.arraycopy(flat, fromAt, flat, toAt, bytes);
        return true;
    }

    private static boolean isPlain(Processor p, int budget, int count, int size) {
        return count > 0
                && count <= PAGE / size
                && count - 1 <= budget
                && !p.repeating
                && !p.flags.is(Flags.DF);
    }

    private static int index(
            Processor p, int segment, int offset, int bytes, int mask, boolean write) {
        Segment in = p.state.segments[segment];
        long last = (offset & UNSIGNED) + bytes - 1;
        int linear = in.base + offset;
        if (last > (write ? in.writeLast : in.readLast)
                || last > (mask & UNSIGNED)
                || (linear & OFFSET) + bytes > PAGE) {
            return -1;
        }
        return write ? p.linear.writableIndex(linear) : p.linear.readableIndex(linear);
    }
}
