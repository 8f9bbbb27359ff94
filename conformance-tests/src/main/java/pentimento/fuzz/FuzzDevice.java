package pentimento.fuzz;

import java.util.function.Supplier;
import java.util.stream.IntStream;
import pentimento.cpu.Cpu;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.MmioDevice;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;
import pentimento.memory.time.Scheduler.Event;

/**
 * Everything that a board could do to its processor, by ports: interrupts, NMI, timed events, A20,
 * stores into memory, changed mappings. What it reads depends on the exact time of all accesses
 * before, so that one count too many or too few shows in the guest.
 */
final class FuzzDevice implements PortDevice, MmioDevice, Stateful {
    static final int PORT = 0x60, PORTS = 0x20;
    private static final int TIMER = 0x10, INTR_LOW = 0x11, NMI = 0x12, A20 = 0x13, STORE = 0x14;
    private static final int IGNNE = 0x15, EXIT = 0x16, WINDOW = 0x17, SLOW_TIMER = 0x18;

    private final Supplier<Cpu> cpu;
    private final PhysicalMemory memory;
    private final Scheduler time;
    private final Event event;
    private final Line ferr = new Line(this::ferr);
    private long latch;
    private int vector;
    private boolean answersFerr;
    private boolean windowShown = true;

    FuzzDevice(Supplier<Cpu> cpu, PhysicalMemory memory, Scheduler time) {
        this.cpu = cpu;
        this.memory = memory;
        this.time = time;
        event = time.event("fuzz", () -> cpu.get().intr().raise());
    }

    static int[] ports() {
        return IntStream.range(PORT, PORT + PORTS).toArray();
    }

    void reset(long seed, int interruptVector, boolean ferrInterrupts) {
        latch = seed;
        vector = interruptVector;
        answersFerr = ferrInterrupts;
        event.cancel();
        cpu.get().intr().lower();
        cpu.get().nmi().lower();
        cpu.get().ignne().lower();
        memory.a20().raise();
        showWindow(true);
    }

    void interrupt(int newVector) {
        vector = newVector;
        cpu.get().intr().raise();
    }

    /** The interrupt acknowledge cycle. */
    int acknowledge() {
        cpu.get().intr().lower();
        return vector;
    }

    /** The processor's FERR# output ends here. */
    Line ferr() {
        return ferr;
    }

    private void ferr(boolean high) {
        if (high && answersFerr) {
            interrupt(0x75);
        }
    }

    private void showWindow(boolean shown) {
        windowShown = shown;
        if (shown) {
            memory.mapMmio(Layout.LIVE_WINDOW, Layout.WINDOW_BYTES, this);
        } else {
            memory.unmap(Layout.LIVE_WINDOW, Layout.WINDOW_BYTES);
        }
    }

    private void take(int what) {
        latch = Choices.mix(latch ^ time.nanos() ^ (long) what << 40 ^ time.retired() << 20);
    }

    @Override
    public int in8(int offset) {
        take(offset);
        return (int) latch & 0xFF;
    }

    @Override
    public void out8(int offset, int value) {
        take(offset << 8 | value);
        Cpu processor = cpu.get();
        switch (offset) {
            case TIMER -> event.after(value);
            case SLOW_TIMER -> event.after(100L * value);
            case INTR_LOW -> processor.intr().lower();
            case NMI -> processor.nmi().pulse();
            case A20 -> memory.a20().set((value & 1) != 0);
            case STORE -> memory.write32(Layout.CODE + 16L * value, (int) latch);
            case IGNNE -> processor.ignne().set((value & 1) != 0);
            case EXIT -> processor.requestExit();
            case WINDOW -> showWindow((value & 1) != 0);
            default -> {}
        }
    }

    @Override
    public int read8(int offset) {
        take(offset);
        return (int) latch & 0xFF;
    }

    @Override
    public void write8(int offset, int value) {
        take(offset << 8 | value);
        if ((offset & 0xFF) == 0) {
            event.after(value);
        }
    }

    @Override
    public void exchange(StateCodec state) {
        latch = state.i64("latch", latch);
        vector = state.u8("vector", vector);
        answersFerr = state.bool("answersFerr", answersFerr);
        windowShown = state.bool("windowShown", windowShown);
        Cpu processor = cpu.get();
        processor.intr().exchange(state, "intr");
        processor.nmi().exchange(state, "nmi");
        processor.ignne().exchange(state, "ignne");
        ferr.exchange(state, "ferr");
        if (state.isLoading()) {
            showWindow(windowShown);
        }
    }

    /** A window that can't do anything but remember: video memory, say. */
    static final class Inert implements MmioDevice, Stateful {
        private final byte[] bytes = new byte[Layout.WINDOW_BYTES];

        void clear() {
            java.util.Arrays.fill(bytes, (byte) 0);
        }

        @Override
        public boolean isInert() {
            return true;
        }

        @Override
        public int read8(int offset) {
            return bytes[offset] & 0xFF;
        }

        @Override
        public void write8(int offset, int value) {
            bytes[offset] = (byte) (value ^ offset);
        }

        @Override
        public void exchange(StateCodec state) {
            state.bytes("bytes", bytes);
        }
    }
}
