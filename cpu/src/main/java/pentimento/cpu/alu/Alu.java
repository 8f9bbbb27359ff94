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

    private static void flags(Flags flags, Width width, int result, int carries) {
        flags.set(
                width.signExtend(result),
                carries << width.toTop() & CARRY_OUT_AND_IN | carries & HALF_CARRY);
    }

    public static int add(Flags flags, Width width, int a, int b) {
        int sum = a + b;
        flags(flags, width, sum, a & b | (a | b) & ~sum);
        return sum;
    }

    public static int adc(Flags flags, Width width, int a, int b) {
        int sum = a + b + flags.carry();
        flags(flags, width, sum, a & b | (a | b) & ~sum);
        return sum;
    }

    public static int sub(Flags flags, Width width, int a, int b) {
        int difference = a - b;
        flags(flags, width, difference, ~a & b | (~a | b) & difference);
        return difference;
    }

    public static int sbb(Flags flags, Width width, int a, int b) {
        int difference = a - b - flags.carry();
        flags(flags, width, difference, ~a & b | (~a | b) & difference);
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
        int carry = flags.carry(), sum = a + 1;
        flags(flags, width, sum, a & ~sum);
        flags.setCarryAndOverflow(carry, flags.overflow());
        return sum;
    }

    /** DEC: CF stays. */
    public static int dec(Flags flags, Width width, int a) {
        int carry = flags.carry(), difference = a - 1;
        flags(flags, width, difference, ~a & difference);
        flags.setCarryAndOverflow(carry, flags.overflow());
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
