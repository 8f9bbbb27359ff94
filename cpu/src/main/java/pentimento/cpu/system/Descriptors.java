package pentimento.cpu.system;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;

/** Descriptors in the GDT and the current LDT, read and marked with supervisor rights. */
final class Descriptors {
    static final int TI = 4, RPL = 3;

    private static final int ACCESS_BYTE = 5;

    private final CpuState cpu;
    private final LinearMemory memory;
    private final SelectorFaults faults;

    Descriptors(CpuState cpu, LinearMemory memory, SelectorFaults faults) {
        this.cpu = cpu;
        this.memory = memory;
        this.faults = faults;
    }

    static boolean isNull(int selector) {
        return (selector & ~RPL) == 0;
    }

    /**
     * @return true if the selector's table holds it whole
     */
    boolean isWithinTable(int selector) {
        int last = selector | 7;
        if ((selector & TI) == 0) {
            return last <= cpu.gdtLimit;
        }
        return !cpu.ldtr.isNull() && Integer.compareUnsigned(last, cpu.ldtr.limit) <= 0;
    }

    /**
     * @param exception what to raise, with the selector as error code, if it is beyond its table
     * @throws CpuException that, or #PF
     */
    long read(int selector, int exception) {
        if (!isWithinTable(selector)) {
            throw faults.fault(exception, selector);
        }
        int at = address(selector);
        return memory.readSystem32(at) & 0xFFFFFFFFL | (long) memory.readSystem32(at + 4) << 32;
    }

    /** Sets the accessed bit in memory unless it is set; a locked read-modify-write. */
    void markAccessed(int selector, long descriptor) {
        if ((Descriptor.access(descriptor) & Segment.ACCESSED) == 0) {
            writeAccess(selector, Descriptor.access(descriptor) | Segment.ACCESSED);
        }
    }

    void setBusy(int selector, boolean busy) {
        int access = memory.readSystem8(address(selector) + ACCESS_BYTE);
        writeAccess(selector, busy ? access | Descriptor.TSS_BUSY : access & ~Descriptor.TSS_BUSY);
    }

    /** Makes sure that {@link #setBusy} can't fault. */
    void probeAccess(int selector) {
        memory.probeSystemWrite(address(selector) + ACCESS_BYTE, 1);
    }

    private void writeAccess(int selector, int access) {
        memory.writeSystem8(address(selector) + ACCESS_BYTE, access);
    }

    private int address(int selector) {
        int base = (selector & TI) == 0 ? cpu.gdtBase : cpu.ldtr.base;
        return base + (selector & ~7);
    }

    /** Loads a segment register from a descriptor that passed all checks, marked as accessed. */
    static void load(Segment segment, int selector, long descriptor) {
        segment.set(
                selector,
                Descriptor.base(descriptor),
                Descriptor.limit(descriptor),
                Descriptor.access(descriptor) | Segment.ACCESSED);
    }
}
