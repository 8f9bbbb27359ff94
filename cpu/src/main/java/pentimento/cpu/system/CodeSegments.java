package pentimento.cpu.system;

import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/** Checks and loads of CS. @see "SDM vol. 3A, 5.8 (privilege checks of control transfers)" */
final class CodeSegments {
    private final CpuState cpu;
    private final Descriptors descriptors;
    private final SelectorFaults faults;
    private final ExecutionMode mode;

    CodeSegments(CpuState cpu, Descriptors descriptors, SelectorFaults faults, ExecutionMode mode) {
        this.cpu = cpu;
        this.descriptors = descriptors;
        this.faults = faults;
        this.mode = mode;
    }

    /** Real and virtual-8086 mode: any selector goes, the limit is the one that CS has. */
    void loadUnprotected(int selector, int offset) {
        requireLimit(cpu.cs().limit, offset);
        if (cpu.isVirtual8086()) {
            cpu.cs().setVirtual8086(selector);
        } else {
            cpu.cs().setRealMode(selector);
        }
        cpu.eip = offset;
        mode.changed();
    }

    /** JMP and CALL straight to a code segment. @see "SDM vol. 3A, 5.8.1" */
    void requireDirect(int selector, long descriptor) {
        int dpl = Descriptor.dpl(descriptor);
        boolean allowed =
                Descriptor.isConforming(descriptor)
                        ? dpl <= cpu.cpl
                        : dpl == cpu.cpl && (selector & Descriptors.RPL) <= cpu.cpl;
        if (!allowed) {
            throw faults.gp(selector);
        }
        requirePresent(selector, descriptor);
    }

    /** The target of RET and IRET, whose level is its RPL. @see "SDM vol. 2B, RET" */
    long readReturn(int selector) {
        if (Descriptors.isNull(selector)) {
            throw faults.gp(0);
        }
        long descriptor = descriptors.read(selector, Vector.GP);
        int rpl = selector & Descriptors.RPL, dpl = Descriptor.dpl(descriptor);
        boolean allowed = Descriptor.isConforming(descriptor) ? dpl <= rpl : dpl == rpl;
        if (!Descriptor.isCode(descriptor) || rpl < cpu.cpl || !allowed) {
            throw faults.gp(selector);
        }
        requirePresent(selector, descriptor);
        return descriptor;
    }

    /** The target of a call, interrupt or trap gate: as far in as CPL, or further. */
    long readGateTarget(int selector) {
        if (Descriptors.isNull(selector)) {
            throw faults.gp(0);
        }
        long descriptor = descriptors.read(selector, Vector.GP);
        if (!Descriptor.isCode(descriptor) || Descriptor.dpl(descriptor) > cpu.cpl) {
            throw faults.gp(selector);
        }
        return descriptor;
    }

    void requirePresent(int selector, long descriptor) {
        if (!Descriptor.isPresent(descriptor)) {
            throw faults.np(selector);
        }
    }

    /**
     * @throws CpuException #GP(0) if EIP would be beyond the segment
     */
    void requireLimit(int limit, int offset) {
        if (Integer.compareUnsigned(offset, limit) > 0) {
            throw faults.gp(0);
        }
    }

    /** The last step that can fault: sets the accessed bit. */
    void markAccessed(int selector, long descriptor) {
        descriptors.markAccessed(selector, descriptor);
    }

    /** Loads CS, CPL and EIP; RPL of CS becomes the level. */
    void load(int selector, long descriptor, int level, int offset) {
        Segment cs = cpu.cs();
        Descriptors.load(cs, selector & ~Descriptors.RPL | level, descriptor);
        cpu.cpl = level;
        cpu.eip = offset;
        mode.changed();
    }
}
