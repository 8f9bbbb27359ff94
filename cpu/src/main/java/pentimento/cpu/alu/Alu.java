package pentimento.cpu.alu;

import static pentimento.cpu.state.Flags.CARRY_OUT_AND_IN;
import static pentimento.cpu.state.Flags.HALF_CARRY;

import pentimento.cpu.state.Flags;

/**
 * Addition, subtraction and logic: one body for all widths. Operands are meaningful in their low
 * bits, results too. The carries out of all bit positions come from the operands and the sum
 * without a branch.
 *
 * @see "SDM vol. 1, 7.3.2 and 7.3.3"
 */
public final class Alu {
    private Alu() {}

    /**
     * @param carries out of each bit position
     * @return as {@link Flags#set} takes them
     */
    private static int aligned(Width width, int carries) {
        return carries << width.toTop() & CARRY_OUT_AND_IN | carries & HALF_CARRY;
    }

    /**
     * @return the carries of ADD and ADC, as {@link Flags#set} takes them
     */
    public static int carriesOfSum(Width width, int a, int b, int sum) {
        return aligned(width, a & b | (a | b) & ~sum);
    }

    /**
     * @return the carries of SUB, SBB, CMP and NEG, as {@link Flags#set} takes them
     */
    public static int carriesOfDifference(Width width, int a, int b, int difference) {
        return aligned(width, ~a & b | (~a | b) & difference);
    }

    /**
     * The carries of INC and DEC: CF stays, OF is new.
     *
     * @param carries of the addition or subtraction of 1
     * @param carry CF before, 0 or 1
     */
    public static int withCarry(int carries, int carry) {
        int overflow = (carries ^ carries << 1) >>> 31;
        return carries & HALF_CARRY | carry << 31 | (carry ^ overflow) << 30;
    }

    public static int add(Flags flags, Width width, int a, int b) {
        int sum = a + b;
        flags.set(width.signExtend(sum), carriesOfSum(width, a, b, sum));
        return sum;
    }

    public static int adc(Flags flags, Width width, int a, int b) {
        int sum = a + b + flags.carry();
        flags.set(width.signExtend(sum), carriesOfSum(width, a, b, sum));
        return sum;
    }

    public static int sub(Flags flags, Width width, int a, int b) {
        int difference = a - b;
        flags.set(width.signExtend(difference), carriesOfDifference(width, a, b, difference));
        return difference;
    }

    public static int sbb(Flags flags, Width width, int a, int b) {
        int difference = a - b - flags.carry();
        flags.set(width.signExtend(difference), carriesOfDifference(width, a, b, difference));
        return difference;
    }

    /** AND, also TEST. AF is undefined and becomes 0. */
    public static int and(Flags flags, Width width, int a, int b) {
        int result = a & b;
        flags.set(width.signExtend(result), 0);
        return result;
    }

    public static int or(Flags flags, Width width, int a, int b) {
        int result = a | b;
        flags.set(width.signExtend(result), 0);
        return result;
    }

    public static int xor(Flags flags, Width width, int a, int b) {
        int result = a ^ b;
        flags.set(width.signExtend(result), 0);
        return result;
    }

    /** INC: CF stays. */
    public static int inc(Flags flags, Width width, int a) {
        int sum = a + 1;
        int carries = withCarry(carriesOfSum(width, a, 1, sum), flags.carry());
        flags.set(width.signExtend(sum), carries);
        return sum;
    }

    /** DEC: CF stays. */
    public static int dec(Flags flags, Width width, int a) {
        int difference = a - 1;
        int carries = withCarry(carriesOfDifference(width, a, 1, difference), flags.carry());
        flags.set(width.signExtend(difference), carries);
        return difference;
    }

    public static int neg(Flags flags, Width width, int a) {
        return sub(flags, width, 0, a);
    }

    /** NOT changes no flag. */
    @SuppressWarnings("unused")
    public static int not(Flags flags, Width width, int a) {
        return ~a;
    }
}
