package pentimento.fuzz;

import pentimento.cpu.model.CpuModel;

/**
 * What holds of the registers at every instruction boundary.
 *
 * @see "SDM vol. 1, 3.4.3 (EFLAGS); vol. 3A, 2.5 (control registers), 3.4.2 and 5.5 (CPL and RPL),
 *     17.2 (debug registers)"
 */
final class Invariants {
    private static final int PE = 1, PG = 0x80000000, NW = 0x20000000, CD = 0x40000000;
    private static final int VM = 0x20000, ALWAYS_SET = 2;
    private static final int PRESENT = 0x80, SEGMENT = 0x10, CODE = 8, WRITABLE = 2;
    private static final int DR6_ONES = 0xFFFF0FF0, DR6_ZEROS = 0x1000;
    private static final int DR7_ONES = 0x400, DR7_ZEROS = 0xD800;

    private final CpuModel model;

    Invariants(CpuModel model) {
        this.model = model;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new FuzzFailure("invariant", what);
        }
    }

    void check(Registers r) {
        require(r.zero == 0, "the register that is always 0 is not");
        require((r.eflags & ~model.eflagsMask()) == 0, "a reserved bit of EFLAGS is set");
        require((r.eflags & ALWAYS_SET) != 0, "bit 1 of EFLAGS is clear");
        require((r.cr0 & ~(model.cr0Mask() | model.cr0Fixed())) == 0, "a reserved bit of CR0");
        require((r.cr0 & model.cr0Fixed()) == model.cr0Fixed(), "a fixed bit of CR0 is clear");
        require((r.cr0 & (PG | PE)) != PG, "PG without PE");
        require((r.cr0 & (NW | CD)) != NW, "NW without CD");
        require((r.cr4 & ~model.cr4Mask()) == 0, "a reserved bit of CR4 is set");
        require((r.cr3 & ~model.cr3Mask()) == 0, "a reserved bit of CR3 is set");
        require((r.dr[6] & (DR6_ONES | DR6_ZEROS)) == DR6_ONES, "a reserved bit of DR6");
        require((r.dr[7] & (DR7_ONES | DR7_ZEROS)) == DR7_ONES, "a reserved bit of DR7");
        boolean isVirtual = (r.eflags & VM) != 0;
        require(!isVirtual || r.isProtected(), "VM in real mode");
        if (!r.isProtected()) {
            require(r.cpl == 0, "CPL in real mode");
        } else if (isVirtual) {
            checkVirtual8086(r);
        } else if ((r.access[Registers.CS] & CODE) != 0) {
            checkProtected(r);
        }
    }

    /**
     * @see "SDM vol. 3B, 20.1.1"
     */
    private static void checkVirtual8086(Registers r) {
        require(r.cpl == 3, "CPL in virtual-8086 mode");
        for (int segment = 0; segment < 6; segment++) {
            require(r.base[segment] == r.selector[segment] << 4, "a base in virtual-8086 mode");
            require(r.limit[segment] == 0xFFFF, "a limit in virtual-8086 mode");
        }
    }

    /**
     * Once CS has been loaded in protected mode: a mode switch alone leaves what real mode had.
     *
     * @see "SDM vol. 3A, 5.5 and 5.7"
     */
    private static void checkProtected(Registers r) {
        int usable = PRESENT | SEGMENT;
        int cs = r.access[Registers.CS], ss = r.access[Registers.SS];
        require((r.selector[Registers.CS] & 3) == r.cpl, "RPL of CS is not CPL");
        require((cs & usable) == usable, "CS is not a present segment");
        require(
                (ss & (usable | CODE | WRITABLE)) == (usable | WRITABLE),
                "SS is not writable data");
        require((ss >>> 5 & 3) == r.cpl, "DPL of SS is not CPL");
    }
}
