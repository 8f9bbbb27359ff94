package pentimento.devices.vga;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The attribute controller: sixteen palette registers, blinking, panning. Index and data share one
 * port; a flip-flop tells them apart, and reading input status 1 makes the next write an index.
 *
 * <p>The palette takes writes also while it is given to the display (index bit 5), as clones do.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, Video Subsystem, Attribute Controller
 *     Registers"
 */
final class AttributeController implements Stateful {
    private static final int MODE_CONTROL = 0x10,
            OVERSCAN = 0x11,
            PLANE_ENABLE = 0x12,
            PANNING = 0x13,
            COLOR_SELECT = 0x14;
    private static final int DISPLAY_PALETTE = 0x20; // palette address source, in the index

    private static final int MONOCHROME = 0x02,
            LINE_GRAPHICS = 0x04,
            BLINK = 0x08,
            PANNING_ENDS_AT_SPLIT = 0x20,
            COLOR_SELECT_GIVES_P54 = 0x80;

    private final RegisterFile registers =
            new RegisterFile(
                    0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F,
                    0x3F, 0x3F, 0x3F, 0x3F, 0xEF, 0xFF, 0x3F, 0x0F, 0x0F);
    private boolean expectsData;

    /** Reading input status 1 readies the port for an index. */
    void resetFlipFlop() {
        expectsData = false;
    }

    boolean expectsData() {
        return expectsData;
    }

    /** A write to the port: index and data in turn. */
    void write(int value) {
        if (expectsData) {
            int selected = registers.index();
            registers.select(selected & ~DISPLAY_PALETTE);
            registers.write(value);
            registers.select(selected);
        } else {
            registers.select(value);
        }
        expectsData = !expectsData;
    }

    /**
     * @return the index with the palette address source
     */
    int index() {
        return registers.index();
    }

    /**
     * @return the selected register
     */
    int readData() {
        int register = registers.index() & ~DISPLAY_PALETTE;
        return register <= COLOR_SELECT ? registers.get(register) : 0;
    }

    /**
     * @return the display has the palette; while the processor has it, the screen is black
     */
    boolean displays() {
        return (registers.index() & DISPLAY_PALETTE) != 0;
    }

    /**
     * @param attribute 0..15: a text attribute or the bits of four planes
     * @return 0..FFh: the DAC's colour number
     */
    int color(int attribute) {
        int palette = registers.get(attribute & registers.get(PLANE_ENABLE) & 0xF);
        int select = registers.get(COLOR_SELECT);
        if (registers.has(MODE_CONTROL, COLOR_SELECT_GIVES_P54)) {
            palette = palette & 0x0F | select << 4 & 0x30;
        }
        return palette | select << 4 & 0xC0;
    }

    int overscan() {
        return registers.get(OVERSCAN);
    }

    /**
     * @return which two of eight colour lines input status 1 shows, 0..3
     */
    int statusMultiplexer() {
        return registers.get(PLANE_ENABLE) >> 4;
    }

    boolean isMonochrome() {
        return registers.has(MODE_CONTROL, MONOCHROME);
    }

    /**
     * @return characters C0h-DFh repeat their eighth dot in the ninth
     */
    boolean extendsLineGraphics() {
        return registers.has(MODE_CONTROL, LINE_GRAPHICS);
    }

    boolean blinks() {
        return registers.has(MODE_CONTROL, BLINK);
    }

    boolean panningEndsAtSplit() {
        return registers.has(MODE_CONTROL, PANNING_ENDS_AT_SPLIT);
    }

    int panning() {
        return registers.get(PANNING);
    }

    void reset() {
        registers.reset();
        expectsData = false;
    }

    @Override
    public void exchange(StateCodec state) {
        registers.exchange(state);
        expectsData = state.bool("expectsData", expectsData);
    }
}
