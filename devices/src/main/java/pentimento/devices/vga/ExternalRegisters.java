package pentimento.devices.vga;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The registers outside of the VGA's chips: Miscellaneous Output, Feature Control, Video Subsystem
 * Enable and the two Input Status registers, which tell where the beam is.
 *
 * <p>The vertical interrupt reaches no line on this card; its latch shows in Input Status 0.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, Video Subsystem, General Registers"
 */
final class ExternalRegisters implements Stateful {
    private static final int COLOR = 0x01, RAM_ENABLE = 0x02, CLOCK_SELECT = 0x0C; // miscellaneous
    private static final int CLOCK_28 = 0x04;
    private static final int FEATURE_BITS = 0x0B;
    private static final int VIDEO_ENABLE = 0x01;

    private static final int SWITCH_SENSE = 0x10, INTERRUPT_PENDING = 0x80; // input status 0
    private static final int NOT_DISPLAYING = 0x01, VERTICAL_RETRACE = 0x08; // input status 1
    private static final int DIAGNOSTIC_SHIFT = 4;

    private final CrtController crtController;
    private final AttributeController attribute;
    private final Supplier<VideoTiming> timing;
    private final LongSupplier nanos;

    private int miscellaneous;
    private int feature;
    private int videoEnable = VIDEO_ENABLE;
    private long interruptClearedAt; // ns

    /**
     * @param nanos virtual time
     */
    ExternalRegisters(
            CrtController crtController,
            AttributeController attribute,
            Supplier<VideoTiming> timing,
            LongSupplier nanos) {
        this.crtController = crtController;
        this.attribute = attribute;
        this.timing = timing;
        this.nanos = nanos;
    }

    void miscellaneous(int value) {
        miscellaneous = value;
    }

    int miscellaneous() {
        return miscellaneous;
    }

    /**
     * @return CRT controller, feature control and input status 1 answer at 3Dxh, else at 3Bxh
     */
    boolean isColor() {
        return (miscellaneous & COLOR) != 0;
    }

    boolean enablesMemory() {
        return (miscellaneous & RAM_ENABLE) != 0 && isEnabled();
    }

    /** The third and fourth inputs have no crystal on this card; they get the first. */
    boolean selectsClock28() {
        return (miscellaneous & CLOCK_SELECT) == CLOCK_28;
    }

    void feature(int value) {
        feature = value & FEATURE_BITS;
    }

    int feature() {
        return feature;
    }

    void videoEnable(int value) {
        videoEnable = value;
    }

    int videoEnable() {
        return videoEnable;
    }

    /**
     * @return the card decodes its ports and memory
     */
    boolean isEnabled() {
        return (videoEnable & VIDEO_ENABLE) != 0;
    }

    /** The CRT controller's clear bit was written. */
    void verticalInterruptControl() {
        if (!crtController.keepsVerticalInterrupt()) {
            interruptClearedAt = nanos.getAsLong();
        }
    }

    /**
     * @return a colour monitor is sensed; a vertical retrace began since the interrupt was cleared
     */
    int inputStatus0() {
        boolean pending =
                crtController.keepsVerticalInterrupt()
                        && timing.get().retraces(nanos.getAsLong())
                                > timing.get().retraces(interruptClearedAt);
        return pending ? SWITCH_SENSE | INTERRUPT_PENDING : SWITCH_SENSE;
    }

    /**
     * @return where the beam is. The diagnostic bits show two of the eight colour lines, that is of
     *     the overscan colour while nothing is displayed; within the picture they read 0.
     */
    int inputStatus1() {
        VideoTiming beam = timing.get();
        int position = beam.position(nanos.getAsLong());
        if (beam.displays(position)) {
            return 0;
        }
        int status = NOT_DISPLAYING | diagnostic(attribute.overscan()) << DIAGNOSTIC_SHIFT;
        return beam.isVerticalRetrace(position) ? status | VERTICAL_RETRACE : status;
    }

    private int diagnostic(int color) {
        return switch (attribute.statusMultiplexer()) {
            case 0 -> color >> 1 & 2 | color & 1; // P2 P0
            case 1 -> color >> 4 & 3; // P5 P4
            case 2 -> color >> 2 & 2 | color >> 1 & 1; // P3 P1
            default -> color >> 6 & 3; // P7 P6
        };
    }

    void reset() {
        miscellaneous = 0;
        feature = 0;
        videoEnable = VIDEO_ENABLE;
        interruptClearedAt = nanos.getAsLong();
    }

    @Override
    public void exchange(StateCodec state) {
        miscellaneous = state.u8("miscellaneous", miscellaneous);
        feature = state.u8("feature", feature);
        videoEnable = state.u8("videoEnable", videoEnable);
        interruptClearedAt = state.i64("interruptClearedAt", interruptClearedAt);
    }
}
