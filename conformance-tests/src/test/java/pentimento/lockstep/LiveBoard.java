package pentimento.lockstep;

import java.util.HexFormat;
import pentimento.cpu.Cpu;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.translation.Translator;
import pentimento.devices.pic.PicPair;
import pentimento.devices.pit.Pit8254;
import pentimento.memory.bus.MmioDevice;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/**
 * A processor in real mode with interrupt controllers, an interval timer, and a live window at
 * C0000h, a store to which requests an interrupt. Slow, so that the timer tells single counts.
 */
final class LiveBoard implements Stateful {
    static final int CODE = 0x7C00;
    private static final int RAM = 0x120000, ROM_BYTES = 0x1000, RESET = 0xFF0, REQUEST = 5;
    private static final long ROM = 0xFFFFF000L, WINDOW = 0xC0000;

    private final PhysicalMemory memory = new PhysicalMemory(RAM, ROM_BYTES);
    private final Doorbell doorbell = new Doorbell();
    private final PicPair pics;
    private final Pit8254 pit;
    final Scheduler time = new Scheduler(CountRate.mips(1));
    final Cpu cpu;

    private final StateImage pristine;

    LiveBoard() {
        this(CpuModel.PENTIUM3);
    }

    LiveBoard(CpuModel model) {
        byte[] rom = new byte[ROM_BYTES];
        byte[] jump = HexFormat.of().parseHex("EA007C0000"); // jmp 0000:7C00
        System.arraycopy(jump, 0, rom, RESET, jump.length);
        memory.mapRom(rom, ROM);
        memory.mapMmio(WINDOW, PhysicalMemory.PAGE_SIZE, doorbell);
        var notModelled = new NotModelled(sentence -> {});
        var ports = new PortSpace();
        cpu = new Cpu(model, memory, ports, time, notModelled);
        pics = new PicPair(cpu.intr(), notModelled);
        cpu.vectorSource(pics::acknowledge);
        pit = new Pit8254(time, pics.irq(0));
        ports.map(0x20, 2, pics.master());
        ports.map(0xA0, 2, pics.slave());
        ports.map(0x40, 4, pit);
        cpu.reset();
        pristine = StateImage.save(this);
    }

    /** Switches it on anew, with a program. */
    LiveBoard start(LiveProgram program, Translator translator) {
        pristine.load(this);
        memory.write(CODE, program.code(), 0, program.code().length);
        cpu.translator(translator);
        return this;
    }

    /** Rings at every store; tells at every load how often it was rung, and when last. */
    private final class Doorbell implements MmioDevice, Stateful {
        private int rung;
        private long last;

        @Override
        public int read8(int offset) {
            return rung * 7 + (int) (time.nanos() - last) / 1000 & 0xFF;
        }

        @Override
        public void write8(int offset, int value) {
            rung++;
            last = time.nanos();
            pics.irq(REQUEST).pulse();
        }

        @Override
        public void exchange(StateCodec state) {
            rung = state.i32("rung", rung);
            last = state.i64("last", last);
        }
    }

    /** Runs to a count, in slices. */
    void runTo(long count, int slice) {
        while (time.retired() < count) {
            run(count, slice);
        }
    }

    /** Runs once: at most to a count, less if the slice ends, an event is due or it is asked to. */
    void run(long count, int slice) {
        time.runDue();
        long most = Math.min(slice, count - time.retired());
        cpu.run((int) Math.min(most, time.budget()));
        if (cpu.isIdle()) {
            time.skipToNextDeadline();
        }
    }

    int word(int address) {
        return memory.read16(address);
    }

    String digest() {
        return StateDigest.of(this);
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("cpu", cpu);
        state.section("memory", memory);
        state.section("time", time);
        state.section("pics", pics);
        state.section("pit", pit);
        state.section("doorbell", doorbell);
    }
}
