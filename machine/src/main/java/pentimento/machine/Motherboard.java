package pentimento.machine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.Cpu;
import pentimento.cpu.CpuView;
import pentimento.cpu.Disassembly;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.translation.RegionExit;
import pentimento.cpu.translation.Translator;
import pentimento.devices.apm.ApmPorts;
import pentimento.devices.coprocessor.CoprocessorError;
import pentimento.devices.debug.DebugConsole;
import pentimento.devices.debug.DebugExit;
import pentimento.devices.disk.DiskImageException;
import pentimento.devices.disk.FloppyImage;
import pentimento.devices.dma.DmaPair;
import pentimento.devices.fdc.Fdc82077;
import pentimento.devices.ide.AtaDisk;
import pentimento.devices.ide.IdeChannel;
import pentimento.devices.keyboard.I8042;
import pentimento.devices.keyboard.Key;
import pentimento.devices.keyboard.Ps2Keyboard;
import pentimento.devices.keyboard.Ps2Mouse;
import pentimento.devices.parallel.ParallelPort;
import pentimento.devices.pic.PicPair;
import pentimento.devices.pit.Pit8254;
import pentimento.devices.pit.SystemControlPortB;
import pentimento.devices.pm.Piix4PowerManagement;
import pentimento.devices.port92.SystemControlPortA;
import pentimento.devices.rtc.Mc146818;
import pentimento.devices.serial.Uart16550;
import pentimento.devices.vga.Frame;
import pentimento.devices.vga.TextScreen;
import pentimento.devices.vga.VgaCard;
import pentimento.jit.JitTranslator;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.bus.SharedLine;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/**
 * An AT system board. Builds the chips and joins the wires; no chip knows who is at the other end.
 * Ports, IRQs and memory are those of docs/hardware/firmware-interface.md.
 */
final class Motherboard implements Stateful {
    /** A0000-FFFFF belongs to adapters and ROM: what nobody claims reads all ones. */
    private static final int ADAPTERS = 0xA0000, ADAPTER_BYTES = 0x60000;

    private static final int LONGEST_INSTRUCTION = 15;

    private final NotModelled notModelled;
    private final Scheduler time;
    private final PortSpace ports = new PortSpace();
    private final PhysicalMemory memory;
    private final CpuModel model;
    private final Cpu cpu;
    private final Optional<JitTranslator> translator;
    private final PicPair pics;
    private final CoprocessorError coprocessorError;
    private final Pit8254 pit;
    private final SystemControlPortB portB;
    private final SystemControlPortA portA;
    private final Mc146818 rtc;
    private final DmaPair dma;
    private final Ps2Keyboard keyboard;
    private final Ps2Mouse mouse;
    private final I8042 keyboardController;
    private final Fdc82077 fdc;
    private final IdeChannel primaryIde;
    private final IdeChannel secondaryIde;
    private final Uart16550 com1;
    private final Uart16550 com2;
    private final ParallelPort lpt1;
    private final ApmPorts apm;
    private final Piix4PowerManagement power;
    private final VgaCard vga;
    private final Drives drives;
    private final CmosSetup cmos;
    private boolean resetRequested;
    private Optional<Stop> stop = Optional.empty();
    private @Nullable Frame shownFrame;
    private Picture shown = new Picture(0, 0, 0, new int[0]);

