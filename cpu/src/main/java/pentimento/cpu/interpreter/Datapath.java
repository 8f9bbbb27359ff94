package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/**
 * What most instructions touch of their processor. A record, since HotSpot trusts the fields of one
 * that is a constant: the code of a specialised form has registers, flags and memory at addresses
 * that it knows, and looks for none of them.
 */
@SuppressWarnings("ArrayRecordComponent") // it is shared
record Datapath(
        CpuState state, int[] gpr, Flags flags, SegmentedMemory memory, Segment cs, Segment ss) {

    /**
     * Goes to an offset in the code segment.
     *
     * @throws CpuException #GP(0) beyond the segment's limit
     */
    void branch(int target) {
        requireCode(target);
        state.eip = target;
    }

    /** The branch of the second of two instructions that execute as one. */
    void branchOfPair(Core core, int target, int firstLength) {
        if (Integer.compareUnsigned(target, cs.limit) > 0) {
            core.completedOfPair = firstLength;
        }
        branch(target);
    }

    void requireCode(int target) {
        if (Integer.compareUnsigned(target, cs.limit) > 0) {
            throw state.fault(Vector.GP, 0);
        }
    }

    // ---------------------------------------------------------------- the stack

    /**
     * @return FFFFh or all ones, by the B bit of SS
     */
    int stackMask() {
        return ss.isBig() ? -1 : 0xFFFF;
    }

    /** Pushes with a constant stack size. */
    void push(boolean stack32, Width width, int value) {
        int pointer = gpr[CpuState.ESP] - width.bytes();
        memory.write(width, ss, stack32 ? pointer : pointer & 0xFFFF, value);
        if (stack32) {
            gpr[CpuState.ESP] = pointer;
        } else {
            Width.WORD.set(gpr, CpuState.ESP, pointer);
        }
    }

    void push(Width width, int value) {
        push(ss.isBig(), width, value);
    }

    /**
     * @return the value at the top of the stack, which stays there
     */
    int peek(boolean stack32, Width width) {
        int pointer = gpr[CpuState.ESP];
        return memory.read(width, ss, stack32 ? pointer : pointer & 0xFFFF);
    }

    int peek(Width width) {
        return peek(ss.isBig(), width);
    }

    /** Moves the stack pointer up. */
    void release(boolean stack32, int bytes) {
        if (stack32) {
            gpr[CpuState.ESP] += bytes;
        } else {
            Width.WORD.set(gpr, CpuState.ESP, gpr[CpuState.ESP] + bytes);
        }
    }

    void release(int bytes) {
        release(ss.isBig(), bytes);
    }
}
