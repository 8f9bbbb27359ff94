package pentimento.cpu.fpu;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The registers of the floating-point unit. Registers are physical, R0 to R7; ST(i) is R[(TOP + i)
 * mod 8], MMi is the significand of Ri. Fields are public within the module because interpreter and
 * translated code live on them.
 *
 * @see "SDM vol. 1, 8.1"
 */
public final class FpuState implements Stateful {
    // FSW. Bits 0-5 are the exceptions, as in the control word's masks.
    public static final int EXCEPTIONS = 0x3F, STACK_FAULT = 0x40, ERROR_SUMMARY = 0x80;
    public static final int C0 = 0x100, C1 = 0x200, C2 = 0x400, C3 = 0x4000, BUSY = 0x8000;
    public static final int TOP_SHIFT = 11, TOP = 7 << TOP_SHIFT;

    // FCW as FNINIT leaves it. Bit 6 always reads 1, bits 7, 13-15 read 0.
    public static final int INITIAL_CONTROL = 0x37F;
    private static final int CONTROL_BITS = 0x1F3F, CONTROL_ONES = 0x40;
    private static final int VALID = 0, ZERO = 1, SPECIAL = 2, EMPTY = 3;

    public final long[] significand = new long[8];

    /** Sign in bit 15, exponent in bits 0-14. */
    public final int[] signExponent = new int[8];

    public int control = 0x40;

    /** FSW without TOP. */
    public int status;

    public int top;

    /** Bit n is set if Rn is not empty. */
    public int occupied = 0xFF;

    /** The last instruction other than control ones: where it was, its opcode, its operand. */
    public int instructionOffset, instructionSelector, opcode, operandOffset, operandSelector;

    /** FNINIT. Registers keep their contents. */
    public void initialise() {
        control = INITIAL_CONTROL;
        status = 0;
        top = 0;
        occupied = 0;
        instructionOffset = 0;
        instructionSelector = 0;
        opcode = 0;
        operandOffset = 0;
        operandSelector = 0;
    }

    /**
     * RESET: unlike after FNINIT all registers hold zeros and are occupied, exceptions unmasked.
     */
    public void reset() {
        initialise();
        control = CONTROL_ONES;
        occupied = 0xFF;
        for (int i = 0; i < 8; i++) {
            significand[i] = 0;
            signExponent[i] = 0;
        }
    }

    /**
     * @return the number of the physical register
     */
    public int st(int i) {
        return top + i & 7;
    }

    public boolean isEmpty(int i) {
        return (occupied >>> (top + i & 7) & 1) == 0;
    }

    /** Writes ST(i), which is occupied then. */
    public void set(int i, int newSignExponent, long newSignificand) {
        int register = top + i & 7;
        signExponent[register] = newSignExponent;
        significand[register] = newSignificand;
        occupied |= 1 << register;
    }

    /** Writes ST(i), which was occupied before. */
    public void replace(int i, int newSignExponent, long newSignificand) {
        int register = top + i & 7;
        signExponent[register] = newSignExponent;
        significand[register] = newSignificand;
    }

    /** Moves TOP and writes the new ST(0). */
    public void push(int newSignExponent, long newSignificand) {
        top = top - 1 & 7;
        set(0, newSignExponent, newSignificand);
    }

    /** Empties ST(0) and moves TOP. */
    public void pop() {
        occupied &= ~(1 << top);
        top = top + 1 & 7;
    }

    public int statusWord() {
        return status | top << TOP_SHIFT;
    }

    public void statusWord(int value) {
        status = value & 0xFFFF & ~TOP;
        top = value >>> TOP_SHIFT & 7;
        summarise();
    }

    /**
     * @return what FCW is after a value was loaded
     */
    public static int controlOf(int value) {
        return value & CONTROL_BITS | CONTROL_ONES;
    }

    public void controlWord(int value) {
        control = controlOf(value);
        summarise();
    }

    /** Brings ES and B in line with exceptions and masks. */
    public void summarise() {
        if ((status & ~control & EXCEPTIONS) != 0) {
            status |= ERROR_SUMMARY | BUSY;
        } else {
            status &= ~(ERROR_SUMMARY | BUSY);
        }
    }

    /**
     * @return the 16-bit tag word: two bits for each physical register, found from its contents
     */
    public int tagWord() {
        int word = 0;
        for (int i = 0; i < 8; i++) {
            word |= tag(i) << 2 * i;
        }
        return word;
    }

    private int tag(int register) {
        if ((occupied >>> register & 1) == 0) {
            return EMPTY;
        }
        int exponent = signExponent[register] & 0x7FFF;
        if (exponent == 0 && significand[register] == 0) {
            return ZERO;
        }
        return exponent == 0 || exponent == 0x7FFF || significand[register] >= 0 ? SPECIAL : VALID;
    }

    /** Takes from a tag word which registers are empty; the rest follows from contents. */
    public void tagWord(int word) {
        occupied = 0;
        for (int i = 0; i < 8; i++) {
            if ((word >>> 2 * i & 3) != EMPTY) {
                occupied |= 1 << i;
            }
        }
    }

    /** What every MMX instruction other than EMMS does: TOP = 0, all registers occupied. */
    public void enterMmx() {
        top = 0;
        occupied = 0xFF;
    }

    /** Writes MMn: the rest of the register reads as a NaN or infinity to the x87. */
    public void mmx(int n, long value) {
        significand[n] = value;
        signExponent[n] = 0xFFFF;
    }

    @Override
    public void exchange(StateCodec state) {
        state.longs("significand", significand);
        state.ints("signExponent", signExponent);
        control = state.u16("control", control);
        status = state.u16("status", status);
        top = state.u8("top", top);
        occupied = state.u8("occupied", occupied);
        instructionOffset = state.i32("instructionOffset", instructionOffset);
        instructionSelector = state.u16("instructionSelector", instructionSelector);
        opcode = state.u16("opcode", opcode);
        operandOffset = state.i32("operandOffset", operandOffset);
        operandSelector = state.u16("operandSelector", operandSelector);
    }
}
