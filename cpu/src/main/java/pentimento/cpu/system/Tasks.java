package pentimento.cpu.system;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/**
 * Hardware task switches. Up to the commit all faults leave the old task as it was; after it they
 * are traps that belong to the first instruction of the new task.
 *
 * @see "SDM vol. 3A, 7.3 (task switching) and table 7-1"
 */
final class Tasks {
    /** What switches, which decides on busy bits, NT and the back link. */
    enum Reason {
        JUMP,
        CALL,
        INTERRUPT,
        RETURN
    }

    private final CpuState cpu;
    private final LinearMemory memory;
    private final Descriptors descriptors;
    private final SegmentLoader segments;
    private final SelectorFaults faults;
    private final FlagsPrivilege flags;
    private final ControlRegisters controls;
    private final Breakpoints breakpoints;
    private final ExecutionMode mode;
    private final TaskState incoming = new TaskState();

    Tasks(
            CpuState cpu,
            LinearMemory memory,
            Descriptors descriptors,
            SegmentLoader segments,
            SelectorFaults faults,
            FlagsPrivilege flags,
            ControlRegisters controls,
            Breakpoints breakpoints,
            ExecutionMode mode) {
        this.cpu = cpu;
        this.memory = memory;
        this.descriptors = descriptors;
        this.segments = segments;
        this.faults = faults;
        this.flags = flags;
        this.controls = controls;
        this.breakpoints = breakpoints;
        this.mode = mode;
    }

    /** A task gate whose own checks are done. */
    void switchThroughGate(long gate, Reason reason) {
        switchTo(Descriptor.gateSelector(gate), reason);
    }

    /** IRET with NT set. */
    void returnToPrevious() {
        switchTo(memory.readSystem16(cpu.tr.base), Reason.RETURN);
    }

    /**
     * @param selector of the new task's TSS
     * @throws CpuException #GP, #TS or #NP with the selector while still in the old task; traps
     *     from the new one
     */
    void switchTo(int selector, Reason reason) {
        long descriptor = readTss(selector, reason);
        boolean wide = Descriptor.isSystem32(descriptor);
        int leastLimit = wide ? TaskState.LAST_32 : TaskState.LAST_16;
        if (Integer.compareUnsigned(Descriptor.limit(descriptor), leastLimit) < 0) {
            throw faults.ts(selector);
        }
        incoming.read(memory, Descriptor.base(descriptor), wide);
        probe(selector, descriptor, reason);
        memory.requireExactCount(); // descriptors and page tables of the new task may lie anywhere
        commit(selector, descriptor, reason);
    }

    private long readTss(int selector, Reason reason) {
        boolean returning = reason == Reason.RETURN;
        int exception = returning ? Vector.TS : Vector.GP;
        if ((selector & Descriptors.TI) != 0 || Descriptors.isNull(selector)) {
            throw faults.fault(exception, selector);
        }
        long descriptor = descriptors.read(selector, exception);
        boolean fits =
                returning
                        ? Descriptor.isBusyTss(descriptor)
                        : Descriptor.isAvailableTss(descriptor);
        if (!fits) {
            throw faults.fault(exception, selector);
        }
        if (!Descriptor.isPresent(descriptor)) {
            throw faults.np(selector);
        }
        return descriptor;
    }

    /** Everything that the commit writes must be writable. @see "SDM vol. 3A, 7.3, step 5" */
    private void probe(int selector, long descriptor, Reason reason) {
        memory.probeSystemWrite(cpu.tr.base, savedLength());
        descriptors.probeAccess(cpu.tr.selector);
        if (reason != Reason.RETURN) {
            descriptors.probeAccess(selector);
        }
        if (isNested(reason)) {
            memory.probeSystemWrite(Descriptor.base(descriptor), 2);
        }
    }

    private int savedLength() {
        return (isWide() ? TaskState.LAST_32 : TaskState.LAST_16) + 1;
    }

    private boolean isWide() {
        return (cpu.tr.access & Descriptor.SYSTEM_32) != 0;
    }

    private static boolean isNested(Reason reason) {
        return reason == Reason.CALL || reason == Reason.INTERRUPT;
    }

