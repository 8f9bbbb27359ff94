package pentimento.cpu.alu;

import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;

/**
 * Decimal adjustments of AX: each takes AX and gives the new AX.
 *
 * @see "SDM vol. 2A, AAA, AAD, AAM, AAS, DAA, DAS"
 */
public final class Decimal {
    private Decimal() {}

    /** Flags of the result in AL; OF is undefined and becomes 0. */
    private static int flags(Flags flags, int ax, boolean carry, boolean adjust) {
        flags.set(
                (byte) ax, (carry ? Flags.CARRY_OUT_AND_IN : 0) | (adjust ? Flags.HALF_CARRY : 0));
        return ax & 0xFFFF;
    }

    public static int daa(Flags flags, int ax) {
        int al = ax & 0xFF, sum = al;
        boolean adjust = (al & 15) > 9 || flags.isAdjust();
        boolean carry = al > 0x99 || flags.isCarry();
        sum += adjust ? 6 : 0;
        sum += carry ? 0x60 : 0;
        return flags(flags, ax & 0xFF00 | sum & 0xFF, carry, adjust);
    }

    public static int das(Flags flags, int ax) {
        int al = ax & 0xFF, difference = al;
        boolean adjust = (al & 15) > 9 || flags.isAdjust();
        boolean carry = al > 0x99 || flags.isCarry();
        boolean borrow = adjust && al < 6; // from the low digit's correction
        difference -= adjust ? 6 : 0;
        difference -= carry ? 0x60 : 0;
        return flags(flags, ax & 0xFF00 | difference & 0xFF, carry || borrow, adjust);
    }

    public static int aaa(Flags flags, int ax) {
        boolean adjust = (ax & 15) > 9 || flags.isAdjust();
        int sum = (adjust ? ax + 0x106 : ax) & 0xFF0F;
        return flags(flags, sum, adjust, adjust);
    }

    public static int aas(Flags flags, int ax) {
        boolean adjust = (ax & 15) > 9 || flags.isAdjust();
        int difference = (adjust ? ax - 0x106 : ax) & 0xFF0F;
        return flags(flags, difference, adjust, adjust);
    }

    /**
     * @throws CpuException #DE if the base is 0
     */
    public static int aam(CpuState cpu, int ax, int base) {
        if (base == 0) {
            throw cpu.fault(Vector.DE);
        }
        int al = ax & 0xFF;
        return flags(cpu.flags, al / base << 8 | al % base, false, false);
    }

    public static int aad(Flags flags, int ax, int base) {
        return flags(flags, (ax >>> 8) * base + ax & 0xFF, false, false);
    }
}
