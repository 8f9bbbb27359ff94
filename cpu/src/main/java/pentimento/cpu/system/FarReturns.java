package pentimento.cpu.system;

import static pentimento.cpu.state.Flags.AC;
import static pentimento.cpu.state.Flags.ID;
import static pentimento.cpu.state.Flags.IF;
import static pentimento.cpu.state.Flags.IOPL;
import static pentimento.cpu.state.Flags.NT;
import static pentimento.cpu.state.Flags.RF;
import static pentimento.cpu.state.Flags.TF;
import static pentimento.cpu.state.Flags.VIF;
import static pentimento.cpu.state.Flags.VIP;
import static pentimento.cpu.state.Flags.VM;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;

/**
 * Far RET and IRET. @see "SDM vol. 2A, IRET; vol. 2B, RET; vol. 3B, 20.2.2 (leaving and entering
 * virtual-8086 mode)"
 */
final class FarReturns {
    /** What IRET loads at any level: arithmetic and TF, DF, NT; with 32 bits also RF, AC, ID. */
    private static final int ANY_LEVEL = 0xDD5 & ~IF | NT, ANY_LEVEL_32 = RF | AC | ID;

    private final CpuState cpu;
    private final SegmentLoader segments;
    private final CodeSegments code;
    private final SelectorFaults faults;
    private final FlagsPrivilege flags;
    private final Tasks tasks;
    private final PendingStack stack;

    FarReturns(
            CpuState cpu,
            LinearMemory memory,
            SegmentLoader segments,
            CodeSegments code,
            SelectorFaults faults,
            FlagsPrivilege flags,
            Tasks tasks) {
        this.cpu = cpu;
        this.segments = segments;
        this.code = code;
        this.faults = faults;
        this.flags = flags;
        this.tasks = tasks;
        this.stack = new PendingStack(cpu, memory, faults);
    }

    void ret(boolean wide, int popBytes) {
        stack.useCurrent();
        int eip = stack.pop(wide);
        int selector = stack.popSelector(wide);
        if (cpu.usesDescriptors()) {
            returnTo(selector, eip, wide, popBytes, 0, 0);
            return;
        }
        stack.release(popBytes);
        code.loadUnprotected(selector, eip);
        stack.commit();
    }

    /**
     * To the same or an outer level, the stack pending after EIP, CS and perhaps EFLAGS.
     *
     * @param image EFLAGS to load in the bits of {@code mask}
     */
    private void returnTo(int selector, int eip, boolean wide, int popBytes, int image, int mask) {
        long descriptor = code.readReturn(selector);
        int level = selector & Descriptors.RPL;
        if (level == cpu.cpl) {
            code.requireLimit(Descriptor.limit(descriptor), eip);
            code.markAccessed(selector, descriptor);
            stack.release(popBytes);
            stack.commit();
            setFlags(image, mask);
            code.load(selector, descriptor, level, eip);
            return;
        }
        stack.release(popBytes);
        int esp = stack.pop(wide);
        int ss = stack.popSelector(wide);
        if (Descriptors.isNull(ss)) {
            throw faults.gp(0);
        }
        long ssDescriptor = segments.readStack(ss, level, Vector.GP);
        code.requireLimit(Descriptor.limit(descriptor), eip);
        code.markAccessed(selector, descriptor);
        setFlags(image, mask);
        Descriptors.load(cpu.ss(), ss, ssDescriptor);
        PendingStack.setPointer(cpu, esp);
        PendingStack.release(cpu, popBytes);
        code.load(selector, descriptor, level, eip);
        segments.nullInaccessibleData();
    }

    private void setFlags(int image, int mask) {
        cpu.flags.value(cpu.flags.value() & ~mask | image & mask);
    }

    /** NMIs are let in even if IRET itself faults. @see "SDM vol. 3A, 6.7.1" */
    void iret(boolean wide) {
        cpu.nmiBlocked = false;
        if (!cpu.isProtected()) {
            iretReal(wide);
        } else if (cpu.isVirtual8086()) {
            iretVirtual8086(wide);
        } else if (cpu.flags.is(NT)) {
            tasks.returnToPrevious();
        } else {
            iretProtected(wide);
        }
    }

    private void iretReal(boolean wide) {
        stack.useCurrent();
        int eip = stack.pop(wide);
        int selector = stack.popSelector(wide);
        int image = stack.pop(wide);
        code.requireLimit(cpu.cs().limit, eip);
        int mask = ANY_LEVEL | IF | IOPL | (wide ? ANY_LEVEL_32 : 0);
        stack.commit();
        setFlags(image, flags.existing(mask));
        code.loadUnprotected(selector, eip);
    }

    private void iretVirtual8086(boolean wide) {
        boolean virtual = cpu.flags.iopl() < 3;
        if (virtual && (wide || (cpu.cr4 & CpuState.CR4_VME) == 0)) {
            throw faults.gp(0);
        }
        stack.useCurrent();
        int eip = stack.pop(wide);
        int selector = stack.popSelector(wide);
        int image = stack.pop(wide);
        int mask = ANY_LEVEL | (wide ? ANY_LEVEL_32 : 0);
        if (virtual) {
            boolean enable = (image & IF) != 0;
            if ((image & TF) != 0 || enable && cpu.flags.is(VIP)) {
                throw faults.gp(0);
            }
            image = image & ~VIF | (enable ? VIF : 0);
            mask |= VIF;
        } else {
            mask |= IF;
        }
        code.requireLimit(cpu.cs().limit, eip);
        stack.commit();
        setFlags(image, flags.existing(mask));
        code.loadUnprotected(selector, eip);
    }

    private void iretProtected(boolean wide) {
        stack.useCurrent();
        int eip = stack.pop(wide);
        int selector = stack.popSelector(wide);
        int image = stack.pop(wide);
        if (wide && (image & VM) != 0 && cpu.cpl == 0) {
            enterVirtual8086(eip, selector, image);
            return;
        }
        int mask = ANY_LEVEL;
        if (wide) {
            mask |= ANY_LEVEL_32;
        }
        if (cpu.cpl <= cpu.flags.iopl()) {
            mask |= IF;
        }
        if (cpu.cpl == 0) {
            mask |= IOPL | (wide ? VIF | VIP : 0);
        }
        returnTo(selector, eip, wide, 0, image, flags.existing(mask));
    }

    private void enterVirtual8086(int eip, int cs, int image) {
        int esp = stack.pop(true);
        int ss = stack.pop(true), es = stack.pop(true), ds = stack.pop(true);
        int fs = stack.pop(true), gs = stack.pop(true);
        code.requireLimit(0xFFFF, eip);
        int mask = ANY_LEVEL | ANY_LEVEL_32 | IF | IOPL | VIF | VIP | VM;
        setFlags(image, flags.existing(mask));
        int[] selectors = {es, cs, ss, ds, fs, gs};
        for (int i = 0; i < selectors.length; i++) {
            cpu.segments[i].setVirtual8086(selectors[i]);
        }
        cpu.gpr[CpuState.ESP] = esp;
        cpu.cpl = 3;
        code.loadUnprotected(cs, eip);
        raisePendingVirtualInterrupt();
    }

    /** VIP and VIF at the begin of an instruction. @see "SDM vol. 3B, 20.3.2" */
    private void raisePendingVirtualInterrupt() {
        boolean virtual = (cpu.cr4 & CpuState.CR4_VME) != 0 && cpu.flags.iopl() < 3;
        if (virtual && cpu.flags.is(VIP) && cpu.flags.is(VIF)) {
            throw cpu.trap(Vector.GP, 0);
        }
    }
}