    /**
     * @param drives opened for this machine; the board closes them
     * @param otherTranslator in place of the configuration's
     */
    Motherboard(
            MachineConfig config,
            Drives drives,
            HostPorts host,
            Optional<Translator> otherTranslator,
            Consumer<String> warn) {
        this.drives = drives;
        notModelled = new NotModelled(warn);
        time = new Scheduler(CountRate.perSecond(config.countsPerSecond()));
        var firmware = Firmware.of(config);
        memory = new PhysicalMemory(config.memoryBytes(), firmware.bytes() + VgaCard.DEFAULT_BYTES);
        memory.unmap(ADAPTERS, ADAPTER_BYTES);
        firmware.map(memory);

        model = model(config.cpu());
        cpu = new Cpu(model, memory, ports, time, notModelled);
        translator =
                otherTranslator.isPresent()
                        ? otherTranslator
                                .filter(JitTranslator.class::isInstance)
                                .map(JitTranslator.class::cast)
                        : translator(config.translation());
        otherTranslator.or(() -> translator).ifPresent(cpu::translator);
        pics = new PicPair(cpu.intr(), notModelled);
        cpu.vectorSource(pics::acknowledge);
        cpu.shutdown(new Line(this::resetProcessor));
        ports.map(0x20, 2, pics.master());
        ports.map(0xA0, 2, pics.slave());
        ports.map(0x4D0, 2, pics.edgeLevelControl());

        coprocessorError = new CoprocessorError(pics.irq(13), cpu.ignne());
        cpu.ferr(coprocessorError.ferr());
        ports.map(0xF0, 2, coprocessorError);

        pit = new Pit8254(time, pics.irq(0));
        ports.map(0x40, 4, pit);
        portB = new SystemControlPortB(time, pit);
        ports.map(0x61, 1, portB);

        var a20 = new SharedLine(memory.a20()); // 8042 or port 92h
        var cpuReset = new SharedLine(new Line(this::resetProcessor));
        portA = new SystemControlPortA(a20.driver(), cpuReset.driver());
        ports.map(0x92, 1, portA);
        keyboard = new Ps2Keyboard(time, notModelled);
        mouse = new Ps2Mouse(time);
        keyboardController =
                new I8042(
                        time,
                        keyboard,
                        mouse,
                        new I8042.Pins(pics.irq(1), pics.irq(12), a20.driver(), cpuReset.driver()),
                        notModelled);
        ports.map(0x60, 1, keyboardController.data());
        ports.map(0x64, 1, keyboardController.command());

        rtc = new Mc146818(time, pics.irq(8), Line.unconnected(), config.rtc(), notModelled);
        ports.map(0x70, 2, rtc);

        dma = new DmaPair(memory, code -> {}, notModelled);
        ports.map(0x00, 16, dma.first());
        ports.map(0xC0, 32, dma.second());
        ports.map(0x80, 16, dma.pages());

        fdc =
                new Fdc82077(
                        time,
                        pics.irq(6),
                        new FloppyDma(dma.channel(2)),
                        drives.floppyType(0),
                        drives.floppyType(1),
                        drives.timing(),
                        notModelled);
        ports.map(0x3F0, 6, fdc);
        ports.mapPart(0x3F7, 1, fdc, 7); // 3F6h is the disk controller's
        drives.floppies().forEach(fdc::insert);

        primaryIde = ideChannel(0, 0x1F0, 0x3F6, 14);
        secondaryIde = ideChannel(1, 0x170, 0x376, 15);

        com1 = new Uart16550("com1", time, pics.irq(4), host.serial1()::accept);
        ports.map(0x3F8, 8, com1);
        com2 = new Uart16550("com2", time, pics.irq(3), host.serial2()::accept);
        ports.map(0x2F8, 8, com2);
        lpt1 = new ParallelPort("lpt1", time, pics.irq(7), Optional.of(host.printer()));
        ports.map(0x378, 3, lpt1);

        apm = new ApmPorts(notModelled);
        ports.map(0xB2, 2, apm);
        power = new Piix4PowerManagement(time, pics.irq(9), new Line(this::powerOff), notModelled);
        ports.map(0x600, Piix4PowerManagement.PORTS, power);
        if (config.debugConsole()) {
            ports.map(0xE9, 1, new DebugConsole(host.debugConsole()));
        }
        if (config.debugExit()) {
            ports.map(
                    0xF4, 1, new DebugExit(value -> stop(new Stop(Stop.Reason.DEBUG_EXIT, value))));
        }

        vga = new VgaCard(time, memory, VgaCard.DEFAULT_BYTES, notModelled);
        ports.map(0x3B0, VgaCard.PORTS, vga.ports());
        ports.map(0x1CE, VgaCard.DISPI_PORTS, vga.dispiPorts());

        cmos = new CmosSetup(rtc);
        cmos.fill(config, drives, model(config.cpu()).has(Feature.FPU));
        cpu.reset();
    }

    /** A channel with the disks at its cable. 3F7h and 377h are not its own. */
    private IdeChannel ideChannel(int number, int commandBlock, int controlBlock, int irq) {
        var channel = new IdeChannel(pics.irq(irq));
        for (int unit = 0; unit < 2; unit++) {
            int position = 2 * number + unit;
            Drives.HardDisk disk = drives.hardDisks().get(position);
            if (disk != null) {
                String name = "ide" + number + "." + unit;
                channel.attach(
                        unit,
                        new AtaDisk(
                                time,
                                name,
                                channel.intrq(unit),
                                disk.disk(),
                                disk.geometry(),
                                drives.timing(),
                                notModelled));
            }
        }
        ports.map(commandBlock, 8, channel);
        ports.map(controlBlock, 1, channel.controlBlock());
        return channel;
    }

