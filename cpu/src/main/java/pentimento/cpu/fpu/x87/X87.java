package pentimento.cpu.fpu.x87;

import static pentimento.cpu.state.CpuState.CR0_EM;
import static pentimento.cpu.state.CpuState.CR0_MP;
import static pentimento.cpu.state.CpuState.CR0_TS;

import pentimento.cpu.fpu.FpuState;
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
 * The floating-point unit as the decoder sees it: an ESC opcode (D8-DF, here 0-7) with a register
 * or a memory operand. This class knows the opcode map and which instructions wait for pending
 * exceptions; the instructions themselves are in the classes beside it.
 *
 * @see "SDM vol. 2D, A.5"
 */
public final class X87 implements Stateful {
    private final CpuState cpu;
    private final CpuModel model;
    private final boolean present;
    private final FpuState fpu;
    private final ErrorSignal error;
    private final Arithmetic arithmetic;
    private final Transfers transfers;
    private final Functions functions;
    private final Environment environment;
    private final Control controls;
    private int instructionOffset, instructionSelector, opcode;

    /**
     * @param ferr rises with an unmasked exception while CR0.NE is clear; the board makes IRQ13 of
     *     it
     */
    public X87(CpuState cpu, SegmentedMemory memory, FpuState fpu, CpuModel model, Line ferr) {
        this.cpu = cpu;
        this.model = model;
        present = model.has(Feature.FPU);
        this.fpu = fpu;
        error = new ErrorSignal(cpu, fpu, ferr);
        var stack = new RegisterStack(fpu, error);
        arithmetic = new Arithmetic(fpu, stack, cpu.flags);
        transfers = new Transfers(fpu, stack, memory);
        functions = new Functions(fpu, stack, arithmetic);
        environment = new Environment(cpu, fpu, memory, error);
        controls = new Control(cpu, fpu, memory, error);
    }

    /** The pin by which the board tells to ignore numeric errors. */
    public Line ignne() {
        return error.ignne();
    }

    public ErrorSignal error() {
        return error;
    }

    public Environment environment() {
        return environment;
    }

