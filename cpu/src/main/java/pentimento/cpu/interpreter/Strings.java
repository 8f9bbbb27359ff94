package pentimento.cpu.interpreter;

import static pentimento.cpu.state.CpuState.EAX;
import static pentimento.cpu.state.CpuState.EDI;
import static pentimento.cpu.state.CpuState.EDX;
import static pentimento.cpu.state.CpuState.ESI;

import pentimento.cpu.alu.Alu;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;

/**
 * String instructions: one iteration each. Registers move after the last access that can fault.
 *
 * @see "SDM vol. 1, 7.3.9"
 */
final class Strings {
    /**
     * What an iteration works on.
     *
     * @param width of an element
     * @param address of SI, DI and CX
     */
    record Elements(Width width, Width address) {
        /**
         * @return the offset in a register
         */
        int at(Core core, int register) {
            return address.get(core.gpr, register);
        }

        /** Moves SI or DI up by some elements. */
        void advanceBy(Core core, int register, int elements) {
            address.set(core.gpr, register, core.gpr[register] + elements * width.bytes());
        }

        /** Moves SI or DI to the next element. */
        void advance(Core core, int register) {
            int step = core.flags.is(Flags.DF) ? -width.bytes() : width.bytes();
            address.set(core.gpr, register, core.gpr[register] + step);
        }
    }

    /** One iteration. */
    interface Iteration {
        /**
         * @param source the segment of the operand at SI
         */
        void execute(Core core, Segment source, Elements form);
    }

    /**
     * @param piece does many iterations at once
     * @param compares REPE and REPNE also look at ZF
     * @param usesPorts each iteration is an access to a port
     */
    record StringOperation(
            String name,
            Iteration iteration,
            BlockMoves.Piece piece,
            boolean compares,
            boolean usesPorts) {
        StringOperation(String name, Iteration iteration, BlockMoves.Piece piece) {
            this(name, iteration, piece, false, false);
        }

        StringOperation(String name, Iteration iteration, boolean usesPorts) {
            this(name, iteration, BlockMoves.NONE, false, usesPorts);
        }
    }

    static final StringOperation
            MOVS = new StringOperation("MOVS", Strings::movs, BlockMoves::movs),
            CMPS = new StringOperation("CMPS", Strings::cmps, BlockMoves::cmps, true, false),
            STOS = new StringOperation("STOS", Strings::stos, BlockMoves::stos),
            LODS = new StringOperation("LODS", Strings::lods, BlockMoves.NONE),
            SCAS = new StringOperation("SCAS", Strings::scas, BlockMoves::scas, true, false),
            INS = new StringOperation("INS", Strings::ins, true),
            OUTS = new StringOperation("OUTS", Strings::outs, true);

    private static final int[] REPEATS = {0, DecodedOp.REPNE, DecodedOp.REP};

    private Strings() {}

    static OpFactory string(StringOperation operation, Width standard) {
        var forms =
                new Specialisation<StringOp.Kind>(
                        StringOp.class, StringOp::new, Form.WIDTHS * Form.WIDTHS * REPEATS.length);
        return (op, core) -> {
            Width width = standard.bits() == 8 ? standard : op.operandWidth();
            Width address = op.isAddress32() ? Width.DWORD : Width.WORD;
            int repeat = op.repeat() == 0 ? 0 : op.repeat() == DecodedOp.REPNE ? 1 : 2;
            int form = (Form.of(width) * Form.WIDTHS + Form.of(address)) * REPEATS.length + repeat;
            return forms.create(
                    op,
                    core,
                    form,
                    new StringOp.Kind(operation, new Elements(width, address), REPEATS[repeat]));
        };
    }

    private static void movs(Core core, Segment source, Elements form) {
        Width width = form.width();
        int value = core.memory.read(width, source, form.at(core, ESI));
        core.memory.write(width, core.es, form.at(core, EDI), value);
        form.advance(core, ESI);
        form.advance(core, EDI);
    }

    private static void cmps(Core core, Segment source, Elements form) {
        Width width = form.width();
        int a = core.memory.read(width, source, form.at(core, ESI));
        int b = core.memory.read(width, core.es, form.at(core, EDI));
        Alu.sub(core.flags, width, a, b);
        form.advance(core, ESI);
        form.advance(core, EDI);
    }

    private static void stos(Core core, Segment source, Elements form) {
        core.memory.write(form.width(), core.es, form.at(core, EDI), core.gpr[EAX]);
        form.advance(core, EDI);
    }

    private static void lods(Core core, Segment source, Elements form) {
        Width width = form.width();
        width.set(core.gpr, EAX, core.memory.read(width, source, form.at(core, ESI)));
        form.advance(core, ESI);
    }

    private static void scas(Core core, Segment source, Elements form) {
        int b = core.memory.read(form.width(), core.es, form.at(core, EDI));
        Alu.sub(core.flags, form.width(), core.gpr[EAX], b);
        form.advance(core, EDI);
    }

    /** INS: the store must not fault once the port has been read. */
    private static void ins(Core core, Segment source, Elements form) {
        Width width = form.width();
        int port = core.gpr[EDX] & 0xFFFF, offset = form.at(core, EDI);
        core.ports.check(port, width);
        core.memory.probeWrite(core.es, offset, width.bytes());
        core.memory.write(width, core.es, offset, core.ports.in(port, width));
        form.advance(core, EDI);
    }

    private static void outs(Core core, Segment source, Elements form) {
        Width width = form.width();
        int port = core.gpr[EDX] & 0xFFFF;
        core.ports.check(port, width);
        int value = core.memory.read(width, source, form.at(core, ESI));
        core.ports.out(port, width, value);
        form.advance(core, ESI);
    }
}
