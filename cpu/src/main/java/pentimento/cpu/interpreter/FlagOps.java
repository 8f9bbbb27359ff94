package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;

/** Instructions on EFLAGS. */
final class FlagOps {
    private static final int IN_AH = Flags.SF | Flags.ZF | Flags.AF | Flags.PF | Flags.CF, AH = 4;

    private FlagOps() {}

    static void clc(Core core, GeneralOp op) {
        core.flags.setCarry(false);
    }

    static void stc(Core core, GeneralOp op) {
        core.flags.setCarry(true);
    }

    static void cmc(Core core, GeneralOp op) {
        core.flags.setCarry(!core.flags.isCarry());
    }

    static void cld(Core core, GeneralOp op) {
        core.flags.set(Flags.DF, false);
    }

    static void std(Core core, GeneralOp op) {
        core.flags.set(Flags.DF, true);
    }

    static void lahf(Core core, GeneralOp op) {
        Width.BYTE.set(core.gpr, AH, core.flags.value());
    }

    static void sahf(Core core, GeneralOp op) {
        int ah = Width.BYTE.get(core.gpr, AH);
        core.flags.value(core.flags.value() & ~IN_AH | ah & IN_AH);
    }

    /** SALC, undocumented: AL becomes FFh if CF is set, else 0. */
    static void salc(Core core, GeneralOp op) {
        Width.BYTE.set(core.gpr, CpuState.EAX, -core.flags.carry());
    }

    static void cli(Core core, GeneralOp op) {
        core.system.flags().cli();
    }

    static void sti(Core core, GeneralOp op) {
        boolean wasEnabled = core.flags.is(Flags.IF);
        core.system.flags().sti();
        if (!wasEnabled && core.flags.is(Flags.IF)) {
            core.state.interruptShadow = true;
        }
        core.modeChanged();
    }

    static void pushf(Core core, GeneralOp op) {
        core.path.push(op.width, core.system.flags().pushfImage(op.isOperand32()));
    }

    static void popf(Core core, GeneralOp op) {
        core.system.flags().popf(core.path.peek(op.width), op.isOperand32());
        core.path.release(op.width.bytes());
        core.modeChanged();
    }
}
