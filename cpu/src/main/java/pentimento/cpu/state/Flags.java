package pentimento.cpu.state;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * EFLAGS. Its arithmetic bits may be held lazily; {@link #value} materialises all. @see "SDM vol.
 * 1, 3.4.3"
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

    private int value = ALWAYS_SET;

    /**
     * @return all bits, reserved ones as the architecture reads them
     */
    public int value() {
        return value;
    }

    /** Sets all bits; the caller has masked what its instruction may not change. */
    public void value(int newValue) {
        value = newValue | ALWAYS_SET;
    }

    /**
     * @return true if any bit of the mask, one outside of the arithmetic ones, is set
     */
    public boolean is(int systemBit) {
        return (value & systemBit) != 0;
    }

    public int iopl() {
        return value >>> IOPL_SHIFT & 3;
    }

    @Override
    public void exchange(StateCodec state) {
        value(state.i32("eflags", value()));
    }
}