    private static CpuModel model(String name) {
        return CpuModel.named(name)
                .orElseThrow(
                        () ->
                                new MachineConfigException(
                                        "there is no processor model '"
                                                + name
                                                + "'; --help lists them"));
    }

    Scheduler time() {
        return time;
    }

    private static Optional<JitTranslator> translator(Translation how) {
        return switch (how) {
            case OFF -> Optional.empty();
            case ON -> Optional.of(JitTranslator.background());
            case EAGER -> Optional.of(JitTranslator.eager());
        };
    }

    String nextInstruction() {
        CpuView view = cpu.view();
        boolean code32 = view.segments().get(1).isBig();
        byte[] code = cpu.code(LONGEST_INSTRUCTION);
        return Disassembly.of(model, code, view.eip(), code32).stream()
                .findFirst()
                .map(Object::toString)
                .orElse("");
    }

    Statistics.Translated translated() {
        return translator
                .map(JitTranslator::counts)
                .map(
                        c ->
                                new Statistics.Translated(
                                        c.made(),
                                        c.inUse(),
                                        c.overwritten(),
                                        c.evicted(),
                                        c.replaced(),
                                        c.executed(),
                                        byName(c.exits()),
                                        c.compileNanos()))
                .orElse(Statistics.Translated.NOTHING);
    }

    private static Map<String, Long> byName(Map<RegionExit, Long> exits) {
        var names = new TreeMap<String, Long>();
        exits.forEach((exit, times) -> names.put(exit.name().toLowerCase(Locale.ROOT), times));
        return names;
    }

    void keepTranslations() {
        translator.ifPresent(JitTranslator::keep);
    }

    List<String> translations(int linear) {
        return translator.map(t -> t.listings(linear)).orElse(List.of());
    }

    Cpu cpu() {
        return cpu;
    }

    // ---------------------------------------------------------------- resets and power

    /**
     * The INIT pin of the processor (RESET, before the Pentium): 8042, port 92h, a shutdown cycle.
     * Memory and chips stay. Takes effect at the instruction boundary that follows. @see "Intel
     * 82371AB (PIIX4) datasheet, order 290562-001, INIT"
     */
    private void resetProcessor(boolean asserted) {
        if (asserted) {
            resetRequested = true;
            cpu.requestExit();
        }
    }

    /** Does what a chip has asked for during the last slice. */
    void service() {
        if (resetRequested) {
            resetRequested = false;
            cpu.init();
        }
    }

    /** The reset button: all chips. Memory stays. */
    private void reset() {
        pics.reset();
        coprocessorError.reset();
        portB.reset();
        portA.reset();
        rtc.reset();
        dma.reset();
        keyboardController.reset();
        fdc.hardReset();
        primaryIde.hardReset();
        secondaryIde.hardReset();
        com1.reset();
        com2.reset();
        lpt1.reset();
        apm.reset();
        power.reset();
        vga.reset();
        cpu.reset();
    }

    private void powerOff(boolean asserted) {
        if (asserted) {
            stop(new Stop(Stop.Reason.POWERED_OFF));
        }
    }

    private void stop(Stop reason) {
        stop = Optional.of(reason);
        cpu.requestExit();
    }

    /**
     * @return why the machine is off, if it is
     */
    Optional<Stop> stop() {
        return stop;
    }

    /**
     * @return true if a halted processor waits for nothing that exists
     */
    boolean canNeverWake() {
        return cpu.isWaitingForEver() || time.nextDeadline() == Scheduler.NEVER;
    }

    // ---------------------------------------------------------------- inputs

    /**
     * @return true if the keyboard has a key of that name
     */
    static boolean isKey(String name) {
        return Key.named(name).isPresent();
    }

    boolean isKeyboardQueueEmpty() {
        return keyboard.isQueueEmpty();
    }

    int keyboardLeds() {
        return keyboard.leds();
    }

