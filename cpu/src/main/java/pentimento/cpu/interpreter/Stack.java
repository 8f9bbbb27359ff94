package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;
import pentimento.cpu.state.CpuState;

/** PUSH, POP and the instructions that build and take down frames. */
final class Stack {
    static final OpFactory PUSH =
            (op, core) ->
                    Specialisation.create(
                            PushOp.class,
                            op,
                            core,
                            op.width(),
                            Source.of(op, 0),
                            core.ss.isBig());

    static final OpFactory POP =
            (op, core) ->
                    Specialisation.create(PopOp.class, op, core, op.width(), core.ss.isBig());

    private static final int ALL = 8, NESTING = 31;

    private Stack() {}

    /** POP r/m: an address that uses ESP sees it after the increment. */
    static void popRm(Core core, GeneralOp op) {
        int before = core.gpr[CpuState.ESP];
        int value = core.peek(op.width);
        core.release(op.width.bytes());
        int after = core.gpr[CpuState.ESP];
        int offset = op.offset(core.gpr);
        if (op.decoded.isMemory()) {
            core.gpr[CpuState.ESP] = before; // in case that the store faults
            core.memory.write(op.width, op.segment, offset, value);
            core.gpr[CpuState.ESP] = after;
        } else {
            op.width.set(core.gpr, op.decoded.rm(), value);
        }
    }

    static void pusha(Core core, GeneralOp op) {
        int pointer = core.gpr[CpuState.ESP], mask = core.stackMask(), size = op.width.bytes();
        for (int i = 0; i < ALL; i++) {
            core.memory.probeWrite(core.ss, pointer - (i + 1) * size & mask, size);
        }
        for (int i = 0; i < ALL; i++) {
            int offset = pointer - (i + 1) * size & mask;
            core.memory.write(op.width, core.ss, offset, core.gpr[i]);
        }
        core.release(-ALL * size);
    }

    /** POPA: the popped ESP is thrown away. */
    static void popa(Core core, GeneralOp op) {
        int pointer = core.gpr[CpuState.ESP], mask = core.stackMask(), size = op.width.bytes();
        core.memory.read(op.width, core.ss, pointer + 7 * size & mask); // EAX: may fault
        for (int i = 1; i < ALL; i++) {
            if (i != CpuState.ESP) {
                core.memory.read(op.width, core.ss, pointer + (7 - i) * size & mask);
            }
        }
        for (int i = 0; i < ALL; i++) {
            if (i != CpuState.ESP) {
                int value = core.memory.read(op.width, core.ss, pointer + (7 - i) * size & mask);
                op.width.set(core.gpr, i, value);
            }
        }
        core.release(ALL * size);
    }

    /** ENTER. @see "SDM vol. 1, 6.6.1" */
    static void enter(Core core, GeneralOp op) {
        int bytes = op.immediate & 0xFFFF, level = op.decoded.immediate2() & NESTING;
        int mask = core.stackMask(), size = op.width.bytes();
        int pointer = core.gpr[CpuState.ESP];
        int stored = level == 0 ? 1 : level + 1;
        for (int i = 1; i <= stored; i++) {
            core.memory.probeWrite(core.ss, pointer - i * size & mask, size);
        }
        int frame = pointer - size & mask;
        core.memory.write(op.width, core.ss, frame, core.gpr[CpuState.EBP]);
        for (int i = 1; i < level; i++) {
            int display = core.gpr[CpuState.EBP] - i * size & mask;
            int link = core.memory.read(op.width, core.ss, display);
            core.memory.write(op.width, core.ss, pointer - (i + 1) * size & mask, link);
        }
        int frameValue = mask == -1 ? frame : pointer & 0xFFFF0000 | frame;
        if (level > 0) {
            int last = pointer - (level + 1) * size & mask;
            core.memory.write(op.width, core.ss, last, frameValue);
        }
        int newPointer = pointer - stored * size - bytes;
        core.memory.probeWrite(core.ss, newPointer & mask, size); // as the processor does
        op.width.set(core.gpr, CpuState.EBP, frame);
        core.release(newPointer - pointer);
    }

    static void leave(Core core, GeneralOp op) {
        boolean stack32 = core.ss.isBig();
        int frame = core.gpr[CpuState.EBP];
        int value = core.memory.read(op.width, core.ss, stack32 ? frame : frame & 0xFFFF);
        if (stack32) {
            core.gpr[CpuState.ESP] = frame;
        } else {
            Width.WORD.set(core.gpr, CpuState.ESP, frame);
        }
        core.release(stack32, op.width.bytes());
        op.width.set(core.gpr, CpuState.EBP, value);
    }
}
