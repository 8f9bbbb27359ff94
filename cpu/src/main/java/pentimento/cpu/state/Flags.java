package pentimento.cpu.state;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * EFLAGS. The arithmetic bits are held as the last result and the carries of its computation, and
 * worked out when somebody asks.
 *
 * <ul>
 *   <li>{@code result}, sign-extended to 32 bits: ZF, SF and PF derive from it.
 *   <li>{@code carries}: bit 31 is the carry out of the sign bit (CF), bit 30 the carry into it (OF
 *       is their difference), bit 3 the carry out of bit 3 (AF). Bit 0 flips SF and bits 15-8 are
 *       added to the low byte of the result for PF, because POPF may load combinations that no
 *       result has.
 * </ul>
 *
 * @see "SDM vol. 1, 3.4.3"
 */
public final class Flags implements Stateful {
    public static final int CF = 1,
            PF = 4,
            AF = 0x10,
            ZF = 0x40,
            SF = 0x80,
            TF = 0x100,
            IF = 0x200,
            DF = 0x400,
            OF = 0x800;
    public static final int IOPL = 0x3000,
            IOPL_SHIFT = 12,
            NT = 0x4000,
            RF = 0x10000,
            VM = 0x20000,
            AC = 0x40000;
    public static final int VIF = 0x80000, VIP = 0x100000, ID = 0x200000;
    public static final int ARITHMETIC = CF | PF | AF | ZF | SF | OF, ALWAYS_SET = 2;
    private static final int SIGN_FLIP = 1,
            PARITY_SHIFT = 8,
            AF_CARRY = 8,
            CARRY_OUT = 0x80000000,
            CARRY_IN = 0x40000000;

    /** The bits of {@link #set}'s carries that an addition or subtraction gives. */
    public static final int CARRY_OUT_AND_IN = CARRY_OUT | CARRY_IN, HALF_CARRY = AF_CARRY;

    private int result = 1; // odd parity, positive, not zero: no flag is set
    private int carries;
    private int system = ALWAYS_SET;

    // ---------------------------------------------------------------- the arithmetic bits

    /**
     * The six arithmetic flags after an operation.
     *
     * @param newResult sign-extended to 32 bits
     * @param newCarries carry out in bit 31, carry into the sign in bit 30, carry out of bit 3 in
     *     bit 3, else 0
     */
    public void set(int newResult, int newCarries) {
        result = newResult;
        carries = newCarries;
    }

    /**
     * @return what ZF, SF and PF derive from
     */
    public int result() {
        return result;
    }

    /**
     * @return what CF, OF and AF derive from
     */
    public int carries() {
        return carries;
    }

    /** ZF, SF and PF from a result; CF, OF and AF stay. */
    public void setResult(int newResult) {
        result = newResult;
        carries &= CARRY_OUT_AND_IN | AF_CARRY;
    }

    /**
     * CF and OF; the others stay.
     *
     * @param carry 0 or 1
     * @param overflow 0 or 1
     */
    public void setCarryAndOverflow(int carry, int overflow) {
        carries = carries & ~CARRY_OUT_AND_IN | carry << 31 | (carry ^ overflow) << 30;
    }

    /** CF alone. */
    public void setCarry(boolean carry) {
        setCarryAndOverflow(carry ? 1 : 0, overflow());
    }

    public void setAdjust(boolean adjust) {
        carries = adjust ? carries | AF_CARRY : carries & ~AF_CARRY;
    }

    /** ZF alone. */
    public void setZero(boolean zero) {
        int bits = value() & ARITHMETIC;
        arithmetic(zero ? bits | ZF : bits & ~ZF);
    }

    /**
     * @return CF, 0 or 1
     */
    public int carry() {
        return carries >>> 31;
    }

    /**
     * @return OF, 0 or 1
     */
    public int overflow() {
        return (carries ^ carries << 1) >>> 31;
    }

    public boolean isCarry() {
        return carries < 0;
    }

    public boolean isOverflow() {
        return (carries ^ carries << 1) < 0;
    }

    public boolean isZero() {
        return result == 0;
    }

    public boolean isSign() {
        return (result ^ carries << 31) < 0;
    }

    public boolean isAdjust() {
        return (carries & AF_CARRY) != 0;
    }

    public boolean isParity() {
        return (Integer.bitCount((result ^ carries >>> PARITY_SHIFT) & 0xFF) & 1) == 0;
    }

    /**
     * @return SF differs from OF
     */
    public boolean isLess() {
        return (result ^ carries << 31 ^ carries ^ carries << 1) < 0;
    }

    /** The six arithmetic flags; other bits are ignored. */
    public void arithmetic(int bits) {
        result = (bits & ZF) != 0 ? 0 : 1;
        int parityByte = (bits & PF) != 0 ? 0 : 1;
        int carry = bits & CF, overflow = (bits & OF) != 0 ? 1 : 0;
        carries =
                carry << 31
                        | (carry ^ overflow) << 30
                        | (result ^ parityByte) << PARITY_SHIFT
                        | ((bits & AF) != 0 ? AF_CARRY : 0)
                        | ((bits & SF) != 0 ? SIGN_FLIP : 0);
    }

    // ---------------------------------------------------------------- all bits

    /**
     * @return all bits, reserved ones as the architecture reads them
     */
    public int value() {
        return system
                | (isCarry() ? CF : 0)
                | (isParity() ? PF : 0)
                | (isAdjust() ? AF : 0)
                | (isZero() ? ZF : 0)
                | (isSign() ? SF : 0)
                | (isOverflow() ? OF : 0);
    }

    /** Sets all bits; the caller has masked what its instruction may not change. */
    public void value(int newValue) {
        system = newValue & ~ARITHMETIC | ALWAYS_SET;
        arithmetic(newValue);
    }

    /**
     * @return true if any bit of the mask, one outside of the arithmetic ones, is set
     */
    public boolean is(int systemBit) {
        return (system & systemBit) != 0;
    }

    /** Sets or clears bits outside of the arithmetic ones. */
    public void set(int systemBits, boolean on) {
        system = on ? system | systemBits : system & ~systemBits;
    }

    public int iopl() {
        return system >>> IOPL_SHIFT & 3;
    }

    @Override
    public void exchange(StateCodec state) {
        value(state.i32("eflags", value()));
    }
}