    void accept(Input input) {
        switch (input) {
            case Input.KeyChange(String name, boolean pressed) ->
                    Key.named(name).ifPresent(pressed ? keyboard::press : keyboard::release);
            case Input.MouseChange(int dx, int dy, int wheel, int buttons) -> {
                mouse.move(dx, dy, wheel);
                mouse.buttons(buttons);
            }
            case Input.SerialBytes(int port, String bytes) ->
                    (port == 0 ? com1 : com2).receive(bytes.getBytes(StandardCharsets.ISO_8859_1));
            case Input.MediaChange(int drive, var file) -> {
                eject(drive);
                file.ifPresent(path -> openFloppy(drive, MachineConfig.Media.file(path)));
            }
            case Input.BootDevice(String device) -> boot(device);
            case Input.Reset() -> reset();
            case Input.PowerOff() -> powerOff(true);
        }
    }

    /**
     * Puts an image into a drive in place of what is there.
     *
     * @throws MachineConfigException if the image can't be used; the drive keeps what it has
     */
    void openFloppy(int drive, MachineConfig.Media media) {
        try {
            FloppyImage image = Drives.floppy(media);
            try {
                fdc.driveType(drive).check(image);
                eject(drive);
            } catch (DiskImageException e) {
                image.disk().close();
                throw e;
            }
            fdc.insert(drive, image);
            drives.exchange(drive, Optional.of(image));
        } catch (DiskImageException e) {
            throw new MachineConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    private void eject(int drive) {
        fdc.eject(drive);
        drives.exchange(drive, Optional.empty()).ifPresent(image -> image.disk().close());
    }

    private void boot(String device) {
        char first = device.charAt(0);
        var order = new ArrayList<Character>(List.of(first));
        for (char other : new char[] {'a', 'c', 'd'}) {
            if (other != first) {
                order.add(other);
            }
        }
        cmos.bootOrder(order);
    }

    // ---------------------------------------------------------------- observers

    Picture picture() {
        return picture(vga.frame());
    }

    /** The picture with everything that blinks visible: the same on any host for the same state. */
    Picture steadyPicture() {
        return picture(vga.steadyFrame());
    }

    private Picture picture(Frame frame) {
        if (frame != shownFrame) {
            shownFrame = frame;
            var pixels = new int[frame.width() * frame.height()];
            frame.argb().get(pixels);
            shown = new Picture(shown.number() + 1, frame.width(), frame.height(), pixels);
        }
        return shown;
    }

    TextPicture text() {
        TextScreen screen = vga.textScreen();
        var rows = new ArrayList<String>();
        var attributes = new byte[screen.columns() * screen.rows()];
        for (int row = 0; row < screen.rows(); row++) {
            var characters = new StringBuilder(screen.columns());
            for (int column = 0; column < screen.columns(); column++) {
                characters.append(screen.character(column, row));
                attributes[row * screen.columns() + column] = (byte) screen.attribute(column, row);
            }
            rows.add(characters.toString());
        }
        boolean cursor = screen.hasCursor();
        return new TextPicture(
                screen.columns(),
                screen.rows(),
                rows,
                attributes,
                cursor ? screen.cursorColumn() : -1,
                cursor ? screen.cursorRow() : -1);
    }

    Map<String, Long> notModelled() {
        return notModelled.counts();
    }

    // ---------------------------------------------------------------- state

    @Override
    public void exchange(StateCodec state) {
        state.section("time", time);
        state.section("memory", memory);
        state.section("cpu", cpu);
        state.section("pics", pics);
        state.section("coprocessorError", coprocessorError);
        state.section("pit", pit);
        state.section("portB", portB);
        state.section("portA", portA);
        state.section("rtc", rtc);
        state.section("dma", dma);
        state.section("keyboardController", keyboardController);
        state.section("fdc", fdc);
        state.section("ide0", primaryIde);
        state.section("ide1", secondaryIde);
        state.section("com1", com1);
        state.section("com2", com2);
        state.section("lpt1", lpt1);
        state.section("apm", apm);
        state.section("power", power);
        state.section("vga", vga);
    }

    String digest() {
        return StateDigest.of(this);
    }

    StateImage save() {
        drives.freeze();
        return StateImage.save(this);
    }

    /** A saved machine was on, at a boundary at which nobody had asked for a reset. */
    void load(StateImage image) {
        image.load(this);
        stop = Optional.empty();
        resetRequested = false;
    }

    void poke(long physical, byte[] bytes) {
        memory.write(physical, bytes, 0, bytes.length);
    }

    void flush() {
        drives.flush();
    }

    void close() {
        drives.close();
    }
}
