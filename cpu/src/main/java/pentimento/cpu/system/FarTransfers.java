package pentimento.cpu.system;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;

/**
 * Far JMP, CALL, RET and IRET. EIP is that of the next instruction on entry, that of the target on
 * return. A {@link CpuException} leaves all registers as they were, unless it is a trap: then it
 * belongs to a new task.
 *
 * @see "SDM vol. 2A, CALL, JMP; vol. 3A, 5.8"
 */
public final class FarTransfers {
    private final CpuState cpu;
    private final Descriptors descriptors;
    private final CodeSegments code;
    private final InnerStacks innerStacks;
    private final SelectorFaults faults;
    private final PendingStack stack, caller;
    private final Tasks tasks;
    private final FarReturns returns;
    private final int[] parameters = new int[32];

    FarTransfers(
            CpuState cpu,
            LinearMemory memory,
            Descriptors descriptors,
            SegmentLoader segments,
            CodeSegments code,
            SelectorFaults faults,
            Tasks tasks,
            FarReturns returns) {
        this.cpu = cpu;
        this.descriptors = descriptors;
        this.code = code;
        this.faults = faults;
        this.stack = new PendingStack(cpu, memory, faults);
        this.caller = new PendingStack(cpu, memory, faults);
        this.innerStacks = new InnerStacks(cpu, memory, segments, faults, stack);
        this.tasks = tasks;
        this.returns = returns;
    }

    /**
     * @param offset 16-bit ones zero-extended
     */
    public void jump(int selector, int offset) {
        if (!cpu.usesDescriptors()) {
            code.loadUnprotected(selector, offset);
            return;
        }
        long descriptor = readTarget(selector);
        if (Descriptor.isCode(descriptor)) {
            code.requireDirect(selector, descriptor);
            jumpTo(selector, descriptor, offset);
            return;
        }
        switch (Descriptor.systemType(descriptor)) {
            case Descriptor.CALL_GATE16, Descriptor.CALL_GATE32 -> {
                requireGate(selector, descriptor);
                int target = Descriptor.gateSelector(descriptor);
                long targetDescriptor = code.readGateTarget(target);
                if (!Descriptor.isConforming(targetDescriptor)
                        && Descriptor.dpl(targetDescriptor) != cpu.cpl) {
                    throw faults.gp(target);
                }
                code.requirePresent(target, targetDescriptor);
                jumpTo(target, targetDescriptor, Descriptor.gateOffset(descriptor));
            }
            case Descriptor.TASK_GATE -> {
                requireGate(selector, descriptor);
                tasks.switchThroughGate(descriptor, Tasks.Reason.JUMP);
            }
            default -> switchTask(selector, descriptor, Tasks.Reason.JUMP);
        }
    }

    private long readTarget(int selector) {
        if (Descriptors.isNull(selector)) {
            throw faults.gp(0);
        }
        return descriptors.read(selector, Vector.GP);
    }

    private void jumpTo(int selector, long descriptor, int offset) {
        code.requireLimit(Descriptor.limit(descriptor), offset);
        code.markAccessed(selector, descriptor);
        code.load(selector, descriptor, cpu.cpl, offset);
    }

    private void requireGate(int selector, long gate) {
        requireLevel(selector, gate);
        if (!Descriptor.isPresent(gate)) {
            throw faults.np(selector);
        }
    }

    private void requireLevel(int selector, long descriptor) {
        if (Descriptor.dpl(descriptor) < Math.max(cpu.cpl, selector & Descriptors.RPL)) {
            throw faults.gp(selector);
        }
    }

    private void switchTask(int selector, long descriptor, Tasks.Reason reason) {
        if (!Descriptor.isTss(descriptor)) {
            throw faults.gp(selector);
        }
        requireLevel(selector, descriptor);
        tasks.switchTo(selector, reason);
    }

    /**
     * @param operand32 pushes doublewords
     */
    public void call(int selector, int offset, boolean operand32) {
        if (!cpu.usesDescriptors()) {
            stack.useCurrent();
            pushReturn(operand32);
            code.loadUnprotected(selector, offset);
            stack.commit();
            return;
        }
        long descriptor = readTarget(selector);
        if (Descriptor.isCode(descriptor)) {
            code.requireDirect(selector, descriptor);
            callTo(selector, descriptor, offset, operand32);
            return;
        }
        switch (Descriptor.systemType(descriptor)) {
            case Descriptor.CALL_GATE16, Descriptor.CALL_GATE32 -> {
                requireGate(selector, descriptor);
                callThroughGate(descriptor);
            }
            case Descriptor.TASK_GATE -> {
                requireGate(selector, descriptor);
                tasks.switchThroughGate(descriptor, Tasks.Reason.CALL);
            }
            default -> switchTask(selector, descriptor, Tasks.Reason.CALL);
        }
    }

    private void pushReturn(boolean wide) {
        stack.push(cpu.cs().selector, wide);
        stack.push(cpu.eip, wide);
    }

    private void callTo(int selector, long descriptor, int offset, boolean wide) {
        stack.useCurrent();
        pushReturn(wide);
        code.requireLimit(Descriptor.limit(descriptor), offset);
        code.markAccessed(selector, descriptor);
        stack.commit();
        code.load(selector, descriptor, cpu.cpl, offset);
    }

    /** The size of what is pushed is the gate's, not the operand's. */
    private void callThroughGate(long gate) {
        int target = Descriptor.gateSelector(gate);
        long descriptor = code.readGateTarget(target);
        code.requirePresent(target, descriptor);
        boolean wide = Descriptor.isSystem32(gate);
        int offset = Descriptor.gateOffset(gate);
        int level = Descriptor.dpl(descriptor);
        if (Descriptor.isConforming(descriptor) || level == cpu.cpl) {
            callTo(target, descriptor, offset, wide);
            return;
        }
        innerStacks.use(level);
        stack.push(cpu.ss().selector, wide);
        stack.push(cpu.gpr[CpuState.ESP], wide);
        int count = Descriptor.gateParameters(gate);
        caller.useCurrent();
        for (int i = 0; i < count; i++) {
            parameters[i] = caller.pop(wide);
        }
        for (int i = count - 1; i >= 0; i--) {
            stack.push(parameters[i], wide);
        }
        pushReturn(wide);
        code.requireLimit(Descriptor.limit(descriptor), offset);
        code.markAccessed(target, descriptor);
        stack.commit();
        code.load(target, descriptor, level, offset);
    }

    /**
     * @param popBytes parameters to release
     */
    public void ret(boolean operand32, int popBytes) {
        returns.ret(operand32, popBytes);
    }

    public void iret(boolean operand32) {
        returns.iret(operand32);
    }
}
