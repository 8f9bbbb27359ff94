package pentimento.cpu;

import java.util.HexFormat;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/** A processor with memory and nothing else. */
final class TestBoard implements Stateful {
    static final int RAM = 0x200000, CODE = 0x7C00, STACK = 0x7000;
    private static final int HANDLER = 0x600, GDT = 0x800, IDT = 0x1000;

    final PhysicalMemory memory = new PhysicalMemory(RAM, 0);
    final PortSpace ports = new PortSpace();
    final Scheduler time = new Scheduler(CountRate.mips(100));
    final Cpu cpu = new Cpu(CpuModel.PENTIUM3, memory, ports, time, new NotModelled(s -> {}));

    /** Real mode, all segments at 0, EIP at {@link #CODE}. */
    static TestBoard realMode() {
        var board = new TestBoard();
        CpuState state = board.cpu.state();
        for (Segment segment : state.segments) {
            segment.set(0, 0, 0xFFFF, Segment.REAL_MODE);
        }
        state.gpr[CpuState.ESP] = STACK;
        state.eip = CODE;
        return board;
    }

    /** Level 0 of 32-bit protected mode, flat segments of 4 GiB. */
    static TestBoard flat() {
        var board = new TestBoard();
        board.memory.write32(GDT + 8, 0xFFFF);
        board.memory.write32(GDT + 12, 0xCF9B00);
        board.memory.write32(GDT + 16, 0xFFFF);
        board.memory.write32(GDT + 20, 0xCF9300);
        CpuState state = board.cpu.state();
        for (Segment segment : state.segments) {
            segment.set(16, 0, -1, 0xC093);
        }
        state.cs().set(8, 0, -1, 0xC09B);
        state.cr0 |= CpuState.CR0_PE;
        state.gdtBase = GDT;
        state.gdtLimit = 0x17;
        state.idtBase = IDT;
        state.idtLimit = 0x7FF;
        state.gpr[CpuState.ESP] = STACK;
        state.eip = CODE;
        return board;
    }

    TestBoard code(String hex) {
        return bytes(CODE, hex);
    }

    TestBoard bytes(int address, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        memory.write(address, bytes, 0, bytes.length);
        return this;
    }

    /** All real-mode vectors lead to a handler that skips one byte of the interrupted code. */
    TestBoard skippingFaults() {
        bytes(HANDLER, "55 89E5 FF4602 5D CF"); // push bp; mov bp,sp; inc word [bp+2]; pop bp; iret
        for (int vector = 0; vector < 256; vector++) {
            memory.write32(4 * vector, HANDLER);
        }
        return this;
    }

    /** The same in protected mode: handlers of faults with and without an error code. */
    TestBoard skippingFaults32() {
        bytes(HANDLER, "FF0424 CF"); // inc dword [esp]; iret
        bytes(HANDLER + 0x10, "83C404 FF0424 CF"); // add esp,4; inc dword [esp]; iret
        for (int vector = 0; vector < 256; vector++) {
            boolean hasCode = vector == 8 || vector >= 10 && vector <= 14 || vector == 17;
            int handler = HANDLER + (hasCode ? 0x10 : 0);
            memory.write32(IDT + 8 * vector, 8 << 16 | handler);
            memory.write32(IDT + 8 * vector + 4, 0xEE00);
        }
        return this;
    }

    int register(int n) {
        return cpu.state().gpr[n];
    }

    TestBoard with(int register, int value) {
        cpu.state().gpr[register] = value;
        return this;
    }

    /** Runs counts, in slices of a size. */
    void run(int counts, int slice) {
        long end = time.retired() + counts;
        do {
            cpu.run((int) Math.min(slice, end - time.retired()));
        } while (time.retired() < end && !cpu.isHalted());
    }

    /** Runs to the HLT that ends the test's code. */
    void runToHalt() {
        run(1_000_000, 1_000_000);
        if (!cpu.isHalted()) {
            throw new AssertionError("no HLT was reached: " + cpu.view());
        }
    }

    String digest() {
        return StateDigest.of(this);
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("cpu", cpu);
        state.section("memory", memory);
        state.section("time", time);
    }
}
