package pentimento.devices.vga;

/**
 * A picture of the CRT controller.
 *
 * @param format what the bytes of the planes mean
 * @param characters displayed in a line
 * @param pixelsPerCharacter 8 or 9; 4 with 256 colours
 * @param dotsPerPixel 2 where the dot clock is halved, or with 256 colours, or 4 with both
 * @param scanLines displayed, as the vertical counters count them
 * @param linesPerPixel scan lines that show the same pixels, for any content of the memory
 * @param start character counter of the first character
 * @param rowOffset what the counter gains from row to row
 * @param addressing of {@link CrtController#addressing}
 * @param linesPerRow scan lines of a row, before double scan
 * @param presetRowScan scan line within the first row that comes first
 * @param lineCompare last scan line before the lower window
 * @param bytePanning characters by which the upper window is moved to the left
 * @param panning pixels by which it is moved to the left, less than a character
 * @param panningEndsAtSplit the lower window stays where it is
 */
record CrtRaster(
        Format format,
        int characters,
        int pixelsPerCharacter,
        int dotsPerPixel,
        int scanLines,
        int linesPerPixel,
        boolean doublesScanLines,
        int start,
        int rowOffset,
        int addressing,
        int linesPerRow,
        int presetRowScan,
        int lineCompare,
        int bytePanning,
        int panning,
        boolean panningEndsAtSplit)
        implements Raster {
    /** What the bytes of the planes mean. */
    enum Format {
        /** Nothing: the screen is dark. */
        DARK,
        /** Character, attribute and character set in planes 0 to 2. */
        TEXT,
        /** One bit of each plane is a pixel. */
        PLANAR,
        /** Two bits of planes 0 and 2 are a pixel, then two of planes 1 and 3: CGA. */
        INTERLEAVED,
        /** A byte of each plane is a pixel. */
        PACKED
    }

    private static final int LEAST_CHARACTERS = 8, LEAST_LINES = 64;

    /** A dark screen of the usual size, for a card that was not set up yet. */
    private static final CrtRaster NO_PICTURE =
            new CrtRaster(Format.DARK, 80, 9, 1, 400, 1, false, 0, 0, 0, 1, 0, 0x3FF, 0, 0, false);

    static CrtRaster of(
            Sequencer sequencer,
            GraphicsController graphics,
            AttributeController attribute,
            CrtController crt) {
        Format format = format(graphics);
        boolean dark = sequencer.isScreenOff() || !attribute.displays() || !crt.drivesSync();
        if (dark
                && (crt.charactersDisplayed() < LEAST_CHARACTERS
                        || crt.linesDisplayed() < LEAST_LINES)) {
            return NO_PICTURE;
        }
        int scans = crt.doublesScanLines() ? 2 : 1;
        boolean sameLines =
                format != Format.TEXT && !CrtController.addressesRowScan(crt.addressing());
        return new CrtRaster(
                dark ? Format.DARK : format,
                crt.charactersDisplayed(),
                switch (format) {
                    case TEXT -> sequencer.dotsPerCharacter();
                    case PACKED -> 4;
                    default -> 8;
                },
                (sequencer.halvesDotClock() ? 2 : 1) * (format == Format.PACKED ? 2 : 1),
                Math.min(crt.linesDisplayed(), crt.linesTotal()) / crt.verticalClock(),
                sameLines ? scans * crt.linesPerRow() : scans,
                crt.doublesScanLines(),
                crt.startAddress(),
                crt.rowOffset(),
                crt.addressing(),
                crt.linesPerRow(),
                crt.presetRowScan(),
                crt.lineCompare(),
                crt.bytePanning(),
                panning(format, sequencer.dotsPerCharacter(), attribute.panning()),
                attribute.panningEndsAtSplit());
    }

    private static Format format(GraphicsController graphics) {
        if (!graphics.isGraphics()) {
            return Format.TEXT;
        }
        if (graphics.has256Colors()) {
            return Format.PACKED;
        }
        return graphics.isInterleaved() ? Format.INTERLEAVED : Format.PLANAR;
    }

    /** In characters of nine dots, 8 means none and 0 one; with 256 colours, a pixel counts two. */
    private static int panning(Format format, int dotsPerCharacter, int value) {
        return switch (format) {
            case TEXT -> dotsPerCharacter == 8 ? value & 7 : value >= 8 ? 0 : value + 1;
            case PACKED -> (value & 7) >> 1;
            default -> value & 7;
        };
    }

    boolean isText() {
        return format == Format.TEXT;
    }

    @Override
    public int width() {
        return characters * pixelsPerCharacter;
    }

    @Override
    public int height() {
        return Math.ceilDiv(scanLines, linesPerPixel);
    }
}
