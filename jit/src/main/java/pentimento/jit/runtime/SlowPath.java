package pentimento.jit.runtime;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Set;
import pentimento.cpu.alu.Products;
import pentimento.cpu.alu.Width;
import pentimento.cpu.state.Segment;
import pentimento.cpu.translation.Processor;

/**
 * What translated code calls when the fast path does not serve: the interpreter's own accesses. An
 * exception notes which instruction it comes from before it goes on to the region's handler: the
 * region's line numbers are instruction numbers, and the stack tells the line. This costs about a
 * microsecond and nothing where no exception happens.
 */
public final class SlowPath {
    /** The name of a region's method on the stack. */
    public static final String REGION_METHOD = "run";

    /** The begin of the names of region classes. */
    public static final String REGION_CLASS = "pentimento.jit.emit.Region";

    private static final StackWalker WALKER =
            StackWalker.getInstance(Set.of(Option.SHOW_HIDDEN_FRAMES));

    private SlowPath() {}

    private static boolean isRegion(StackFrame frame) {
        return frame.getMethodName().equals(REGION_METHOD)
                && frame.getClassName().startsWith(REGION_CLASS);
    }

    private static RuntimeException located(Processor p, RuntimeException e) {
        p.leftAt =
                WALKER.walk(frames -> frames.filter(SlowPath::isRegion).findFirst())
                        .map(f -> f.toStackTraceElement().getLineNumber())
                        .orElseThrow(() -> new IllegalStateException(e));
        return e;
    }

    private static Segment segment(Processor p, int index) {
        return p.state.segments[index];
    }

    static int read8(Processor p, int segment, int offset) {
        try {
            return p.memory.read8(segment(p, segment), offset);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    static int read16(Processor p, int segment, int offset) {
        try {
            return p.memory.read16(segment(p, segment), offset);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    static int read32(Processor p, int segment, int offset) {
        try {
            return p.memory.read32(segment(p, segment), offset);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    private static int modify(Processor p, Width width, int segment, int offset) {
        try {
            return p.memory.readToModify(width, segment(p, segment), offset);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    static int modify8(Processor p, int segment, int offset) {
        return modify(p, Width.BYTE, segment, offset);
    }

    static int modify16(Processor p, int segment, int offset) {
        return modify(p, Width.WORD, segment, offset);
    }

    static int modify32(Processor p, int segment, int offset) {
        return modify(p, Width.DWORD, segment, offset);
    }

    static void write8(Processor p, int segment, int offset, int value) {
        try {
            p.memory.write8(segment(p, segment), offset, value);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    static void write16(Processor p, int segment, int offset, int value) {
        try {
            p.memory.write16(segment(p, segment), offset, value);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    static void write32(Processor p, int segment, int offset, int value) {
        try {
            p.memory.write32(segment(p, segment), offset, value);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    static long read64(Processor p, int segment, int offset) {
        try {
            return p.memory.read64(segment(p, segment), offset);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    static void write64(Processor p, int segment, int offset, long value) {
        try {
            p.memory.write64(segment(p, segment), offset, value);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    /** The ten bytes of a register of the x87. */
    public static void write80(Processor p, int segment, int offset, int high, long low) {
        try {
            Segment of = segment(p, segment);
            p.memory.probeWrite(of, offset, 10);
            p.memory.write64(of, offset, low);
            p.memory.write16(of, offset + 8, high);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    // ---------------------------------------------------------------- division

    /** DIV, as {@link Products#div}. */
    public static long div(Processor p, Width width, long dividend, int source) {
        try {
            return Products.div(p.state, width, dividend, source);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }

    /** IDIV, as {@link Products#idiv}; the dividend is extended here. */
    public static long idiv(Processor p, Width width, long dividend, int source) {
        int unused = 64 - 2 * width.bits();
        try {
            return Products.idiv(p.state, width, dividend << unused >> unused, source);
        } catch (RuntimeException e) {
            throw located(p, e);
        }
    }
}
