package pentimento.jit.runtime;

import pentimento.cpu.alu.Alu;
import pentimento.cpu.alu.Products;
import pentimento.cpu.alu.Shifts;
import pentimento.cpu.alu.Width;
import pentimento.cpu.state.Flags;

/**
 * The arithmetic flags of a region: the sign-extended result, the operands and the operation of the
 * last instruction that set them. The stores to four locals cost nothing where nobody reads them;
 * the carries of {@link pentimento.cpu.state.Flags} are worked out at exits, by the same functions
 * as the interpreter's.
 */
public final class PendingFlags {
    /** The first operand is the carries themselves. */
    public static final int LITERAL = 0;

    public static final int ADD = 1, SUB = 2, SHL = 3, SHR = 4, SAR = 5, IMUL = 6;

    /** Operand, and the carry flag, which INC and DEC keep. */
    public static final int INC = 7, DEC = 8;

    private static final int OPERATION = 15, WIDTH_SHIFT = 4;

    private PendingFlags() {}

    /**
     * @return what the fourth local holds
     */
    public static int kind(int operation, Width width) {
        return operation | width.bits() << WIDTH_SHIFT;
    }

    /**
     * @return the carries as {@link pentimento.cpu.state.Flags#set} takes them
     */
    public static int carries(int kind, int a, int b, int result) {
        if (kind == LITERAL) {
            return a;
        }
        return switch (kind >> WIDTH_SHIFT) {
            case 8 -> carries(Width.BYTE, kind & OPERATION, a, b, result);
            case 16 -> carries(Width.WORD, kind & OPERATION, a, b, result);
            default -> carries(Width.DWORD, kind & OPERATION, a, b, result);
        };
    }

    private static int carries(Width width, int operation, int a, int b, int result) {
        return switch (operation) {
            case ADD -> Alu.carriesOfSum(width, a, b, result);
            case SUB -> Alu.carriesOfDifference(width, a, b, result);
            case SHL -> Shifts.carriesOfShl(width, a, b);
            case SHR -> Shifts.carriesOfShr(width, a, b);
            case SAR -> Shifts.carriesOfSar(width, a, b);
            case IMUL -> Products.carriesOfImul(width, a, b);
            case INC -> Alu.withCarry(Alu.carriesOfSum(width, a, 1, result), b);
            default -> Alu.withCarry(Alu.carriesOfDifference(width, a, 1, result), b);
        };
    }

    /**
     * @param cfA below {@code cfB} means carry
     * @return the second operand, which the two tell if it is the carry flag
     */
    public static int second(int kind, int b, int cfA, int cfB) {
        return (kind & OPERATION) >= INC ? below(cfA, cfB) : b;
    }

    /**
     * @return 1 if a is below b, both unsigned, else 0
     */
    public static int below(int a, int b) {
        return (~a & b | ~(a ^ b) & a - b) >>> 31;
    }

    /**
     * @param flags as EFLAGS has them
     * @return a result with their ZF
     */
    public static int resultOf(int flags) {
        return (flags & Flags.ZF) != 0 ? 0 : 1;
    }

    /**
     * SAHF.
     *
     * @param flags the low byte of EFLAGS
     * @param before the carries, of which OF stays
     * @return the carries that belong to {@link #resultOf}
     */
    public static int carriesOf(int flags, int before) {
        int carry = flags & Flags.CF, overflow = (before ^ before << 1) >>> 31;
        int parityByte = (flags & Flags.PF) != 0 ? 0 : 1;
        return carry << 31
                | (carry ^ overflow) << 30
                | (resultOf(flags) ^ parityByte) << 8
                | (flags & Flags.AF) >>> 1
                | (flags & Flags.SF) >>> 7;
    }

    /**
     * @return CF, 0 or 1
     */
    public static int carry(int kind, int a, int b, int result) {
        int top = (kind >> WIDTH_SHIFT) - 1;
        return switch (kind & OPERATION) {
            case LITERAL -> a >>> 31;
            case ADD -> (a & b | (a | b) & ~result) >>> top & 1;
            case SUB -> (~a & b | ~(a ^ b) & result) >>> top & 1;
            default -> carries(kind, a, b, result) >>> 31;
        };
    }

    /**
     * The carries after rotations, which set CF and OF alone.
     *
     * @param rotated the result
     * @param carry CF, 0 or 1
     * @param bits width of the result
     * @param isLeft 1 for ROL and RCL, 0 for ROR and RCR
     */
    public static int rotated(
            int kind, int a, int b, int result, int rotated, int carry, int bits, int isLeft) {
        int top = rotated >>> bits - 1 & 1;
        int overflow = isLeft == 1 ? carry ^ top : top ^ rotated >>> bits - 2 & 1;
        int others = carries(kind, a, b, result) & ~Flags.CARRY_OUT_AND_IN;
        return others | carry << 31 | (carry ^ overflow) << 30;
    }

    /**
     * The carries after what sets CF alone.
     *
     * @param carry CF, 0 or 1
     */
    public static int withCarry(int kind, int a, int b, int result, int carry) {
        int before = carries(kind, a, b, result);
        int overflow = (before ^ before << 1) >>> 31;
        return before & ~Flags.CARRY_OUT_AND_IN | carry << 31 | (carry ^ overflow) << 30;
    }

    /**
     * A result whose ZF tells whether a number is zero: 0 or 1.
     *
     * @see #withZero
     */
    public static int zeroResult(int number) {
        return (number | -number) >>> 31;
    }

    /**
     * The carries after what sets ZF alone, which belong to the {@link #zeroResult}.
     *
     * @param number zero for ZF
     */
    public static int withZero(int kind, int a, int b, int result, int number) {
        int before = carries(kind, a, b, result);
        int sign = (result ^ before << 31) >>> 31;
        int parityByte = Integer.bitCount((result ^ before >>> 8) & 0xFF) & 1;
        return before & (Flags.CARRY_OUT_AND_IN | Flags.HALF_CARRY)
                | (zeroResult(number) ^ parityByte) << 8
                | sign;
    }

    /**
     * @param code a {@linkplain pentimento.cpu.decode.Condition condition}'s
     */
    public static boolean holds(int code, int kind, int a, int b, int result) {
        int carries = carries(kind, a, b, result);
        boolean base =
                switch (code >>> 1) {
                    case 0 -> (carries ^ carries << 1) < 0;
                    case 1 -> carries < 0;
                    case 2 -> result == 0;
                    case 3 -> carries < 0 || result == 0;
                    case 4 -> (result ^ carries << 31) < 0;
                    case 5 -> (Integer.bitCount((result ^ carries >>> 8) & 0xFF) & 1) == 0;
                    case 6 -> (result ^ carries << 31 ^ carries ^ carries << 1) < 0;
                    default -> result == 0 || (result ^ carries << 31 ^ carries ^ carries << 1) < 0;
                };
        return base ^ (code & 1) != 0;
    }
}
