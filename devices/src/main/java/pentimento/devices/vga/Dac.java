package pentimento.devices.vga;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The digital-to-analog converter: 256 colours of 3 x 6 bits. One address register serves reading
 * and writing; red, green and blue come one after the other, and the address advances after blue. A
 * read address fetches its colour at once, so that the address register is then one ahead. DISPI
 * can switch the colours to 3 x 8 bits.
 *
 * @see "INMOS IMSG171 datasheet"
 */
final class Dac implements Stateful {
    private static final int READING = 3, WRITING = 0; // what port 3C7h reads
    private static final int OPAQUE = 0xFF00_0000;

    private final byte[] colors = new byte[3 * 256]; // red, green, blue of each
    private int mask = 0xFF;
    private int address;
    private int component; // 0 red, 1 green, 2 blue
    private int red, green, blue; // on their way in, or out
    private boolean reading;
    private boolean eightBits;

    void writeMask(int value) {
        mask = value;
    }

    int mask() {
        return mask;
    }

    void writeAddress(int value) {
        address = value;
        component = 0;
        reading = false;
    }

    void readAddress(int value) {
        address = value;
        component = 0;
        reading = true;
        fetch();
    }

    private void fetch() {
        red = colors[3 * address] & 0xFF;
        green = colors[3 * address + 1] & 0xFF;
        blue = colors[3 * address + 2] & 0xFF;
        address = address + 1 & 0xFF;
    }

    int address() {
        return address;
    }

    int status() {
        return reading ? READING : WRITING;
    }

    void writeData(int value) {
        int level = eightBits ? value : value & 0x3F;
        switch (component) {
            case 0 -> red = level;
            case 1 -> green = level;
            default -> {
                blue = level;
                colors[3 * address] = (byte) red;
                colors[3 * address + 1] = (byte) green;
                colors[3 * address + 2] = (byte) blue;
                address = address + 1 & 0xFF;
            }
        }
        nextComponent();
    }

    int readData() {
        int level =
                switch (component) {
                    case 0 -> red;
                    case 1 -> green;
                    default -> blue;
                };
        nextComponent();
        if (component == 0) {
            fetch();
        }
        return level;
    }

    private void nextComponent() {
        component = component == 2 ? 0 : component + 1;
    }

    /** Switches between 6 and 8 bits per component; the colours stay as near as they can. */
    void eightBits(boolean wide) {
        if (wide == eightBits) {
            return;
        }
        eightBits = wide;
        for (int i = 0; i < colors.length; i++) {
            int level = colors[i] & 0xFF;
            colors[i] = (byte) (wide ? widen(level) : level >> 2);
        }
    }

    private static int widen(int sixBits) {
        return sixBits << 2 | sixBits >> 4;
    }

    /**
     * @param number colour number before the mask, 0..FFh
     * @return FFRRGGBBh
     */
    int argb(int number) {
        int at = 3 * (number & mask);
        int r = colors[at] & 0xFF, g = colors[at + 1] & 0xFF, b = colors[at + 2] & 0xFF;
        return eightBits
                ? OPAQUE | r << 16 | g << 8 | b
                : OPAQUE | widen(r) << 16 | widen(g) << 8 | widen(b);
    }

    /** Colours survive a reset; the address and the mask do not. */
    void reset() {
        eightBits(false);
        mask = 0xFF;
        writeAddress(0);
    }

    @Override
    public void exchange(StateCodec state) {
        state.bytes("colors", colors);
        mask = state.u8("mask", mask);
        address = state.u8("address", address);
        component = state.u8("component", component);
        red = state.u8("red", red);
        green = state.u8("green", green);
        blue = state.u8("blue", blue);
        reading = state.bool("reading", reading);
        eightBits = state.bool("eightBits", eightBits);
    }
}
