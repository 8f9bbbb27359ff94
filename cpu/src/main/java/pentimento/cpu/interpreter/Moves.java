package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;

/** MOV and its relatives, segment registers, address computation. */
final class Moves {
    private static final Specialisation<MoveOp.Kind> MOVES =
            new Specialisation<>(
                    MoveOp.class, MoveOp::new, Form.WIDTHS * Form.SOURCES * Form.SOURCES);
    private static final Specialisation<LoadAddressOp.Kind> ADDRESSES =
            new Specialisation<>(LoadAddressOp.class, LoadAddressOp::new, Form.WIDTHS);

    static final OpFactory MOV =
            (op, core) -> {
                Source to = Source.of(op, 0), from = Source.of(op, 1);
                int form = Form.of(op.width(), to, from);
                return MOVES.create(op, core, form, new MoveOp.Kind(op.width(), to, from));
            };

    static final OpFactory LEA =
            (op, core) ->
                    ADDRESSES.create(
                            op, core, Form.of(op.width()), new LoadAddressOp.Kind(op.width()));

    private Moves() {}

    static OpFactory extend(boolean signed) {
        var forms =
                new Specialisation<ExtendOp.Kind>(
                        ExtendOp.class, ExtendOp::new, Form.WIDTHS * Form.WIDTHS * Form.SOURCES);
        return (op, core) -> {
            Width to = op.width(0), from = op.width(1);
            Source source = Source.of(op, 1);
            int form = Form.of(to) * Form.WIDTHS * Form.SOURCES + Form.of(from, source);
            return forms.create(op, core, form, new ExtendOp.Kind(to, from, source, signed));
        };
    }

    static OpFactory conditionalMove(Condition condition) {
        var forms =
                new Specialisation<ConditionalMoveOp.Kind>(
                        ConditionalMoveOp.class,
                        ConditionalMoveOp::new,
                        Form.WIDTHS * Form.SOURCES);
        return (op, core) -> {
            Source from = Source.of(op, 1);
            int form = Form.of(op.width(), from);
            return forms.create(
                    op, core, form, new ConditionalMoveOp.Kind(condition, op.width(), from));
        };
    }

    static OpFactory conditionalSet(Condition condition) {
        var forms =
                new Specialisation<ConditionalSetOp.Kind>(
                        ConditionalSetOp.class, ConditionalSetOp::new, Form.WIDTHS * Form.SOURCES);
        return (op, core) -> {
            Source to = Source.of(op, 0);
            return forms.create(
                    op, core, Form.of(Width.BYTE, to), new ConditionalSetOp.Kind(condition, to));
        };
    }

    static void nop(Core core, GeneralOp op) {}

    /** XLAT: AL = [BX + AL]. */
    static void xlat(Core core, GeneralOp op) {
        int mask = op.decoded.isAddress32() ? -1 : 0xFFFF;
        int offset = core.gpr[CpuState.EBX] + (core.gpr[CpuState.EAX] & 0xFF) & mask;
        int value = core.memory.read8(op.segment, offset);
        Width.BYTE.set(core.gpr, CpuState.EAX, value);
    }

    /** BSWAP; the 16-bit form is undefined and clears the register's low word. */
    static void bswap(Core core, GeneralOp op) {
        int value = op.isOperand32() ? Integer.reverseBytes(core.gpr[op.destination]) : 0;
        op.width.set(core.gpr, op.destination, value);
    }

    // ---------------------------------------------------------------- segment registers

    /** MOV r/m, Sreg: memory takes 16 bits, a 32-bit register is zero-extended. */
    static void moveFromSegment(Core core, GeneralOp op) {
        int selector = core.state.segments[op.decoded.reg()].selector;
        op.writeRm(core, op.decoded.isMemory() ? Width.WORD : op.width, selector);
    }

    static void moveToSegment(Core core, GeneralOp op) {
        core.system.segments().load(op.decoded.reg(), op.readRm(core, Width.WORD));
    }

    /** MOV SS holds interrupts and traps off until after the next instruction. */
    static void moveToStackSegment(Core core, GeneralOp op) {
        moveToSegment(core, op);
        beginStackShadow(core);
    }

    static void beginStackShadow(Core core) {
        core.state.interruptShadow = true;
        core.state.debugShadow = true;
        core.modeChanged();
    }

    /** LDS, LES, LFS, LGS: a far pointer into a segment and a general register. */
    static Body loadFarPointer(int segmentIndex) {
        return (core, op) -> {
            int at = op.offset(core.gpr);
            int offset = core.memory.read(op.width, op.segment, at);
            int selector = core.memory.read16(op.segment, at + op.width.bytes() & op.mask);
            core.system.segments().load(segmentIndex, selector);
            op.width.set(core.gpr, op.destination, offset);
            if (segmentIndex == Segment.SS) {
                core.modeChanged();
            }
        };
    }

    static Body pushSegment(int segmentIndex) {
        return (core, op) -> {
            int selector = core.state.segments[segmentIndex].selector;
            if (!op.isOperand32()) {
                core.path.push(Width.WORD, selector);
                return;
            }
            // The 32-bit form moves the pointer by 4 and stores 16 bits.
            int pointer = core.gpr[CpuState.ESP] - 4 & core.path.stackMask();
            core.memory.write16(core.ss, pointer, selector);
            core.path.release(-4);
        };
    }

    static Body popSegment(int segmentIndex) {
        return (core, op) -> {
            boolean stack32 = core.ss.isBig();
            int selector = core.path.peek(stack32, Width.WORD);
            core.system.segments().load(segmentIndex, selector);
            core.path.release(stack32, op.isOperand32() ? 4 : 2);
            if (segmentIndex == Segment.SS) {
                beginStackShadow(core);
            }
        };
    }
}
