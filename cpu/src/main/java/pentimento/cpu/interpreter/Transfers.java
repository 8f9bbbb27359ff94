package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;
import pentimento.cpu.system.Interrupts;

/** Jumps, calls, returns, loops, software interrupts. */
final class Transfers {
    private static final Specialisation<ReturnOp.Kind> RETURNS =
            new Specialisation<>(ReturnOp.class, ReturnOp::new, Form.WIDTHS * Form.FLAGS);

    /** Near RET. */
    static final OpFactory RET =
            (op, core) -> {
                boolean stack32 = core.ss.isBig();
                int form = Form.of(op.operandWidth()) * Form.FLAGS + Form.of(stack32);
                return RETURNS.create(
                        op, core, form, new ReturnOp.Kind(op.operandWidth(), stack32));
            };

    static final Body UNDEFINED =
            (core, op) -> {
                throw core.state.fault(Vector.UD);
            };

    private static final int WHILE_NOT_ZERO = 0, WHILE_ZERO = 1, ALWAYS = 2;

    private Transfers() {}

    /** Jcc. */
    static final class ConditionalJump implements OpFactory {
        private final Condition condition;
        private final Specialisation<ConditionalJumpOp.Kind> forms =
                new Specialisation<>(ConditionalJumpOp.class, ConditionalJumpOp::new, Form.WIDTHS);

        ConditionalJump(Condition condition) {
            this.condition = condition;
        }

        Condition condition() {
            return condition;
        }

        @Override
        public Op create(DecodedOp op, Core core) {
            Width reach = op.operandWidth();
            return forms.create(
                    op, core, Form.of(reach), new ConditionalJumpOp.Kind(condition, reach));
        }
    }

    static OpFactory near(boolean call) {
        var forms =
                new Specialisation<JumpOp.Kind>(
                        JumpOp.class, JumpOp::new, Form.WIDTHS * Form.SOURCES * Form.FLAGS);
        return (op, core) -> {
            Source to = op.modRm() < 0 ? Source.IMMEDIATE : Source.of(op, 0);
            boolean stack32 = core.ss.isBig();
            int form = Form.of(op.operandWidth(), to) * Form.FLAGS + Form.of(stack32);
            return forms.create(
                    op, core, form, new JumpOp.Kind(op.operandWidth(), to, call, stack32));
        };
    }

    private static Width counterWidth(GeneralOp op) {
        return op.decoded.isAddress32() ? Width.DWORD : Width.WORD;
    }

    private static Body loop(int kind) {
        return (core, op) -> {
            Width width = counterWidth(op);
            int count = width.truncate(core.gpr[CpuState.ECX] - 1);
            if (count != 0 && (kind == ALWAYS || core.flags.isZero() == (kind == WHILE_ZERO))) {
                core.path.branch(op.decoded.operandWidth().truncate(core.state.eip + op.immediate));
            }
            width.set(core.gpr, CpuState.ECX, count);
        };
    }

    static final Body LOOPNE = loop(WHILE_NOT_ZERO), LOOPE = loop(WHILE_ZERO), LOOP = loop(ALWAYS);

    static void jcxz(Core core, GeneralOp op) {
        if (counterWidth(op).get(core.gpr, CpuState.ECX) == 0) {
            core.path.branch(op.decoded.operandWidth().truncate(core.state.eip + op.immediate));
        }
    }

    // ---------------------------------------------------------------- far

    static void jumpFar(Core core, GeneralOp op) {
        core.system.transfers().jump(op.decoded.immediate2(), farOffset(op));
        core.modeChanged();
    }

    static void callFar(Core core, GeneralOp op) {
        core.system.transfers().call(op.decoded.immediate2(), farOffset(op), op.isOperand32());
        core.modeChanged();
    }

    private static int farOffset(GeneralOp op) {
        return op.decoded.operandWidth().truncate(op.immediate);
    }

    static void jumpFarIndirect(Core core, GeneralOp op) {
        Width width = op.decoded.operandWidth();
        int at = op.offset(core.gpr);
        int offset = core.memory.read(width, op.segment, at);
        int selector = core.memory.read16(op.segment, at + width.bytes() & op.mask);
        core.system.transfers().jump(selector, offset);
        core.modeChanged();
    }

    static void callFarIndirect(Core core, GeneralOp op) {
        Width width = op.decoded.operandWidth();
        int at = op.offset(core.gpr);
        int offset = core.memory.read(width, op.segment, at);
        int selector = core.memory.read16(op.segment, at + width.bytes() & op.mask);
        core.system.transfers().call(selector, offset, op.isOperand32());
        core.modeChanged();
    }

    static void retFar(Core core, GeneralOp op) {
        core.system.transfers().ret(op.isOperand32(), op.immediate & 0xFFFF);
        core.modeChanged();
    }

    static void iret(Core core, GeneralOp op) {
        core.system.transfers().iret(op.isOperand32());
        core.modeChanged();
    }

    // ---------------------------------------------------------------- interrupts

    private static void software(Core core, int vector, Interrupts.Source source) {
        core.system.interrupts().deliver(vector, CpuException.NO_ERROR_CODE, source);
        core.modeChanged();
    }

    static void int3(Core core, GeneralOp op) {
        software(core, Vector.BP, Interrupts.Source.SOFTWARE);
    }

    static void into(Core core, GeneralOp op) {
        if (core.flags.isOverflow()) {
            software(core, Vector.OF, Interrupts.Source.SOFTWARE);
        }
    }

    static void icebp(Core core, GeneralOp op) {
        software(core, Vector.DB, Interrupts.Source.ICEBP);
    }

    static void softwareInterrupt(Core core, GeneralOp op) {
        core.system.interrupts().softwareInterrupt(op.immediate & 0xFF);
        core.modeChanged();
    }
}
