package pentimento.cpu.fpu.x87;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.memory.bus.Line;
import pentimento.memory.physical.PhysicalMemory;

/** A floating-point unit on a bench: flat memory, native error reporting, FNINIT done. */
final class Bench {
    static final int DATA = 0x1000, EIP = 0x1234, CODE = 8;
    private static final int FLAT_DATA = 0xC093;

    final CpuState cpu = new CpuState();
    final FpuState fpu = new FpuState();
    final Line ferr = Line.unconnected();
    final SegmentedMemory memory;
    final X87 x87;
    private final CpuModel model;
    private int eip = EIP, codeSelector = CODE;

    Bench() {
        this(CpuModel.CORE);
    }

    Bench(CpuModel model) {
        this.model = model;
        var physical = new PhysicalMemory(1 << 20, 1 << 16);
        memory = new SegmentedMemory(cpu, new LinearMemory(cpu, physical, model));
        for (Segment segment : cpu.segments) {
            segment.set(0, 0, -1, FLAT_DATA);
        }
        cpu.cr0 = CpuState.CR0_PE | CpuState.CR0_NE | CpuState.CR0_MP;
        x87 = new X87(cpu, memory, fpu, model, ferr);
        fpu.initialise();
    }

    Segment ds() {
        return cpu.segments[Segment.DS];
    }

    /** Executes register forms, each two bytes in hexadecimal: "D8C1". */
    Bench run(String... instructions) {
        for (String instruction : instructions) {
            at(EIP, CODE).runNext(instruction);
        }
        return this;
    }

    /** Where the next instruction lies. */
    Bench at(int newEip, int selector) {
        eip = newEip;
        codeSelector = selector;
        return this;
    }

    void runNext(String instruction) {
        int code = Integer.parseInt(instruction, 16);
        Escape row = EscapeMap.row(code >>> 8 & 7, code & 0xFF, model);
        if (x87.begin(row)) {
            row.body().execute(x87, code & 7, ds(), 0, false);
            if (!row.isControl()) {
                x87.record(eip, codeSelector, code & 0x7FF);
            }
        }
    }

    /**
     * @param opcode the first byte or its low three bits
     */
    void memoryNext(int opcode, int reg, int offset, boolean operand32) {
        Escape row = EscapeMap.row(opcode & 7, reg << 3, model);
        if (x87.begin(row)) {
            row.body().execute(x87, 0, ds(), offset, operand32);
            if (!row.isControl()) {
                x87.record(eip, codeSelector, (opcode & 7) << 8 | reg << 3);
                x87.recordOperand(ds(), offset);
            }
        }
    }

    /** Executes a memory form on the operand at {@link #DATA}. */
    Bench memory(int opcode, int reg) {
        at(EIP, CODE).memoryNext(opcode, reg, DATA, true);
        return this;
    }

    Bench load(double value) {
        memory.write64(ds(), DATA, Double.doubleToRawLongBits(value));
        return memory(0xDD, 0);
    }

    Bench push(int signExponent, long significand) {
        fpu.push(signExponent, significand);
        return this;
    }

    Bench control(int word) {
        fpu.controlWord(word);
        return this;
    }

    /** ST(i) as 20 hexadecimal digits in two groups. */
    String st(int i) {
        int register = fpu.st(i);
        return String.format("%04X:%016X", fpu.signExponent[register], fpu.significand[register]);
    }

    int exceptions() {
        return fpu.status & FpuState.EXCEPTIONS;
    }

    int faultOf(Runnable instruction) {
        try {
            instruction.run();
        } catch (CpuException fault) {
            return fault.vector();
        }
        return -1;
    }
}
