package pentimento.cpu.memory;

import static pentimento.cpu.memory.ArchitecturalTlb.DIRTY;
import static pentimento.cpu.memory.ArchitecturalTlb.FRAME_SHIFT;
import static pentimento.cpu.memory.ArchitecturalTlb.GLOBAL;
import static pentimento.cpu.memory.ArchitecturalTlb.LARGE;
import static pentimento.cpu.memory.ArchitecturalTlb.USER;
import static pentimento.cpu.memory.ArchitecturalTlb.VALID;
import static pentimento.cpu.memory.ArchitecturalTlb.WRITABLE;

import java.util.Arrays;
import java.util.function.LongConsumer;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The walk through the guest's page tables. Accessed and dirty bits are set when, and only when,
 * the whole walk succeeds. Addresses of tables pass the A20 gate like all others of the processor.
 *
 * @see "SDM vol. 3A, 4.3 (32-bit paging), 4.4 (PAE), 4.6 (access rights), 4.7 (page faults), 4.8 (A
 *     and D)"
 */
final class PageWalk implements Stateful {
    // Bits of a directory or table entry.
    private static final int P = 1, RW = 2, US = 4, A = 0x20, D = 0x40, PS = 0x80, G = 0x100;
    // Bits of the error code of #PF.
    private static final int ERROR_P = 1, ERROR_WR = 2, ERROR_US = 4, ERROR_RSVD = 8;
    private static final int RESERVED_4M = 0x003FF000, RESERVED_4M_PSE36 = 0x003E0000;
    private static final int PSE36_SHIFT = 13, PSE36_BITS = 0xF;
    private static final int RESERVED_2M = 0x001FE000,
            RESERVED_HIGH = ~0xF; // physical addresses have 36 bits
    private static final long PDPTE_RESERVED = 0xFFFF_FFF0_0000_01E6L, ADDRESS = 0xF_FFFF_F000L;

    private final CpuState cpu;
    private final PhysicalMemory physical;
    private final LongConsumer beforeAccess;
    private final boolean pse36;
    private final long[] pdpte = new long[4]; // loaded with CR3, not at each walk

    /**
     * @param beforeAccess hears the physical address of each entry before it is read; may throw
     */
    PageWalk(CpuState cpu, PhysicalMemory physical, CpuModel model, LongConsumer beforeAccess) {
        this.cpu = cpu;
        this.physical = physical;
        this.beforeAccess = beforeAccess;
        this.pse36 = model.has(Feature.PSE36);
    }

    /**
     * @param user rights of CPL 3 apply
     * @return an entry for the architectural TLB
     * @throws CpuException #PF, CR2 set
     */
    int walk(int linear, boolean write, boolean user) {
        return (cpu.cr4 & CpuState.CR4_PAE) != 0
                ? walkPae(linear, write, user)
                : walk32(linear, write, user);
    }

    private int walk32(int linear, boolean write, boolean user) {
        long directoryAt = gate((cpu.cr3 & 0xFFFFF000L) + (linear >>> 22 << 2));
        int pde = physical.read32(directoryAt);
        if ((pde & P) == 0) {
            throw fault(linear, write, user, 0);
        }
        if ((pde & PS) != 0 && (cpu.cr4 & CpuState.CR4_PSE) != 0) {
            if ((pde & (pse36 ? RESERVED_4M_PSE36 : RESERVED_4M)) != 0) {
                throw fault(linear, write, user, ERROR_P | ERROR_RSVD);
            }
            requireRights(linear, pde, write, user);
            mark(directoryAt, pde, write ? A | D : A);
            int frame = pde >>> 22 << 10 | linear >>> 12 & 0x3FF;
            if (pse36) {
                frame |= (pde >>> PSE36_SHIFT & PSE36_BITS) << 20;
            }
            return entry(frame, pde, pde, write) | LARGE;
        }
        long tableAt = gate((pde & 0xFFFFF000L) + (linear >>> 12 - 2 & 0xFFC));
        int pte = physical.read32(tableAt);
        if ((pte & P) == 0) {
            throw fault(linear, write, user, 0);
        }
        requireRights(linear, pde & pte, write, user);
        mark(directoryAt, pde, A);
        mark(tableAt, pte, write ? A | D : A);
        return entry(pte >>> 12, pde & pte, pte, write);
    }

