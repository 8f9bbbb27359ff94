package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;
import pentimento.cpu.state.CpuState;

/** PUSH, POP and the instructions that build and take down frames. */
final class Stack {
    private static final Specialisation<PushOp.Kind> PUSHES =
            new Specialisation<>(
                    PushOp.class, PushOp::new, Form.WIDTHS * Form.SOURCES * Form.FLAGS);
    private static final Specialisation<PopOp.Kind> POPS =
            new Specialisation<>(PopOp.class, PopOp::new, Form.WIDTHS * Form.FLAGS);

    static final OpFactory PUSH =
            (op, core) -> {
                Source from = Source.of(op, 0);
                boolean stack32 = core.ss.isBig();
                int form = Form.of(op.width(), from) * Form.FLAGS + Form.of(stack32);
                return PUSHES.create(op, core, form, new PushOp.Kind(op.width(), from, stack32));
            };

    static final OpFactory POP =
            (op, core) -> {
                boolean stack32 = core.ss.isBig();
                int form = Form.of(op.width()) * Form.FLAGS + Form.of(stack32);
                return POPS.create(op, core, form, new PopOp.Kind(op.width(), stack32));
            };

    private static final int ALL = 8, NESTING = 31;

    private Stack() {}

    /** POP r/m: an address that uses ESP sees it after the increment. */
    static void popRm(Core core, GeneralOp op) {
        int before = core.gpr[CpuState.ESP];
        int value = core.path.peek(op.width);
        core.path.release(op.width.bytes());
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

    /** What was pushed before a fault stays in memory, as the recorded processors leave it. */
    static void pusha(Core core, GeneralOp op) {
        int pointer = core.gpr[CpuState.ESP], mask = core.path.stackMask(), size = op.width.bytes();
        for (int i = 0; i < ALL; i++) {
            int offset = pointer - (i + 1) * size & mask;
            core.memory.write(op.width, core.ss, offset, core.gpr[i]);
        }
        core.path.release(-ALL * size);
    }

    /** The popped ESP is thrown away. What was popped before a fault stays; ESP does not move. */
    static void popa(Core core, GeneralOp op) {
        int pointer = core.gpr[CpuState.ESP], mask = core.path.stackMask(), size = op.width.bytes();
        for (int i = ALL - 1; i >= 0; i--) {
            int value = core.memory.read(op.width, core.ss, pointer + (7 - i) * size & mask);
            if (i != CpuState.ESP) {
                op.width.set(core.gpr, i, value);
            }
        }
        core.path.release(ALL * size);
    }

    /** ENTER. @see "SDM vol. 1, 6.6.1" */
    static void enter(Core core, GeneralOp op) {
        Width width = op.decoded.operandWidth();
        int bytes = op.immediate & 0xFFFF, level = op.decoded.immediate2() & NESTING;
        int mask = core.path.stackMask(), size = width.bytes();
        int pointer = core.gpr[CpuState.ESP], at = pointer - size & mask;
        int frame = pointer - size;
        core.memory.write(width, core.ss, at, core.gpr[CpuState.EBP]);
        for (int i = 1; i < level; i++) {
            int display = core.gpr[CpuState.EBP] - i * size & mask;
            at = at - size & mask;
            core.memory.write(width, core.ss, at, core.memory.read(width, core.ss, display));
        }
        if (level > 0) {
            at = at - size & mask;
            core.memory.write(width, core.ss, at, frame);
        }
        at = at - bytes & mask;
        core.memory.probeWrite(core.ss, at, size); // as the processor does
        width.set(core.gpr, CpuState.EBP, frame);
        core.gpr[CpuState.ESP] = pointer & ~mask | at;
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
        core.path.release(stack32, op.width.bytes());
        op.width.set(core.gpr, CpuState.EBP, value);
    }
}
