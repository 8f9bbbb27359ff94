package pentimento.cpu.system;

import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/**
 * Loads of segment registers: MOV and POP Sreg, LDS, LES, LFS, LGS, LSS.
 *
 * @see "SDM vol. 2B, MOV; vol. 3A, 5.6-5.7"
 */
public final class SegmentLoader {
    private final CpuState cpu;
    private final Descriptors descriptors;
    private final SelectorFaults faults;
    private final ExecutionMode mode;

    SegmentLoader(
            CpuState cpu, Descriptors descriptors, SelectorFaults faults, ExecutionMode mode) {
        this.cpu = cpu;
        this.descriptors = descriptors;
        this.faults = faults;
        this.mode = mode;
    }

    /**
     * Loads ES, SS, DS, FS or GS with all checks of the mode. The interrupt shadow is the caller's
     * business.
     *
     * @param segmentIndex {@link Segment#ES} .. GS, not CS
     * @param selector 0..FFFFh
     * @throws CpuException #GP, #SS or #NP with the selector
     */
    public void load(int segmentIndex, int selector) {
        Segment segment = cpu.segments[segmentIndex];
        if (!cpu.isProtected()) {
            segment.setRealMode(selector);
        } else if (cpu.isVirtual8086()) {
            segment.setVirtual8086(selector);
        } else if (segmentIndex == Segment.SS) {
            loadStack(segment, selector);
        } else {
            loadData(segment, selector);
        }
    }

    private void loadStack(Segment ss, int selector) {
        if (Descriptors.isNull(selector)) {
            throw faults.gp(0);
        }
        long descriptor = readStack(selector, cpu.cpl, Vector.GP);
        boolean wasBig = ss.isBig();
        Descriptors.load(ss, selector, descriptor);
        if (ss.isBig() != wasBig) {
            mode.changed();
        }
    }

    /**
     * The checks of a stack segment for a privilege level, and its accessed bit.
     *
     * @param exception #GP, or #TS where the selector comes from a TSS
     */
    long readStack(int selector, int level, int exception) {
        long descriptor = descriptors.read(selector, exception);
        if ((selector & Descriptors.RPL) != level
                || Descriptor.dpl(descriptor) != level
                || !Descriptor.isWritableData(descriptor)) {
            throw faults.fault(exception, selector);
        }
        if (!Descriptor.isPresent(descriptor)) {
            throw faults.ss(selector);
        }
        descriptors.markAccessed(selector, descriptor);
        return descriptor;
    }

    private void loadData(Segment segment, int selector) {
        if (Descriptors.isNull(selector)) {
            segment.setNull(selector);
        } else {
            Descriptors.load(segment, selector, readData(selector, Vector.GP));
        }
    }

    /**
     * The checks of a data segment at the current privilege level, and its accessed bit.
     *
     * @param exception #GP, or #TS in a task switch
     */
    long readData(int selector, int exception) {
        long descriptor = descriptors.read(selector, exception);
        int rpl = selector & Descriptors.RPL;
        if (!Descriptor.isReadable(descriptor)
                || !Descriptor.isConforming(descriptor)
                        && Math.max(rpl, cpu.cpl) > Descriptor.dpl(descriptor)) {
            throw faults.fault(exception, selector);
        }
        if (!Descriptor.isPresent(descriptor)) {
            throw faults.np(selector);
        }
        descriptors.markAccessed(selector, descriptor);
        return descriptor;
    }

    /**
     * Data segments that the new, outer level may not use become null. @see "SDM vol. 2B, RET,
     * RETURN-TO-OUTER-PRIVILEGE-LEVEL"
     */
    void nullInaccessibleData() {
        for (int index : DATA) {
            Segment segment = cpu.segments[index];
            boolean conforming =
                    (segment.access & (Segment.CODE | Segment.CONFORMING))
                            == (Segment.CODE | Segment.CONFORMING);
            if (!segment.isNull() && !conforming && segment.dpl() < cpu.cpl) {
                segment.setNull(0);
            }
        }
    }

    /** Entering level 0 from virtual-8086 mode: their selectors would mean nothing. */
    void nullAllData() {
        for (int index : DATA) {
            cpu.segments[index].setNull(0);
        }
    }

    private static final int[] DATA = {Segment.ES, Segment.DS, Segment.FS, Segment.GS};
}