    /**
     * Comes before each ESC instruction: what FIP, FCS and FOP are to take if it is not a control
     * instruction.
     *
     * @param newOpcode bits 8-10 of the first opcode byte's low ones, below them ModRM
     */
    public void instruction(int eip, int codeSelector, int newOpcode) {
        instructionOffset = eip;
        instructionSelector = codeSelector;
        opcode = newOpcode & 0x7FF;
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
     * @param esc 0..7 for D8..DF
     * @param modrm C0h..FFh
     */
    public void registerForm(int esc, int modrm) {
        if ((cpu.cr0 & (CR0_EM | CR0_TS)) != 0) {
            throw cpu.fault(Vector.NM);
        }
        if (!present) {
            return;
        }
        int i = modrm & 7, reg = modrm >>> 3 & 7;
        boolean control =
                switch (esc << 3 | reg) {
                    case 0x1C -> controls.registerForm(i);
                    case 0x3C -> i == 0 && controls.storeStatusInAx();
                    default -> false;
                };
        if (control) {
            return;
        }
        if (!isDefined(esc, reg, i)) {
            throw cpu.fault(Vector.UD);
        }
        error.check();
        recordInstruction();
        switch (esc) {
            case 0 -> arithmetic.registers(reg, i, 0, false);
            case 1 -> d9(reg, i);
            case 2 -> {
                if (reg == 5) {
                    arithmetic.compare(1, true, 2);
                } else {
                    transfers.conditionalMove(cpu.flags, reg, false, i);
                }
            }
            case 3 -> {
                switch (reg) {
                    case 5 -> arithmetic.compareToFlags(i, true, false);
                    case 6 -> arithmetic.compareToFlags(i, false, false);
                    default -> transfers.conditionalMove(cpu.flags, reg, true, i);
                }
            }
            case 4 -> arithmetic.registers(reg, i, i, false);
            case 5 -> dd(reg, i);
            case 6 -> {
                if (reg == 3) {
                    arithmetic.compare(1, false, 2);
                } else {
                    arithmetic.registers(reg, i, i, true);
                }
            }
            default -> df(reg, i);
        }
    }

    private void d9(int reg, int i) {
        switch (reg) {
            case 0 -> transfers.load(i);
            case 1 -> transfers.exchange(i);
            case 2 -> {
                // FNOP
            }
            case 3 -> transfers.storeQuietly(i);
            case 4 -> functions.signsAndTests(i);
            case 5 -> transfers.constant(i);
            default -> functions.function((reg & 1) << 3 | i);
        }
    }

    private void dd(int reg, int i) {
        switch (reg) {
            case 0 -> transfers.free(i, false);
            case 1 -> transfers.exchange(i);
            case 2 -> transfers.store(i, false);
            case 3 -> transfers.store(i, true);
            case 4 -> arithmetic.compare(i, true, 0);
            default -> arithmetic.compare(i, true, 1);
        }
    }

    private void df(int reg, int i) {
        switch (reg) {
            case 0 -> transfers.free(i, true);
            case 1 -> transfers.exchange(i);
            case 2, 3 -> transfers.store(i, true);
            case 5 -> arithmetic.compareToFlags(i, true, true);
            default -> arithmetic.compareToFlags(i, false, true);
        }
    }

    /** Aliases that every 387 and later knows count as defined. */
    private boolean isDefined(int esc, int reg, int i) {
        return switch (esc) {
            case 1 ->
                    switch (reg) {
                        case 2 -> i == 0;
                        case 4 -> (0b0011_0011 >>> i & 1) != 0;
                        case 5 -> i != 7;
                        default -> true;
                    };
            case 2 -> reg < 4 ? model.has(Feature.FCMOV) : reg == 5 && i == 1;
            case 3 -> reg != 4 && reg != 7 && model.has(Feature.FCMOV);
            case 5 -> reg < 6;
            case 6 -> reg != 3 || i == 1;
            case 7 -> reg < 4 || (reg == 5 || reg == 6) && model.has(Feature.FCMOV);
            default -> true;
        };
    }

    /**
     * @param esc 0..7 for D8..DF
     * @param reg the opcode's second part, ModRM bits 3-5
     * @param operand32 true for the 32-bit environment and state images
     */
    public void memoryForm(int esc, int reg, Segment segment, int offset, boolean operand32) {
        if ((cpu.cr0 & (CR0_EM | CR0_TS)) != 0) {
            throw cpu.fault(Vector.NM);
        }
        if (!present) {
            return;
        }
        switch (esc << 3 | reg) {
            case 0x0F -> controls.storeControl(segment, offset);
            case 0x2F -> controls.storeStatus(segment, offset);
            case 0x0E -> environment.storeEnvironment(segment, offset, operand32);
            case 0x2E -> environment.save(segment, offset, operand32);
            case 0x0D -> {
                error.check();
                controls.loadControl(segment, offset);
            }
            case 0x0C -> {
                error.check();
                environment.loadEnvironment(segment, offset, operand32);
            }
            case 0x2C -> {
                error.check();
                environment.restore(segment, offset, operand32);
            }
            default -> operandForm(esc, reg, segment, offset);
        }
    }

    private void operandForm(int esc, int reg, Segment segment, int offset) {
        if (!isDefinedWithMemory(esc, reg)) {
            throw cpu.fault(Vector.UD);
        }
        error.check();
        if ((esc & 1) == 0) {
            int flags = transfers.read(esc >>> 1, segment, offset);
            recordOperand(segment, offset);
            arithmetic.memory(reg, transfers.operand(), flags);
            return;
        }
        switch (esc << 3 | reg) {
            case 0x08 -> transfers.loadNumber(Transfers.SINGLE, segment, offset);
            case 0x0A, 0x0B -> transfers.storeSingle(segment, offset, reg == 3);
            case 0x18 -> transfers.loadNumber(Transfers.INTEGER_32, segment, offset);
            case 0x1A, 0x1B -> transfers.storeInteger(32, segment, offset, false, reg == 3);
            case 0x1D -> transfers.loadExtended(segment, offset);
            case 0x1F -> transfers.storeExtended(segment, offset);
            case 0x28 -> transfers.loadNumber(Transfers.DOUBLE, segment, offset);
            case 0x2A, 0x2B -> transfers.storeDouble(segment, offset, reg == 3);
            case 0x38 -> transfers.loadNumber(Transfers.INTEGER_16, segment, offset);
            case 0x3A, 0x3B -> transfers.storeInteger(16, segment, offset, false, reg == 3);
            case 0x3C -> transfers.loadDecimal(segment, offset);
            case 0x3D -> transfers.loadNumber(Transfers.INTEGER_64, segment, offset);
            case 0x3E -> transfers.storeDecimal(segment, offset);
            case 0x3F -> transfers.storeInteger(64, segment, offset, false, true);
            default -> // 19, 29, 39: FISTTP
                    transfers.storeInteger(
                            esc == 3 ? 32 : esc == 5 ? 64 : 16, segment, offset, true, true);
        }
        recordOperand(segment, offset);
    }

    private boolean isDefinedWithMemory(int esc, int reg) {
        return switch (esc << 3 | reg) {
            case 0x09, 0x1C, 0x1E, 0x2D -> false;
            case 0x19, 0x29, 0x39 -> model.has(Feature.SSE3);
            default -> true;
        };
    }

    private void recordInstruction() {
        fpu.instructionOffset = instructionOffset;
        fpu.instructionSelector = instructionSelector;
        fpu.opcode = opcode;
    }

    private void recordOperand(Segment segment, int offset) {
        recordInstruction();
        fpu.operandOffset = offset;
        fpu.operandSelector = segment.selector;
    }

    /** The registers and the level of FERR#. */
    @Override
    public void exchange(StateCodec state) {
        state.section("registers", fpu);
        error.ferr().exchange(state, "ferr");
    }
}
