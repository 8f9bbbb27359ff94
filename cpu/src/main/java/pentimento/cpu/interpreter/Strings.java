package pentimento.cpu.interpreter;

import static pentimento.cpu.state.CpuState.EAX;
import static pentimento.cpu.state.CpuState.EDI;
import static pentimento.cpu.state.CpuState.EDX;
import static pentimento.cpu.state.CpuState.ESI;

import pentimento.cpu.alu.Alu;
import pentimento.cpu.alu.Width;

/**
 * String instructions: one iteration each. Registers move after the last access that can fault.
 *
 * @see "SDM vol. 1, 7.3.9"
 */
final class Strings {
    /** One iteration. */
    interface Iteration {
        void execute(Core core, StringOp op, Width width);
    }

    /**
     * @param compares REPE and REPNE also look at ZF
     * @param usesPorts each iteration is an access to a port
     */
    record StringOperation(
            String name, Iteration iteration, boolean compares, boolean usesPorts) {}

    static final StringOperation MOVS = new StringOperation("MOVS", Strings::movs, false, false),
            CMPS = new StringOperation("CMPS", Strings::cmps, true, false),
            STOS = new StringOperation("STOS", Strings::stos, false, false),
            LODS = new StringOperation("LODS", Strings::lods, false, false),
            SCAS = new StringOperation("SCAS", Strings::scas, true, false),
            INS = new StringOperation("INS", Strings::ins, false, true),
            OUTS = new StringOperation("OUTS", Strings::outs, false, true);

    private Strings() {}

    static OpFactory string(StringOperation operation, Width width) {
        return (op, core) ->
                Specialisation.create(
                        StringOp.class,
                        op,
                        core,
                        operation,
                        width.bits() == 8 ? width : op.operandWidth(),
                        op.isAddress32(),
                        op.repeat());
    }

    private static void movs(Core core, StringOp op, Width width) {
        int value = core.memory.read(width, op.segment, op.at(core, ESI));
        core.memory.write(width, core.es, op.at(core, EDI), value);
        op.advance(core, ESI);
        op.advance(core, EDI);
    }

    private static void cmps(Core core, StringOp op, Width width) {
        int a = core.memory.read(width, op.segment, op.at(core, ESI));
        int b = core.memory.read(width, core.es, op.at(core, EDI));
        Alu.sub(core.flags, width, a, b);
        op.advance(core, ESI);
        op.advance(core, EDI);
    }

    private static void stos(Core core, StringOp op, Width width) {
        core.memory.write(width, core.es, op.at(core, EDI), core.gpr[EAX]);
        op.advance(core, EDI);
    }

    private static void lods(Core core, StringOp op, Width width) {
        width.set(core.gpr, EAX, core.memory.read(width, op.segment, op.at(core, ESI)));
        op.advance(core, ESI);
    }

    private static void scas(Core core, StringOp op, Width width) {
        int b = core.memory.read(width, core.es, op.at(core, EDI));
        Alu.sub(core.flags, width, core.gpr[EAX], b);
        op.advance(core, EDI);
    }

    /** INS: the store must not fault once the port has been read. */
    private static void ins(Core core, StringOp op, Width width) {
        int port = core.gpr[EDX] & 0xFFFF, offset = op.at(core, EDI);
        core.ports.check(port, width);
        core.memory.probeWrite(core.es, offset, width.bytes());
        core.memory.write(width, core.es, offset, core.ports.in(port, width));
        op.advance(core, EDI);
    }

    private static void outs(Core core, StringOp op, Width width) {
        int port = core.gpr[EDX] & 0xFFFF;
        core.ports.check(port, width);
        int value = core.memory.read(width, op.segment, op.at(core, ESI));
        core.ports.out(port, width, value);
        op.advance(core, ESI);
    }
}
