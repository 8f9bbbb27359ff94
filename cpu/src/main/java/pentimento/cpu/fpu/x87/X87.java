package pentimento.cpu.fpu.x87;

import static pentimento.cpu.state.CpuState.CR0_EM;
import static pentimento.cpu.state.CpuState.CR0_MP;
import static pentimento.cpu.state.CpuState.CR0_TS;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;
import pentimento.memory.bus.Line;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The floating-point unit: what all escape opcodes have in common. The map is {@link EscapeMap},
 * the instructions themselves are in the classes beside it.
 *
 * @see "SDM vol. 1, chapter 8"
 */
public final class X87 implements Stateful {
    final FpuState fpu;
    final RegisterStack stack;
    final Comparisons comparisons;
    final Transfers transfers;
    final Functions functions;
    final Environment environment;
    final Control controls;
    final FloatResult result = new FloatResult();
    private final CpuState cpu;
    private final boolean present;
    private final ErrorSignal error;

    /**
     * @param ferr rises with an unmasked exception while CR0.NE is clear; the board makes IRQ13 of
     *     it
     */
    public X87(CpuState cpu, SegmentedMemory memory, FpuState fpu, CpuModel model, Line ferr) {
        this.cpu = cpu;
        present = model.has(Feature.FPU);
        this.fpu = fpu;
        error = new ErrorSignal(cpu, fpu, ferr);
        stack = new RegisterStack(fpu, error);
        comparisons = new Comparisons(fpu, stack, cpu.flags);
        transfers = new Transfers(fpu, stack, memory, cpu.flags);
        functions = new Functions(fpu, stack);
        environment = new Environment(cpu, fpu, memory, error);
        controls = new Control(cpu, fpu, memory, error);
    }

    public FpuState registers() {
        return fpu;
    }

    /** The pin by which the board tells to ignore numeric errors. */
    public Line ignne() {
        return error.ignne();
    }

    public ErrorSignal error() {
        return error;
    }

    /**
     * WAIT.
     *
     * @throws pentimento.cpu.state.CpuException #NM, #MF, or {@link Vector#FERR_WAIT}
     */
    public void fwait() {
        if ((cpu.cr0 & (CR0_MP | CR0_TS)) == (CR0_MP | CR0_TS)) {
            throw cpu.fault(Vector.NM);
        }
        if (present) {
            error.check();
        }
    }

    /**
     * What comes before an escape.
     *
     * @return false if there is no unit: nothing happens
     * @throws pentimento.cpu.state.CpuException #NM, #MF, or {@link Vector#FERR_WAIT}
     */
    public boolean begin(Escape row) {
        if ((cpu.cr0 & (CR0_EM | CR0_TS)) != 0) {
            throw cpu.fault(Vector.NM);
        }
        if (!present) {
            return false;
        }
        if (!row.isControl()) {
            error.check();
        }
        return true;
    }

    /**
     * What comes after an escape, unless it is a control instruction.
     *
     * @param eip of the instruction
     * @param opcode bits 8-10 of the first opcode byte's low ones, below them ModRM
     */
    public void record(int eip, int codeSelector, int opcode) {
        fpu.instructionOffset = eip;
        fpu.instructionSelector = codeSelector;
        fpu.opcode = opcode;
    }

    /** The same for an operand in memory. */
    public void recordOperand(Segment segment, int offset) {
        fpu.operandOffset = offset;
        fpu.operandSelector = segment.selector;
    }

    void undefined() {
        throw cpu.fault(Vector.UD);
    }

    /** The registers and the level of FERR#. */
    @Override
    public void exchange(StateCodec state) {
        state.section("registers", fpu);
        error.ferr().exchange(state, "ferr");
    }
}
