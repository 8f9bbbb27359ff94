package pentimento.devices.vga;

import java.util.Arrays;

/** Pixel values as colours, through attribute controller and DAC. Immutable. */
final class Palette {
    /** For pixels that carry their colour themselves, and for a dark screen. */
    static final Palette NONE = new Palette(new int[] {0xFF00_0000});

    private final int[] argb;

    private Palette(int[] argb) {
        this.argb = argb;
    }

    /**
     * Sixteen colours, of text attributes or of four planes.
     *
     * @param inverted bits that the attribute controller inverts: 8 while blinking pixels are in
     *     their second phase
     */
    static Palette attributes(AttributeController attribute, Dac dac, int inverted) {
        var argb = new int[16];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = dac.argb(attribute.color(i ^ inverted));
        }
        return new Palette(argb);
    }

    /** All 256 colours: pixels are numbers of the DAC. */
    static Palette direct(Dac dac) {
        var argb = new int[256];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = dac.argb(i);
        }
        return new Palette(argb);
    }

    /**
     * @return FFRRGGBBh
     */
    int argb(int pixel) {
        return argb[pixel];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Palette palette && Arrays.equals(argb, palette.argb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(argb);
    }
}
