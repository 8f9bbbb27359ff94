package pentimento.cpu.translation;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.Float80;
import pentimento.cpu.state.CpuState;

/**
 * What a region takes for granted about the x87: no instruction of it has to look. Beyond what is
 * here, escapes are allowed, and no unmasked exception is pending.
 *
 * @param isUsed false if the region has no x87 instructions of its own, and takes nothing for
 *     granted
 * @param occupied bit n = Rn is not empty
 * @param control FCW
 */
public record X87Key(boolean isUsed, int top, int occupied, int control) {
    public static final X87Key NONE = new X87Key(false, 0, 0, 0);

    private static final int NO_ESCAPES = CpuState.CR0_EM | CpuState.CR0_TS;

    /**
     * @return what holds now, or {@link #NONE} if escapes are not simply executed now
     */
    public static X87Key of(CpuState state, FpuState fpu) {
        var key = new X87Key(true, fpu.top, fpu.occupied, fpu.control);
        return key.fits(state, fpu) ? key : NONE;
    }

    boolean fits(CpuState state, FpuState fpu) {
        return !isUsed
                || fpu.top == top
                        && fpu.occupied == occupied
                        && fpu.control == control
                        && (fpu.status & FpuState.ERROR_SUMMARY) == 0
                        && (state.cr0 & NO_ESCAPES) == 0;
    }

    /**
     * @return the exceptions that are not masked
     */
    public int unmasked() {
        return ~control & FpuState.EXCEPTIONS;
    }

    /**
     * @return true for rounding to nearest, 64 bits
     */
    public boolean isExtended() {
        return (control & (Float80.PRECISION_CONTROL | Float80.ROUNDING_CONTROL))
                == (Float80.PRECISION_64 | Float80.NEAREST);
    }
}
