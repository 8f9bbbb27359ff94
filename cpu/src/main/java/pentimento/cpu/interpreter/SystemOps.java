package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;
import pentimento.cpu.state.CpuState;

/** Instructions of the system architecture: operands here, semantics in the system package. */
final class SystemOps {
    private SystemOps() {}

    // ---------------------------------------------------------------- descriptor tables

    static void sgdt(Core core, GeneralOp op) {
        core.system.tables().sgdt(op.segment, op.offset(core.gpr), op.isOperand32());
    }

    static void sidt(Core core, GeneralOp op) {
        core.system.tables().sidt(op.segment, op.offset(core.gpr), op.isOperand32());
    }

    static void lgdt(Core core, GeneralOp op) {
        core.system.tables().lgdt(op.segment, op.offset(core.gpr), op.isOperand32());
    }

    static void lidt(Core core, GeneralOp op) {
        core.system.tables().lidt(op.segment, op.offset(core.gpr), op.isOperand32());
    }

    private static void storeSelector(Core core, GeneralOp op, int selector) {
        Width width = op.decoded.isMemory() ? Width.WORD : op.decoded.operandWidth();
        op.writeRm(core, width, selector);
    }

    static void sldt(Core core, GeneralOp op) {
        storeSelector(core, op, core.system.tables().sldt());
    }

    static void str(Core core, GeneralOp op) {
        storeSelector(core, op, core.system.tables().str());
    }

    static void lldt(Core core, GeneralOp op) {
        core.system.tables().requireLoad();
        core.system.tables().lldt(op.readRm(core, Width.WORD));
    }

    static void ltr(Core core, GeneralOp op) {
        core.system.tables().requireLoad();
        core.system.tables().ltr(op.readRm(core, Width.WORD));
    }

    static void verr(Core core, GeneralOp op) {
        core.system.queries().requireDescriptors();
        core.flags.setZero(core.system.queries().verr(op.readRm(core, Width.WORD)));
    }

    static void verw(Core core, GeneralOp op) {
        core.system.queries().requireDescriptors();
        core.flags.setZero(core.system.queries().verw(op.readRm(core, Width.WORD)));
    }

    static void lar(Core core, GeneralOp op) {
        core.system.queries().requireDescriptors();
        int rights = core.system.queries().lar(op.readRm(core, Width.WORD));
        core.flags.setZero(rights != -1);
        if (rights != -1) {
            op.width.set(core.gpr, op.destination, rights);
        }
    }

    static void lsl(Core core, GeneralOp op) {
        core.system.queries().requireDescriptors();
        boolean visible = core.system.queries().lsl(op.readRm(core, Width.WORD));
        core.flags.setZero(visible);
        if (visible) {
            op.width.set(core.gpr, op.destination, core.system.queries().limit());
        }
    }

    /** ARPL: raises the RPL of the destination to that of the source. Stores only if it does. */
    static void arpl(Core core, GeneralOp op) {
        core.system.queries().requireDescriptors();
        int selector = op.readRm(core, Width.WORD);
        int rpl = Width.WORD.get(core.gpr, op.decoded.reg()) & 3;
        boolean lower = (selector & 3) < rpl;
        if (lower) {
            op.writeRm(core, Width.WORD, selector & ~3 | rpl);
        }
        core.flags.setZero(lower);
    }

    // ---------------------------------------------------------------- control and debug registers

    static void moveFromControl(Core core, GeneralOp op) {
        core.gpr[op.decoded.rm()] = core.system.controls().moveFromCr(op.decoded.reg());
    }

    static void moveToControl(Core core, GeneralOp op) {
        core.system.controls().moveToCr(op.decoded.reg(), core.gpr[op.decoded.rm()]);
        core.modeChanged();
    }

    static void moveFromDebug(Core core, GeneralOp op) {
        core.gpr[op.decoded.rm()] = core.system.controls().moveFromDr(op.decoded.reg());
    }

    static void moveToDebug(Core core, GeneralOp op) {
        core.system.controls().moveToDr(op.decoded.reg(), core.gpr[op.decoded.rm()]);
        core.modeChanged();
    }

    static void moveFromTest(Core core, GeneralOp op) {
        core.gpr[op.decoded.rm()] = core.system.testRegisters().read(op.decoded.reg());
    }

    static void moveToTest(Core core, GeneralOp op) {
        core.system.testRegisters().write(op.decoded.reg(), core.gpr[op.decoded.rm()]);
    }

    static void lmsw(Core core, GeneralOp op) {
        core.system.flags().requireLevel0();
        core.system.controls().lmsw(op.readRm(core, Width.WORD));
        core.modeChanged();
    }

    static void smsw(Core core, GeneralOp op) {
        Width width = op.decoded.isMemory() ? Width.WORD : op.decoded.operandWidth();
        op.writeRm(core, width, core.system.controls().smsw());
    }

    static void clts(Core core, GeneralOp op) {
        core.system.controls().clts();
        core.modeChanged();
    }

    static void invlpg(Core core, GeneralOp op) {
        core.system.controls().invlpg(op.segment.base + op.offset(core.gpr));
        core.modeChanged();
    }

    /** INVD and WBINVD: caches are not modelled, and nobody can see that. */
    static void cacheControl(Core core, GeneralOp op) {
        core.system.flags().requireLevel0();
    }

    // ---------------------------------------------------------------- model, time

    static void cpuid(Core core, GeneralOp op) {
        core.system.cpuid().execute();
    }

    static void rdmsr(Core core, GeneralOp op) {
        core.system.flags().requireLevel0();
        core.counter.publishBefore();
        long value = core.system.msrs().read(core.gpr[CpuState.ECX]);
        core.gpr[CpuState.EAX] = (int) value;
        core.gpr[CpuState.EDX] = (int) (value >>> 32);
    }

    static void wrmsr(Core core, GeneralOp op) {
        core.system.flags().requireLevel0();
        core.counter.publishBefore();
        long low = core.gpr[CpuState.EAX] & 0xFFFFFFFFL;
        core.system.msrs().write(core.gpr[CpuState.ECX], low | (long) core.gpr[CpuState.EDX] << 32);
        core.modeChanged();
    }

    static void rdtsc(Core core, GeneralOp op) {
        core.counter.publishBefore();
        core.system.timeStamp().rdtsc();
    }

    static void rdpmc(Core core, GeneralOp op) {
        core.counter.publishBefore();
        core.system.timeStamp().rdpmc();
    }

    static void sysenter(Core core, GeneralOp op) {
        core.system.sysenter().enter();
        core.modeChanged();
    }

    static void sysexit(Core core, GeneralOp op) {
        core.system.sysenter().exit();
        core.modeChanged();
    }

    static void hlt(Core core, GeneralOp op) {
        core.system.flags().requireLevel0();
        core.state.halted = true;
        core.modeChanged();
    }

    // ---------------------------------------------------------------- ports

    static void in(Core core, GeneralOp op) {
        Width width = op.width;
        int port = port(core, op);
        core.ports.check(port, width);
        width.set(core.gpr, CpuState.EAX, core.ports.in(port, width));
        core.ports.settle();
    }

    static void out(Core core, GeneralOp op) {
        Width width = op.decoded.width(1);
        int port = port(core, op);
        core.ports.check(port, width);
        core.ports.out(port, width, width.get(core.gpr, CpuState.EAX));
        core.ports.settle();
    }

    private static int port(Core core, GeneralOp op) {
        return op.decoded.isImmediate(0) || op.decoded.isImmediate(1)
                ? op.immediate & 0xFF
                : core.gpr[CpuState.EDX] & 0xFFFF;
    }
}
