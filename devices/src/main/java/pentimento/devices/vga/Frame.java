package pentimento.devices.vga;

import java.nio.IntBuffer;

/**
 * One picture of the screen, at the guest's resolution: 720 x 400 for 80 x 25 characters of nine
 * dots, 320 x 200 for mode 13h. Immutable; an unchanged screen gives the same object again.
 *
 * <p>A pixel may be several dots wide and several scan lines high. A picture in dots and scan
 * lines, as a capture card or a QEMU screen dump has it, repeats each pixel accordingly.
 */
public final class Frame {
    private final int width;
    private final int height;
    private final int dotsPerPixel;
    private final int linesPerPixel;
    private final int[] pixels;

    /**
     * @param pixels FFRRGGBBh, row by row from the upper left, handed over for good
     */
    Frame(int width, int height, int dotsPerPixel, int linesPerPixel, int[] pixels) {
        this.width = width;
        this.height = height;
        this.dotsPerPixel = dotsPerPixel;
        this.linesPerPixel = linesPerPixel;
        this.pixels = pixels;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /**
     * @return 1, 2 or 4
     */
    public int dotsPerPixel() {
        return dotsPerPixel;
    }

    /**
     * @return 1..64
     */
    public int linesPerPixel() {
        return linesPerPixel;
    }

    /**
     * @return FFRRGGBBh
     */
    public int argb(int x, int y) {
        return pixels[y * width + x];
    }

    /**
     * @return all pixels as FFRRGGBBh, row by row from the upper left; read-only
     */
    public IntBuffer argb() {
        return IntBuffer.wrap(pixels).asReadOnlyBuffer();
    }
}
