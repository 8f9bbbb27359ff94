package pentimento.devices.vga;

/** Draws scan lines of text. */
final class TextPainter {
    private static final int GLYPH_PLANE = 2, GLYPH_BYTES = 32;
    private static final int INTENSE = 0x08, BLINKING = 0x80;
    private static final int UNDERLINED_BITS = 0x07, UNDERLINED = 0x01;
    private static final int FIRST_LINE_GRAPHIC = 0xC0, LAST_LINE_GRAPHIC = 0xDF;
    private static final int ALL_DOTS = 0x1FF;

    private final PlanarMemory planes;
    private final CrtRaster raster;
    private final TextStyle style;
    private final Palette palette;

    TextPainter(PlanarMemory planes, CrtRaster raster, TextStyle style, Palette palette) {
        this.planes = planes;
        this.raster = raster;
        this.style = style;
        this.palette = palette;
    }

    /**
     * Draws one scan line.
     *
     * @param line takes the pixels, one character more than is displayed
     */
    void paint(Beam beam, int[] line) {
        int at = 0;
        for (int character = 0; character <= raster.characters(); character++) {
            at = paintCharacter(beam, character, line, at);
        }
    }

    private int paintCharacter(Beam beam, int character, int[] line, int at) {
        int word = planes.word(beam.planeAddress(character));
        int code = word & 0xFF;
        int attribute = word >>> 8 & 0xFF;
        int foreground = palette.argb(attribute & 0xF);
        int background = palette.argb(style.blinks() ? attribute >> 4 & 7 : attribute >> 4);
        int dots = dots(beam.rowScan(), code, attribute);
        if (isCursor(beam, character)) {
            dots = ALL_DOTS;
        }
        int pixels = raster.pixelsPerCharacter();
        for (int bit = 1 << 8; pixels > 0; bit >>= 1, pixels--) {
            line[at++] = (dots & bit) != 0 ? foreground : background;
        }
        return at;
    }

    /** Nine dots, the leftmost in bit 8. */
    private int dots(int rowScan, int code, int attribute) {
        if (style.blinkedOut() && (attribute & BLINKING) != 0) {
            return 0;
        }
        if (rowScan == style.underline() && (attribute & UNDERLINED_BITS) == UNDERLINED) {
            return ALL_DOTS;
        }
        int set = (attribute & INTENSE) != 0 ? style.setA() : style.setB();
        int dots = planes.byteOf(GLYPH_PLANE, set + code * GLYPH_BYTES + rowScan & 0xFFFF) << 1;
        boolean extended =
                style.lineGraphics() && code >= FIRST_LINE_GRAPHIC && code <= LAST_LINE_GRAPHIC;
        return extended ? dots | dots >> 1 & 1 : dots;
    }

    private boolean isCursor(Beam beam, int character) {
        return beam.counter(character) == style.cursor()
                && beam.rowScan() >= style.cursorStart()
                && beam.rowScan() <= style.cursorEnd();
    }
}
