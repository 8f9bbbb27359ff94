package pentimento.cpu.alu;

import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;

/**
 * Multiplication and division. SF, ZF, PF and AF after a product are undefined: they follow the low
 * half, AF becomes 0. A division changes no flag.
 *
 * @see "SDM vol. 2A, DIV, IDIV, IMUL; vol. 2B, MUL"
 */
public final class Products {
    private Products() {}

    /**
     * @return the product in the low {@code 2 * bits}
     */
    public static long mul(Flags flags, Width width, int a, int b) {
        flags.set(width.signExtend(a * b), carriesOfMul(width, a, b));
        return mul(width, a, b);
    }

    public static long mul(Width width, int a, int b) {
        return (width.truncate(a) & 0xFFFFFFFFL) * (width.truncate(b) & 0xFFFFFFFFL);
    }

    /**
     * @return the carries of MUL as {@link Flags#set} takes them
     */
    public static int carriesOfMul(Width width, int a, int b) {
        return mul(width, a, b) >>> width.bits() != 0 ? 1 << 31 : 0;
    }

    /**
     * @return the product in the low {@code 2 * bits}
     */
    public static long imul(Flags flags, Width width, int a, int b) {
        flags.set(width.signExtend(a * b), carriesOfImul(width, a, b));
        return imul(width, a, b);
    }

    public static long imul(Width width, int a, int b) {
        return (long) width.signExtend(a) * width.signExtend(b);
    }

    /**
     * @return the carries of IMUL as {@link Flags#set} takes them
     */
    public static int carriesOfImul(Width width, int a, int b) {
        long product = imul(width, a, b);
        return product != width.signExtend((int) product) ? 1 << 31 : 0;
    }

    /**
     * DIV.
     *
     * @param dividend zero-extended from {@code 2 * bits}
     * @return quotient in the low 32 bits, remainder in the high ones
     * @throws CpuException #DE
     */
    public static long div(CpuState cpu, Width width, long dividend, int source) {
        long divisor = width.truncate(source) & 0xFFFFFFFFL;
        if (divisor == 0) {
            throw cpu.fault(Vector.DE);
        }
        long quotient, remainder;
        if (dividend >>> 32 == 0) { // a host divides 64 bits more slowly
            int low = (int) dividend, by = (int) divisor;
            quotient = Integer.divideUnsigned(low, by) & 0xFFFFFFFFL;
            remainder = Integer.remainderUnsigned(low, by);
        } else {
            quotient = Long.divideUnsigned(dividend, divisor);
            remainder = Long.remainderUnsigned(dividend, divisor);
        }
        if (quotient >>> width.bits() != 0) {
            throw cpu.fault(Vector.DE);
        }
        return quotient | remainder << 32;
    }

    /**
     * IDIV.
     *
     * @param dividend sign-extended from {@code 2 * bits}
     * @return quotient in the low 32 bits, remainder in the high ones
     * @throws CpuException #DE
     */
    public static long idiv(CpuState cpu, Width width, long dividend, int source) {
        long divisor = width.signExtend(source);
        if (divisor == 0 || dividend == Long.MIN_VALUE && divisor == -1) {
            throw cpu.fault(Vector.DE);
        }
        long quotient, remainder;
        if (dividend == (int) dividend && divisor != -1) {
            quotient = (int) dividend / (int) divisor;
            remainder = (int) dividend % (int) divisor;
        } else {
            quotient = dividend / divisor;
            remainder = dividend % divisor;
        }
        if (quotient != width.signExtend((int) quotient)) {
            throw cpu.fault(Vector.DE);
        }
        return quotient & 0xFFFFFFFFL | remainder << 32;
    }
}
