package pentimento.cpu.system;

import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/**
 * GDTR, IDTR, LDTR and TR. Memory operands are checked as the instruction's.
 *
 * @see "SDM vol. 2A, LGDT, LLDT; vol. 2B, LTR, SGDT, SLDT, STR"
 */
public final class SystemTables {
    private static final int BASE_24 = 0xFFFFFF;

    private final CpuState cpu;
    private final SegmentedMemory memory;
    private final Descriptors descriptors;
    private final SelectorFaults faults;

    SystemTables(
            CpuState cpu, SegmentedMemory memory, Descriptors descriptors, SelectorFaults faults) {
        this.cpu = cpu;
        this.memory = memory;
        this.descriptors = descriptors;
        this.faults = faults;
    }

    /**
     * @param operand32 else the base has 24 bits
     * @throws CpuException #GP(0) unless CPL is 0, and those of the operand
     */
    public void lgdt(Segment segment, int offset, boolean operand32) {
        requireLevel0();
        int limit = memory.read16(segment, offset);
        cpu.gdtBase = readBase(segment, offset, operand32);
        cpu.gdtLimit = limit;
    }

    public void lidt(Segment segment, int offset, boolean operand32) {
        requireLevel0();
        int limit = memory.read16(segment, offset);
        cpu.idtBase = readBase(segment, offset, operand32);
        cpu.idtLimit = limit;
    }

    private int readBase(Segment segment, int offset, boolean operand32) {
        return memory.read32(segment, offset + 2) & (operand32 ? -1 : BASE_24);
    }

    /**
     * Stores all 32 bits of the base whatever the operand size, as the 386 and its successors do.
     */
    public void sgdt(Segment segment, int offset, boolean operand32) {
        store(segment, offset, cpu.gdtLimit, cpu.gdtBase);
    }

    public void sidt(Segment segment, int offset, boolean operand32) {
        store(segment, offset, cpu.idtLimit, cpu.idtBase);
    }

    /**
     * An aligned word and an aligned doubleword where the address modulo 4 is 2. @see "SDM vol. 3A,
     * 3.5.1"
     */
    private void store(Segment segment, int offset, int limit, int base) {
        memory.probeWrite(segment, offset, 6, 2);
        memory.probeWrite(segment, offset + 2, 4);
        memory.write16(segment, offset, limit);
        memory.write32(segment, offset + 2, base);
    }

    /**
     * @throws CpuException #UD outside of protected mode, #GP(0), #GP(selector), #NP(selector)
     */
    public void lldt(int selector) {
        requireLoad();
        if (Descriptors.isNull(selector)) {
            cpu.ldtr.setNull(selector);
            return;
        }
        long descriptor = readGlobal(selector);
        if (Descriptor.systemType(descriptor) != Descriptor.LDT) {
            throw faults.gp(selector);
        }
        requirePresent(selector, descriptor);
        cpu.ldtr.set(
                selector,
                Descriptor.base(descriptor),
                Descriptor.limit(descriptor),
                Descriptor.access(descriptor));
    }

    /**
     * @throws CpuException as {@link #lldt}
     */
    public void ltr(int selector) {
        requireLoad();
        if (Descriptors.isNull(selector)) {
            throw faults.gp(0);
        }
        long descriptor = readGlobal(selector);
        if (!Descriptor.isAvailableTss(descriptor)) {
            throw faults.gp(selector);
        }
        requirePresent(selector, descriptor);
        descriptors.setBusy(selector, true);
        cpu.tr.set(
                selector,
                Descriptor.base(descriptor),
                Descriptor.limit(descriptor),
                Descriptor.access(descriptor) | Descriptor.TSS_BUSY);
    }

    private long readGlobal(int selector) {
        if ((selector & Descriptors.TI) != 0) {
            throw faults.gp(selector);
        }
        return descriptors.read(selector, Vector.GP);
    }

    private void requirePresent(int selector, long descriptor) {
        if (!Descriptor.isPresent(descriptor)) {
            throw faults.np(selector);
        }
    }

    /**
     * @return the selector; at any level
     */
    public int sldt() {
        requireDescriptors();
        return cpu.ldtr.selector;
    }

    /**
     * @return the selector; at any level
     */
    public int str() {
        requireDescriptors();
        return cpu.tr.selector;
    }

    /**
     * What LLDT and LTR check before their operand: the mode first, then the level.
     *
     * @throws CpuException #UD outside of protected mode, #GP(0) unless CPL is 0
     */
    public void requireLoad() {
        requireDescriptors();
        requireLevel0();
    }

    private void requireDescriptors() {
        if (!cpu.usesDescriptors()) {
            throw cpu.fault(Vector.UD);
        }
    }

    private void requireLevel0() {
        if (cpu.cpl != 0) {
            throw cpu.fault(Vector.GP, 0);
        }
    }
}
