package pentimento.devices.vga;

import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.physical.VideoMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/**
 * A VGA with the display interface of Bochs: the chips, the memory behind them, and what the
 * processor sees of it. A0000-BFFFF is an inert window; where its mapping is linear (mode 13h and
 * DISPI's packed modes) it is plain memory. All remapping follows port writes.
 *
 * <p>The contents of video memory are saved with physical memory; everything else is saved here.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, Video Subsystem"
 */
public final class VgaCard implements Stateful {
    /** Ports of the VGA, on a PC from 3B0h. */
    public static final int PORTS = VgaPorts.LENGTH;

    /** Ports of DISPI, on a PC from 1CEh. */
    public static final int DISPI_PORTS = 4;

    /** Where the linear frame buffer lies unless it is moved. */
    public static final long FRAME_BUFFER = 0xE000_0000L;

    /** What a card has unless the machine's description says otherwise: 16 MiB. */
    public static final int DEFAULT_BYTES = 16 << 20;

    private final Scheduler time;
    private final NotModelled notModelled;
    private final Sequencer sequencer = new Sequencer();
    private final GraphicsController graphics = new GraphicsController();
    private final AttributeController attribute = new AttributeController();
    private final CrtController crt = new CrtController();
    private final Dac dac = new Dac();
    private final ExternalRegisters external;
    private final VbeDispi dispi;
    private final VgaPorts ports;
    private final VgaAperture aperture;
    private final Screen screen;
    private VideoTiming timing = VideoTiming.dispi(640, 480);

    /**
     * @param bytes of video memory, a power of two, 256 KiB or more; the physical memory must have
     *     room for them
     */
    public VgaCard(Scheduler time, PhysicalMemory memory, int bytes, NotModelled notModelled) {
        if (Integer.bitCount(bytes) != 1 || bytes < PlanarMemory.VGA_BYTES) {
            throw new IllegalArgumentException(
                    "video memory is a power of two of at least 256 KiB, not " + bytes);
        }
        this.time = time;
        this.notModelled = notModelled;
        VideoMemory video = memory.allocateVideo(bytes);
        external = new ExternalRegisters(crt, attribute, () -> timing, time::nanos);
        dispi = new VbeDispi(video, dac, notModelled, this::dispiChanged);
        ports =
                new VgaPorts(
                        sequencer,
                        graphics,
                        attribute,
                        crt,
                        dac,
                        external,
                        this::memoryPathChanged,
                        this::timingChanged);
        var window = new VgaWindow(video, sequencer, graphics);
        aperture = new VgaAperture(memory, video, window, external, dispi);
        screen = new Screen(sequencer, graphics, attribute, crt, dac, dispi, video);
        timingChanged();
    }

    // ---------------------------------------------------------------- connectors

    /**
     * @return the {@value #PORTS} ports of the VGA
     */
    public PortDevice ports() {
        return ports;
    }

    /**
     * @return the {@value #DISPI_PORTS} ports of DISPI
     */
    public PortDevice dispiPorts() {
        return dispi;
    }

    /**
     * Moves the linear frame buffer, as a base address register does.
     *
     * @param base physical, a multiple of 4096
     */
    public void moveFrameBuffer(long base) {
        aperture.moveFrameBuffer(base);
    }

    /** The bus's reset: registers are cleared; colours and video memory stay. */
    public void reset() {
        sequencer.reset();
        graphics.reset();
        attribute.reset();
        crt.reset();
        dispi.reset();
        dac.reset();
        external.reset();
        dispiChanged();
    }

    private void memoryPathChanged() {
        aperture.update();
    }

    private void dispiChanged() {
        aperture.update();
        timingChanged();
    }

    private void timingChanged() {
        timing = dispi.isEnabled() ? VideoTiming.dispi(dispi.width(), dispi.height()) : crtTiming();
        reportUnusual();
    }

    private VideoTiming crtTiming() {
        int dots = sequencer.dotsPerCharacter() * (sequencer.halvesDotClock() ? 2 : 1);
        return new VideoTiming(
                external.selectsClock28() ? VideoTiming.CLOCK_28 : VideoTiming.CLOCK_25,
                crt.charactersTotal() * dots,
                crt.charactersDisplayed() * dots,
                crt.linesTotal(),
                crt.linesDisplayed(),
                crt.retraceStart(),
                crt.retraceLines());
    }

    private void reportUnusual() {
        if (sequencer.shiftLoad() != 0) {
            notModelled.report("VGA sequencer", "shift load", sequencer.shiftLoad());
        }
        if (crt.slowCharacterClock() != 0) {
            notModelled.report("VGA CRT controller", "count by 2 or 4", crt.slowCharacterClock());
        }
    }

    // ---------------------------------------------------------------- what comes out of the card

    /**
     * @param nanos virtual time
     * @return the first moment after it at which a vertical retrace begins: the time to look at the
     *     screen
     */
    public long nextVerticalRetrace(long nanos) {
        return timing.nextRetrace(nanos);
    }

    /**
     * The picture on the screen. An observer: it changes nothing in the machine. To be called by
     * the thread that runs the machine.
     *
     * @param nanos virtual time, for everything that blinks
     */
    public Frame frame(long nanos) {
        return screen.frame(timing.frame(nanos));
    }

    /**
     * @return the picture with everything that blinks visible, so that it depends on no time; like
     *     {@link #frame} otherwise
     */
    public Frame steadyFrame() {
        return screen.steadyFrame();
    }

    /**
     * @return the characters on the screen, none in graphics modes; an observer like {@link #frame}
     */
    public TextScreen textScreen() {
        return screen.text();
    }

    /**
     * @return the picture of now
     */
    public Frame frame() {
        return frame(time.nanos());
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("sequencer", sequencer);
        state.section("graphics", graphics);
        state.section("attribute", attribute);
        state.section("crt", crt);
        state.section("dac", dac);
        state.section("external", external);
        state.section("dispi", dispi);
        state.section("aperture", aperture);
        if (state.isLoading()) {
            dispiChanged();
        }
    }
}
