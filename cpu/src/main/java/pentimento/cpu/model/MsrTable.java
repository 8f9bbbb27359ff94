package pentimento.cpu.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The model-specific registers that a processor has. Most are storage: firmware and systems read,
 * write and read again. Reads and writes of others are #GP.
 *
 * @see "SDM vol. 4 (P6 family and Pentium 4 registers)"
 */
public final class MsrTable {
    public static final int TSC = 0x10, PLATFORM_ID = 0x17, APIC_BASE = 0x1B, UPDATE_TRIGGER = 0x79;
    public static final int UPDATE_REVISION = 0x8B, PERFCTR0 = 0xC1;
    public static final int SYSENTER_CS = 0x174, SYSENTER_ESP = 0x175, SYSENTER_EIP = 0x176;

    /**
     * One register.
     *
     * @param reset its value after RESET
     * @param writable the bits that a write changes; others keep their value
     */
    public record Msr(int index, long reset, long writable) {}

    private static final long ALL = -1, NONE = 0;
    private static final int MCA_BANKS = 5, NETBURST = 15;

    // MISC_ENABLE: branch traces and precise events are unavailable, and nobody can change that.
    private static final long FAST_STRINGS = 1, NO_BTS_NO_PEBS = 0x1800;

    private final List<Msr> registers = new ArrayList<>();

    public MsrTable(CpuModel model) {
        if (!model.has(Feature.MSR)) {
            return;
        }
        add(0x00, 0, NONE); // P5_MC_ADDR
        add(0x01, 0, NONE); // P5_MC_TYPE
        add(TSC, 0, ALL);
        if (!model.has(Feature.CMOV)) {
            addPentium();
            return;
        }
        addArchitectural();
        if (model.family() == NETBURST) {
            addNetburst();
        } else {
            addP6();
        }
        if (model.has(Feature.SSE2)) {
            addStorage(0x19A, 0x19C); // thermal control
            add(0x1A0, FAST_STRINGS | NO_BTS_NO_PEBS, ~NO_BTS_NO_PEBS); // MISC_ENABLE
        }
    }

    private void add(int index, long reset, long writable) {
        registers.add(new Msr(index, reset, writable));
    }

    private void addStorage(int first, int last) {
        for (int index = first; index <= last; index++) {
            add(index, 0, ALL);
        }
    }

    private void addPentium() {
        addStorage(0x02, 0x0E); // test registers TR1..TR12
        addStorage(0x11, 0x13); // CESR, CTR0, CTR1
    }

    /** Of the P6 family and all later ones. */
    private void addArchitectural() {
        add(PLATFORM_ID, 0, NONE);
        add(
                APIC_BASE,
                0xFEE00100L,
                0xFFFFFF800L & ~0x100); // bootstrap processor; enable is reported
        addStorage(0x2A, 0x2A); // EBL_CR_POWERON
        add(UPDATE_TRIGGER, 0, NONE);
        add(UPDATE_REVISION, 0x10L << 32, ALL); // a microcode revision that asks for no update
        add(0xFE, 0x508, NONE); // MTRRcap: 8 variable ranges, fixed ranges, write combining
        addStorage(SYSENTER_CS, SYSENTER_EIP);
        add(0x179, 0x100 | MCA_BANKS, NONE); // MCG_CAP: with MCG_CTL
        addStorage(0x17A, 0x17B); // MCG_STATUS, MCG_CTL
        addStorage(0x1D9, 0x1D9); // DEBUGCTL
        addStorage(0x1DB, 0x1DE); // last branch and exception; on Netburst four branches
        addStorage(0x200, 0x20F); // variable MTRRs
        addStorage(0x250, 0x250);
        addStorage(0x258, 0x259);
        addStorage(0x268, 0x26F); // fixed MTRRs
        add(0x277, 0x0007040600070406L, ALL); // PAT
        addStorage(0x2FF, 0x2FF); // MTRRdefType
        addStorage(0x400, 0x400 + 4 * MCA_BANKS - 1);
    }

    private void addP6() {
        addStorage(0x33, 0x33); // TEST_CTL
        addStorage(0x88, 0x8A); // BBL_CR_D0..D2
        addStorage(PERFCTR0, PERFCTR0 + 1);
        addStorage(0x116, 0x116);
        addStorage(0x118, 0x11B);
        addStorage(0x11E, 0x11E); // BBL_CR_CTL3
        addStorage(0x186, 0x187); // EVNTSEL
        addStorage(0x1E0, 0x1E0); // ROB_CR_BKUPTMPDR6
    }

    private void addNetburst() {
        addStorage(0x2B, 0x2C); // EBC_SOFT_POWERON, EBC_FREQUENCY_ID
        addStorage(0x1D7, 0x1D8); // LER_FROM_LIP, LER_TO_LIP
        addStorage(0x1DA, 0x1DA); // LASTBRANCH_TOS
        addStorage(0x300, 0x311); // BPU, MS, FLAME and IQ counters
        addStorage(0x360, 0x371); // their CCCRs
        addStorage(0x3A0, 0x3BE); // ESCRs, with gaps
        addStorage(0x3C0, 0x3C5);
        addStorage(0x3C8, 0x3CD);
        addStorage(0x3E0, 0x3E1);
        addStorage(0x3F0, 0x3F2); // precise events
    }

    /**
     * @return ascending by index
     */
    public List<Msr> registers() {
        return registers.stream()
                .sorted((a, b) -> Integer.compareUnsigned(a.index, b.index))
                .toList();
    }
}
