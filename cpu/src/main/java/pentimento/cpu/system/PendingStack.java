package pentimento.cpu.system;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;

/**
 * A stack while an instruction or a delivery works on it: registers change only at {@link #commit},
 * so that any fault before leaves them as they were. Either the current stack, with the program's
 * rights, or that of an inner level, with the processor's.
 */
final class PendingStack {
    private final CpuState cpu;
    private final LinearMemory memory;
    private final SelectorFaults faults;
    private final Segment inner = new Segment();
    private Segment segment;
    private boolean system;
    private int pointer;

    PendingStack(CpuState cpu, LinearMemory memory, SelectorFaults faults) {
        this.cpu = cpu;
        this.memory = memory;
        this.faults = faults;
        segment = cpu.ss();
    }

    void useCurrent() {
        segment = cpu.ss();
        system = false;
        pointer = cpu.gpr[CpuState.ESP];
    }

    /** A stack that the processor switches to. */
    void useInner(int selector, long descriptor, int stackPointer) {
        Descriptors.load(inner, selector, descriptor);
        segment = inner;
        system = true;
        pointer = stackPointer;
    }

    /**
     * @throws CpuException #SS(0), or #SS(selector) of an inner stack; #PF
     */
    void push(int value, boolean wide) {
        int size = wide ? 4 : 2;
        int offset = wrap(pointer - size);
        int linear = linear(offset, size, true);
        if (wide) {
            write32(linear, value);
        } else {
            write16(linear, value);
        }
        pointer = offset;
    }

    int pop(boolean wide) {
        int size = wide ? 4 : 2;
        int linear = linear(wrap(pointer), size, false);
        pointer = wrap(pointer + size);
        return wide ? memory.read32(linear) : memory.read16(linear);
    }

    /** Of a selector the low 16 bits are read and checked, whatever the operand size. */
    int popSelector(boolean wide) {
        int selector = memory.read16(linear(wrap(pointer), 2, false));
        pointer = wrap(pointer + (wide ? 4 : 2));
        return selector;
    }

    void release(int bytes) {
        pointer = wrap(pointer + bytes);
    }

    /** Moves the registers: ESP, and SS if the stack is an inner one. */
    void commit() {
        if (system) {
            cpu.ss().set(inner);
        }
        setPointer(cpu, pointer);
    }

    /** A 16-bit stack has only SP; the rest of ESP keeps its value. */
    static void setPointer(CpuState cpu, int value) {
        int mask = cpu.ss().isBig() ? -1 : 0xFFFF;
        int esp = cpu.gpr[CpuState.ESP];
        cpu.gpr[CpuState.ESP] = esp & ~mask | value & mask;
    }

    /** Releases parameters on the current stack. */
    static void release(CpuState cpu, int bytes) {
        setPointer(cpu, cpu.gpr[CpuState.ESP] + bytes);
    }

    private int wrap(int offset) {
        return segment.isBig() ? offset : offset & 0xFFFF;
    }

    private int linear(int offset, int size, boolean write) {
        if (!segment.allows(offset, size, write)) {
            throw faults.ss(system ? segment.selector : 0);
        }
        return segment.base + offset;
    }

    private void write16(int linear, int value) {
        if (system) {
            memory.writeSystem16(linear, value);
        } else {
            memory.write16(linear, value);
        }
    }

    private void write32(int linear, int value) {
        if (system) {
            memory.writeSystem32(linear, value);
        } else {
            memory.write32(linear, value);
        }
    }
}
