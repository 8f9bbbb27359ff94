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
 * @param isDouble rounding is to nearest and to 53 bits, and every register that is not empty holds
 *     zero or what a double holds as a normal number; the precision exception is masked and was
 *     noted before
 */
public record X87Key(boolean isUsed, int top, int occupied, int control, boolean isDouble) {
    public static final X87Key NONE = new X87Key(false, 0, 0, 0, false);

    /** Rounding to nearest and to 53 bits, all exceptions masked. */
    public static final int DOUBLE = Float80.PRECISION_53 | FpuState.EXCEPTIONS;

    private static final int MODE = Float80.PRECISION_CONTROL | Float80.ROUNDING_CONTROL;

    private static final long BELOW_DOUBLE = (1L << 11) - 1;
    private static final int NO_ESCAPES = CpuState.CR0_EM | CpuState.CR0_TS;

    /**
     * @return what holds now, or {@link #NONE} if escapes are not simply executed now
     */
    public static X87Key of(CpuState state, FpuState fpu) {
        boolean isDouble = (fpu.control & MODE) == Float80.PRECISION_53 && holdsDoubles(fpu);
        var key = new X87Key(true, fpu.top, fpu.occupied, fpu.control, isDouble);
        return key.fits(state, fpu) ? key : NONE;
    }

    boolean fits(CpuState state, FpuState fpu) {
        return !isUsed
                || fpu.top == top
                        && fpu.occupied == occupied
                        && fpu.control == control
                        && (fpu.status & FpuState.ERROR_SUMMARY) == 0
                        && (state.cr0 & NO_ESCAPES) == 0
                        && (!isDouble || holdsDoubles(fpu));
    }

    /**
     * @return true if all numbers are doubles and no operation has anything to report but C1
     */
    public static boolean holdsDoubles(FpuState fpu) {
        if ((fpu.status & fpu.control & Float80.PRECISION) == 0) {
            return false;
        }
        for (int left = fpu.occupied; left != 0; left &= left - 1) {
            int n = Integer.numberOfTrailingZeros(left);
            if (!isDouble(fpu.signExponent[n], fpu.significand[n])) {
                return false;
            }
        }
        return true;
    }

    /**
     * @return true for zero and what a double holds as a normal number
     */
    public static boolean isDouble(int signExponent, long significand) {
        int exponent = signExponent & Float80.EXPONENT;
        return significand < 0
                ? (significand & BELOW_DOUBLE) == 0
                        && exponent >= Float80.BIAS - 1022
                        && exponent <= Float80.BIAS + 1023
                : significand == 0 && exponent == 0;
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
        return (control & MODE) == Float80.PRECISION_64;
    }
}
