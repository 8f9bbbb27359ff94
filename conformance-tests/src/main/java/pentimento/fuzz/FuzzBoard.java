package pentimento.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import pentimento.cpu.Cpu;
import pentimento.cpu.model.CpuModel;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.DirtyTracker;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/**
 * A processor with RAM, ROM, both kinds of windows, and the {@link FuzzDevice}. Used many times.
 */
final class FuzzBoard implements Stateful {
    private static final CountRate RATE = new CountRate(7, 3); // a remainder to carry

    final PhysicalMemory memory = new PhysicalMemory(Layout.RAM, Layout.ROM_BYTES);
    final Scheduler time = new Scheduler(RATE);
    final FuzzDevice device;
    final Cpu cpu;
    private final FuzzDevice.Inert inert = new FuzzDevice.Inert();
    private final DirtyTracker dirty;
    private boolean isShutDown;

    FuzzBoard(CpuModel model) {
        var ports = new PortSpace();
        byte[] rom = new byte[Layout.ROM_BYTES];
        new Random(Layout.ROM).nextBytes(rom);
        memory.mapRom(rom, Layout.ROM);
        memory.unmap(Layout.UNMAPPED, Layout.WINDOW_BYTES);
        memory.mapMmio(Layout.INERT_WINDOW, Layout.WINDOW_BYTES, inert);
        device = new FuzzDevice(this::cpu, memory, time);
        ports.map(FuzzDevice.PORT, FuzzDevice.PORTS, device);
        ports.map(0x1000, FuzzDevice.PORTS, device, PortSpace.Bus.PCI);
        cpu = new Cpu(model, memory, ports, time, new NotModelled(sentence -> {}));
        cpu.vectorSource(device::acknowledge);
        cpu.ferr(device.ferr());
        cpu.shutdown(new Line(high -> isShutDown = true));
        dirty = memory.trackRam();
    }

    private Cpu cpu() {
        return cpu;
    }

    /** Makes the machine of a case. */
    void arrange(Scene scene) {
        inert.clear();
        new StateEdit()
                .set("nanos", 0)
                .set("remainder", 0)
                .set("retired", 0)
                .set("nextSequence", 0)
                .set("fuzz.sequence", 0)
                .apply(time);
        cpu.reset(); // no code is watched from here on
        fill(scene.image);
        device.reset(scene.deviceSeed, scene.interruptVector, scene.ferrInterrupts);
        scene.state.apply(cpu);
        isShutDown = false;
    }

    /** Brings RAM to an image, and zeros behind it. */
    private void fill(byte[] image) {
        var touched = new BitSet();
        dirty.drain(touched::set);
        touched.set(0, image.length >> PhysicalMemory.PAGE_SHIFT);
        ByteBuffer words = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        touched.stream()
                .filter(page -> !isWindow(page << PhysicalMemory.PAGE_SHIFT))
                .forEach(page -> fillPage(page << PhysicalMemory.PAGE_SHIFT, words));
        dirty.drain(page -> {});
    }

    private static boolean isWindow(int at) {
        return IntStream.of(Layout.INERT_WINDOW, Layout.LIVE_WINDOW, Layout.UNMAPPED, Layout.ROM)
                .anyMatch(base -> at >= base && at < base + Layout.WINDOW_BYTES);
    }

    private void fillPage(int begin, ByteBuffer words) {
        for (int at = begin; at < begin + PhysicalMemory.PAGE_SIZE; at += 4) {
            int wanted = at < words.limit() ? words.getInt(at) : 0;
            if (memory.read32(at) != wanted) {
                memory.write32(at, wanted);
            }
        }
    }

    /** A triple fault ended the case. */
    boolean isShutDown() {
        return isShutDown;
    }

    String digest() {
        return StateDigest.of(this);
    }

    void poke(long physical, byte... bytes) {
        memory.write(physical, Arrays.copyOf(bytes, bytes.length), 0, bytes.length);
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("cpu", cpu);
        state.section("memory", memory);
        state.section("time", time);
        state.section("device", device);
        state.section("inert", inert);
        isShutDown = state.bool("isShutDown", isShutDown);
    }
}
