package pentimento.jit.runtime;

import pentimento.cpu.alu.Products;
import pentimento.cpu.alu.Width;
import pentimento.cpu.state.Segment;
import pentimento.cpu.translation.Processor;

/**
 * The interpreter's own accesses, called by translated code: for the instructions that would leave
 * their region too often, since they touch a device or a page with code in it.
 */
public final class SlowPath {
    private SlowPath() {}

    private static Segment segment(Processor p, int index) {
        return p.state.segments[index];
    }

    // @formatter:off
    public static int read8(Processor p, int at, int segment, int offset) {
        p.leftAt = at;
        return p.memory.read8(segment(p, segment), offset);
    }

    public static int read16(Processor p, int at, int segment, int offset) {
        p.leftAt = at;
        return p.memory.read16(segment(p, segment), offset);
    }

    public static int read32(Processor p, int at, int segment, int offset) {
        p.leftAt = at;
        return p.memory.read32(segment(p, segment), offset);
    }

    /** The load of a read-modify-write: makes sure that the store can't fault. */
    public static int modify8(Processor p, int at, int segment, int offset) {
        p.leftAt = at;
        return p.memory.readToModify(Width.BYTE, segment(p, segment), offset);
    }

    public static int modify16(Processor p, int at, int segment, int offset) {
        p.leftAt = at;
        return p.memory.readToModify(Width.WORD, segment(p, segment), offset);
    }

    public static int modify32(Processor p, int at, int segment, int offset) {
        p.leftAt = at;
        return p.memory.readToModify(Width.DWORD, segment(p, segment), offset);
    }

    public static void write8(Processor p, int at, int segment, int offset, int value) {
        p.leftAt = at;
        p.memory.write8(segment(p, segment), offset, value);
    }

    public static void write16(Processor p, int at, int segment, int offset, int value) {
        p.leftAt = at;
        p.memory.write16(segment(p, segment), offset, value);
    }

    public static void write32(Processor p, int at, int segment, int offset, int value) {
        p.leftAt = at;
        p.memory.write32(segment(p, segment), offset, value);
    }
    public static long read64(Processor p, int at, int segment, int offset) {
        p.leftAt = at;
        return p.memory.read64(segment(p, segment), offset);
    }

    public static void write64(Processor p, int at, int segment, int offset, long value) {
        p.leftAt = at;
        p.memory.write64(segment(p, segment), offset, value);
    }

    /** The ten bytes of a register of the x87. */
    public static void write80(Processor p, int at, int segment, int offset, int high, long low) {
        p.leftAt = at;
        Segment of = segment(p, segment);
        p.memory.probeWrite(of, offset, 10);
        p.memory.write64(of, offset, low);
        p.memory.write16(of, offset + 8, high);
    }
    // @formatter:on

    // ---------------------------------------------------------------- division

    /** DIV, as {@link Products#div}. */
    public static long div(Processor p, int at, Width width, long dividend, int source) {
        p.leftAt = at;
        return Products.div(p.state, width, dividend, source);
    }

    /** IDIV, as {@link Products#idiv}; the dividend is extended here. */
    public static long idiv(Processor p, int at, Width width, long dividend, int source) {
        p.leftAt = at;
        int unused = 64 - 2 * width.bits();
        return Products.idiv(p.state, width, dividend << unused >> unused, source);
    }
}