    private int walkPae(int linear, boolean write, boolean user) {
        long pointer = pdpte[linear >>> 30];
        if ((pointer & P) == 0) {
            throw fault(linear, write, user, 0);
        }
        long directoryAt = gate((pointer & ADDRESS) + (linear >>> 21 - 3 & 0xFF8));
        int pde = physical.read32(directoryAt);
        int pdeHigh = physical.read32(directoryAt + 4);
        if ((pde & P) == 0) {
            throw fault(linear, write, user, 0);
        }
        boolean large = (pde & PS) != 0;
        if ((pdeHigh & RESERVED_HIGH) != 0 || large && (pde & RESERVED_2M) != 0) {
            throw fault(linear, write, user, ERROR_P | ERROR_RSVD);
        }
        if (large) {
            requireRights(linear, pde, write, user);
            mark(directoryAt, pde, write ? A | D : A);
            return entry(pdeHigh << 20 | pde >>> 21 << 9 | linear >>> 12 & 0x1FF, pde, pde, write)
                    | LARGE;
        }
        long tableAt =
                gate(((long) pdeHigh << 32 | pde & 0xFFFFF000L) + (linear >>> 12 - 3 & 0xFF8));
        int pte = physical.read32(tableAt);
        int pteHigh = physical.read32(tableAt + 4);
        if ((pte & P) == 0) {
            throw fault(linear, write, user, 0);
        }
        if ((pteHigh & RESERVED_HIGH) != 0) {
            throw fault(linear, write, user, ERROR_P | ERROR_RSVD);
        }
        requireRights(linear, pde & pte, write, user);
        mark(directoryAt, pde, A);
        mark(tableAt, pte, write ? A | D : A);
        return entry(pteHigh << 20 | pte >>> 12, pde & pte, pte, write);
    }

    /** The address that an entry is read from, behind the A20 gate. */
    private long gate(long address) {
        long gated = address & physical.a20Mask();
        beforeAccess.accept(gated);
        return gated;
    }

    /** A locked read-modify-write that happens only if a bit is missing. */
    private void mark(long at, int value, int bits) {
        if ((value & bits) != bits) {
            physical.write32(at, value | bits);
        }
    }

    private void requireRights(int linear, int rights, boolean write, boolean user) {
        if (user && (rights & US) == 0
                || write && (rights & RW) == 0 && (user || (cpu.cr0 & CpuState.CR0_WP) != 0)) {
            throw fault(linear, write, user, ERROR_P);
        }
    }

    private int entry(int frame, int rights, int last, boolean write) {
        int entry = frame << FRAME_SHIFT | VALID;
        if ((rights & US) != 0) {
            entry |= USER;
        }
        if ((rights & RW) != 0) {
            entry |= WRITABLE;
        }
        if (write || (last & D) != 0) {
            entry |= DIRTY;
        }
        if ((last & G) != 0 && (cpu.cr4 & CpuState.CR4_PGE) != 0) {
            entry |= GLOBAL;
        }
        return entry;
    }

    private CpuException fault(int linear, boolean write, boolean user, int code) {
        cpu.cr2 = linear;
        return cpu.fault(Vector.PF, code | (write ? ERROR_WR : 0) | (user ? ERROR_US : 0));
    }

    /**
     * Reads the four page-directory pointers that a load of CR3 brings along under PAE.
     *
     * @return false, with nothing changed, if a present one has reserved bits set: #GP(0)
     * @see "SDM vol. 3A, 4.4.1"
     */
    boolean loadPointers(int cr3) {
        long[] loaded = new long[4];
        for (int i = 0; i < 4; i++) {
            long at = gate((cr3 & 0xFFFFFFE0L) + 8 * i);
            loaded[i] = physical.read32(at) & 0xFFFFFFFFL | (long) physical.read32(at + 4) << 32;
            if ((loaded[i] & P) != 0 && (loaded[i] & PDPTE_RESERVED) != 0) {
                return false;
            }
        }
        System.arraycopy(loaded, 0, pdpte, 0, 4);
        return true;
    }

    /** RESET: what the page-directory pointers held is of no use, and must not differ. */
    void reset() {
        Arrays.fill(pdpte, 0);
    }

    @Override
    public void exchange(StateCodec state) {
        state.longs("pdpte", pdpte);
    }
}
