package pentimento.cpu.state;

/** Exception vectors. @see "SDM vol. 3A, table 6-1" */
public final class Vector {
    public static final int DE = 0,
            DB = 1,
            NMI = 2,
            BP = 3,
            OF = 4,
            BR = 5,
            UD = 6,
            NM = 7,
            DF = 8,
            TS = 10,
            NP = 11;
    public static final int SS = 12, GP = 13, PF = 14, MF = 16, AC = 17, MC = 18, XM = 19;

    /**
     * Not an exception: the processor waits for an interrupt before an instruction that finds a
     * numeric error pending while CR0.NE is clear and IGNNE# inactive. The interrupt returns to the
     * same instruction.
     *
     * @see "SDM vol. 1, D.2.1.3"
     */
    public static final int FERR_WAIT = 0x100;

    private Vector() {}
}
