package pentimento.cpu.system;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;

/**
 * The stacks of levels 0 to 2, whose pointers lie in the TSS. @see "SDM vol. 3A, 5.8.5 (stack
 * switching)"
 */
final class InnerStacks {
    private final CpuState cpu;
    private final LinearMemory memory;
    private final SegmentLoader segments;
    private final SelectorFaults faults;
    private final PendingStack stack;

    InnerStacks(
            CpuState cpu,
            LinearMemory memory,
            SegmentLoader segments,
            SelectorFaults faults,
            PendingStack stack) {
        this.cpu = cpu;
        this.memory = memory;
        this.segments = segments;
        this.faults = faults;
        this.stack = stack;
    }

    /**
     * Points the pending stack at that of a level.
     *
     * @param level 0..2
     * @throws CpuException #TS with the selector of TSS or stack, #SS, #PF
     */
    void use(int level) {
        boolean wide = (cpu.tr.access & Descriptor.SYSTEM_32) != 0;
        int at = wide ? 4 + 8 * level : 2 + 4 * level;
        int length = wide ? 6 : 4;
        if (Integer.compareUnsigned(at + length - 1, cpu.tr.limit) > 0) {
            throw faults.ts(cpu.tr.selector);
        }
        int linear = cpu.tr.base + at;
        int pointer = wide ? memory.readSystem32(linear) : memory.readSystem16(linear);
        int selector = memory.readSystem16(linear + (wide ? 4 : 2));
        if (Descriptors.isNull(selector)) {
            throw faults.ts(selector);
        }
        stack.useInner(selector, segments.readStack(selector, level, Vector.TS), pointer);
    }
}
