package pentimento.cpu.fpu;

import pentimento.cpu.fpu.softfloat.Float80;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * XMM0 to XMM7 and MXCSR. XMMn is a pair of longs, the low one at index 2n.
 *
 * @see "SDM vol. 1, 10.2"
 */
public final class XmmState implements Stateful {
    public static final int INITIAL_MXCSR = 0x1F80;

    /** MXCSR's flags, in bits 0-5. */
    public static final int EXCEPTIONS = 0x3F;

    public static final int DENORMALS_ARE_ZERO = 0x40;
    private static final int MASKS_SHIFT = 7, ROUNDING_SHIFT = 3, FLUSH_TO_ZERO = 0x8000;
    private static final int NO_DENORMALS_ARE_ZERO = 0xFFBF, ALL = 0xFFFF;

    public final long[] xmm = new long[16];

    private final int writable;
    private int mxcsr = INITIAL_MXCSR;
    private int control;

    /**
     * @param denormalsAreZero true if MXCSR.DAZ exists: Pentium 4 and later
     */
    public XmmState(boolean denormalsAreZero) {
        writable = denormalsAreZero ? ALL : NO_DENORMALS_ARE_ZERO;
        mxcsr(INITIAL_MXCSR);
    }

    /** RESET; INIT leaves all as it is. */
    public void reset() {
        java.util.Arrays.fill(xmm, 0);
        mxcsr(INITIAL_MXCSR);
    }

    /**
     * @return the bits that MXCSR has
     */
    public int writableBits() {
        return writable;
    }

    /**
     * @return what FXSAVE stores as MXCSR_MASK: zero means FFBFh, as before there was DAZ
     */
    public int maskField() {
        return writable == ALL ? ALL : 0;
    }

    public int mxcsr() {
        return mxcsr;
    }

    /**
     * @param value only bits that exist
     */
    public void mxcsr(int value) {
        mxcsr = value;
        control =
                value >>> MASKS_SHIFT & EXCEPTIONS
                        | value >>> ROUNDING_SHIFT & Float80.ROUNDING_CONTROL
                        | Float80.NARROW_RANGE;
        if ((value & FLUSH_TO_ZERO) != 0) {
            control |= Float80.FLUSH_TO_ZERO;
        }
        if ((value & DENORMALS_ARE_ZERO) != 0) {
            control |= Float80.DENORMALS_ARE_ZERO;
        }
        boolean nearest = (control & Float80.ROUNDING_CONTROL) == Float80.NEAREST;
        if (nearest && (value & control & Float80.PRECISION) != 0) {
            control |= Float80.INEXACT_IS_OLD;
        }
    }

    /** MXCSR in the shape that arithmetic takes: see {@link Float80}. */
    public int control() {
        return control;
    }

    /** Sets exception flags, which are sticky. */
    public void accrue(int flags) {
        if ((flags & ~mxcsr) != 0) {
            mxcsr(mxcsr | flags);
        }
    }

    @Override
    public void exchange(StateCodec state) {
        state.longs("xmm", xmm);
        mxcsr(state.i32("mxcsr", mxcsr));
    }
}