    private void commit(int selector, long descriptor, Reason reason) {
        int oldSelector = cpu.tr.selector;
        if (!isNested(reason)) {
            descriptors.setBusy(oldSelector, false);
        }
        int image = cpu.flags.value() & (reason == Reason.RETURN ? ~Flags.NT : -1);
        TaskState.write(memory, cpu, isWide(), image);
        if (isNested(reason)) {
            memory.writeSystem16(Descriptor.base(descriptor), oldSelector);
        }
        if (reason != Reason.RETURN) {
            descriptors.setBusy(selector, true);
        }
        cpu.tr.set(
                selector,
                Descriptor.base(descriptor),
                Descriptor.limit(descriptor),
                Descriptor.access(descriptor) | Descriptor.TSS_BUSY);
        cpu.cr0 |= CpuState.CR0_TS;
        boolean pageTables = !incoming.wide || controls.loadCr3InTaskSwitch(incoming.cr3);
        loadRegisters(isNested(reason));
        faults.inNewTask(true);
        try {
            if (!pageTables) {
                throw faults.ts(selector);
            }
            loadSegments();
        } finally {
            faults.inNewTask(false);
            mode.changed();
        }
        breakpoints.taskSwitched(incoming.debugTrap);
    }

    private void loadRegisters(boolean nested) {
        cpu.eip = incoming.eip;
        System.arraycopy(incoming.gpr, 0, cpu.gpr, 0, TaskState.REGISTERS);
        int image = flags.existing(incoming.eflags) | (nested ? Flags.NT : 0);
        cpu.flags.value(image);
        for (int i = 0; i < cpu.segments.length; i++) {
            cpu.segments[i].setNull(incoming.selectors[i]);
        }
        cpu.ldtr.setNull(incoming.ldt);
        cpu.cpl = (image & Flags.VM) != 0 ? 3 : incoming.selectors[Segment.CS] & Descriptors.RPL;
        mode.changed();
    }

    /** In the context of the new task. @see "SDM vol. 3A, table 7-1" */
    private void loadSegments() {
        loadLdt();
        if (cpu.isVirtual8086()) {
            for (int i = 0; i < cpu.segments.length; i++) {
                cpu.segments[i].setVirtual8086(incoming.selectors[i]);
            }
        } else {
            loadCode(incoming.selectors[Segment.CS]);
            loadStack(incoming.selectors[Segment.SS]);
            for (int index = 0; index < cpu.segments.length; index++) {
                if (index != Segment.CS && index != Segment.SS) {
                    loadData(cpu.segments[index], incoming.selectors[index]);
                }
            }
        }
        if (Integer.compareUnsigned(cpu.eip, cpu.cs().limit) > 0) {
            throw faults.gp(0);
        }
    }

    private void loadLdt() {
        int selector = incoming.ldt;
        if (Descriptors.isNull(selector)) {
            return;
        }
        if ((selector & Descriptors.TI) != 0) {
            throw faults.ts(selector);
        }
        long descriptor = descriptors.read(selector, Vector.TS);
        if (Descriptor.systemType(descriptor) != Descriptor.LDT
                || !Descriptor.isPresent(descriptor)) {
            throw faults.ts(selector);
        }
        cpu.ldtr.set(
                selector,
                Descriptor.base(descriptor),
                Descriptor.limit(descriptor),
                Descriptor.access(descriptor));
    }

    private void loadCode(int selector) {
        if (Descriptors.isNull(selector)) {
            throw faults.ts(selector);
        }
        long descriptor = descriptors.read(selector, Vector.TS);
        int dpl = Descriptor.dpl(descriptor);
        boolean allowed = Descriptor.isConforming(descriptor) ? dpl <= cpu.cpl : dpl == cpu.cpl;
        if (!Descriptor.isCode(descriptor) || !allowed) {
            throw faults.ts(selector);
        }
        if (!Descriptor.isPresent(descriptor)) {
            throw faults.np(selector);
        }
        descriptors.markAccessed(selector, descriptor);
        Descriptors.load(cpu.cs(), selector, descriptor);
    }

    private void loadStack(int selector) {
        if (Descriptors.isNull(selector)) {
            throw faults.ts(selector);
        }
        Descriptors.load(cpu.ss(), selector, segments.readStack(selector, cpu.cpl, Vector.TS));
    }

    private void loadData(Segment segment, int selector) {
        if (!Descriptors.isNull(selector)) {
            Descriptors.load(segment, selector, segments.readData(selector, Vector.TS));
        }
    }
}
