package pentimento.jit;

import java.util.HexFormat;
import pentimento.cpu.Cpu;
import pentimento.cpu.model.CpuModel;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/** A processor in real mode whose reset vector leads to 0000:7C00, translating or not. */
final class Board implements Stateful {
    static final int CODE = 0x7C00;
    private static final int RAM = 0x100000, ROM_BYTES = 0x1000, RESET = 0xFF0;
    private static final long ROM = 0xFFFFF000L;

    final PhysicalMemory memory = new PhysicalMemory(RAM, ROM_BYTES);
    final Scheduler time = new Scheduler(CountRate.mips(100));
    final Cpu cpu;

    Board(String hex) {
        this(CpuModel.PENTIUM3, hex);
    }

    Board(CpuModel model, String hex) {
        cpu = new Cpu(model, memory, new PortSpace(), time, new NotModelled(sentence -> {}));
        byte[] rom = new byte[ROM_BYTES];
        byte[] jump = HexFormat.of().parseHex("EA007C0000"); // jmp 0000:7C00
        System.arraycopy(jump, 0, rom, RESET, jump.length);
        memory.mapRom(rom, ROM);
        byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
        memory.write(CODE, code, 0, code.length);
        cpu.reset();
    }

    Board translating(JitTranslator translator) {
        cpu.translator(translator);
        return this;
    }

    /** Runs counts in slices, or to the HLT before. */
    Board run(int counts, int slice) {
        long end = time.retired() + counts;
        while (time.retired() < end && !cpu.isHalted()) {
            cpu.run((int) Math.min(slice, end - time.retired()));
        }
        return this;
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
