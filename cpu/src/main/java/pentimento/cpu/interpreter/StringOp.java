package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;

/**
 * Template: a string instruction with or without REP. It ends its block. Each iteration counts 1
 * (none at all counts 1 too); it stops early, with EIP still at the instruction, when the budget is
 * spent, when its own code was overwritten, and after each access to a port.
 */
final class StringOp extends Op {
    private static final Strings.StringOperation OPERATION =
            Specialisation.constant(lookup(), 0, Strings.StringOperation.class);
    private static final Width WIDTH = Specialisation.constant(lookup(), 1, Width.class);
    private static final boolean ADDRESS32 = Specialisation.constant(lookup(), 2, Boolean.class);
    private static final int REPEAT = Specialisation.constant(lookup(), 3, Integer.class);

    private final int length;

    StringOp(DecodedOp op, Core core) {
        super(op, core);
        length = op.length();
    }

    /**
     * @return the offset in SI or DI
     */
    int at(Core core, int register) {
        return ADDRESS32 ? core.gpr[register] : core.gpr[register] & 0xFFFF;
    }

    /** Moves SI or DI to the next element. */
    void advance(Core core, int register) {
        int step = core.flags.is(Flags.DF) ? -WIDTH.bytes() : WIDTH.bytes();
        moveBy(core, register, step);
    }

    private static void moveBy(Core core, int register, int step) {
        int value = core.gpr[register] + step;
        if (ADDRESS32) {
            core.gpr[register] = value;
        } else {
            Width.WORD.set(core.gpr, register, value);
        }
    }

    @Override
    void execute(Core core) {
        if (REPEAT == 0) {
            OPERATION.iteration().execute(core, this, WIDTH);
            if (OPERATION.usesPorts()) {
                core.ports.settle();
            }
            return;
        }
        int most = OPERATION.usesPorts() ? 1 : core.mostIterations(), version = core.code.version();
        int done = 0;
        boolean finished = at(core, CpuState.ECX) == 0;
        while (!finished && done < most && version == core.code.version()) {
            OPERATION.iteration().execute(core, this, WIDTH);
            moveBy(core, CpuState.ECX, -1);
            core.iterations = ++done;
            finished =
                    at(core, CpuState.ECX) == 0
                            || OPERATION.compares()
                                    && core.flags.isZero() != (REPEAT == DecodedOp.REP);
        }
        core.iterations = 0;
        core.counter.remaining -= Math.max(done - 1, 0);
        if (!finished) {
            core.state.eip -= length;
        }
        if (OPERATION.usesPorts() && done > 0) {
            core.ports.settle();
        }
    }
}
