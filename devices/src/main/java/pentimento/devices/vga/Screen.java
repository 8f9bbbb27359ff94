package pentimento.devices.vga;

import java.util.Arrays;
import java.util.BitSet;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.physical.VideoMemory;

/**
 * What a person would see on the monitor: reads registers and video memory and changes neither.
 * Belongs to the thread that runs the machine; the frames it gives may go anywhere.
 *
 * <p>It remembers its last picture and what that was made of, so that an unchanged screen costs
 * next to nothing, and a linear one only the lines that changed. Nothing of this is state.
 */
final class Screen {
    // IBM's CRT controller blinks the cursor with 1/16 of the frame rate, characters with 1/32.
    private static final int CURSOR_BLINK_FRAMES = 8, TEXT_BLINK_FRAMES = 16;
    private static final int BLINK_PLANE = 8;
    private static final int VGA_PAGES = PlanarMemory.VGA_BYTES / PhysicalMemory.PAGE_SIZE;
    private static final int BLACK = 0xFF00_0000;
    private static final int MOST_PIXELS_OF_A_CHARACTER = 9;

    private record Picture(Raster raster, TextStyle style, Palette palette) {}

    private final Sequencer sequencer;
    private final GraphicsController graphics;
    private final AttributeController attribute;
    private final CrtController crt;
    private final Dac dac;
    private final VbeDispi dispi;
    private final VideoMemory video;
    private final PlanarMemory planes;

    private Picture lastPicture =
            new Picture(new DispiRaster(0, 0, 8, 0, 0, 0), TextStyle.NONE, Palette.NONE);
    private Frame lastFrame = new Frame(0, 0, 1, 1, new int[0]);
    private int[] lastPixels = new int[0];

    Screen(
            Sequencer sequencer,
            GraphicsController graphics,
            AttributeController attribute,
            CrtController crt,
            Dac dac,
            VbeDispi dispi,
            VideoMemory video) {
        this.sequencer = sequencer;
        this.graphics = graphics;
        this.attribute = attribute;
        this.crt = crt;
        this.dac = dac;
        this.dispi = dispi;
        this.video = video;
        this.planes = new PlanarMemory(video);
    }

    // ---------------------------------------------------------------- pictures

    /**
     * @param frameNumber frames since time 0, for everything that blinks
     */
    Frame frame(long frameNumber) {
        boolean cursorVisible = frameNumber / CURSOR_BLINK_FRAMES % 2 == 0;
        boolean blinkedOut = frameNumber / TEXT_BLINK_FRAMES % 2 != 0;
        return frame(cursorVisible, blinkedOut);
    }

    /**
     * @return the picture with everything that blinks visible, and the cursor where it is on
     */
    Frame steadyFrame() {
        return frame(true, false);
    }

    private Frame frame(boolean cursorVisible, boolean blinkedOut) {
        Picture picture =
                dispi.isEnabled() ? dispiPicture() : crtPicture(cursorVisible, blinkedOut);
        var dirty = new BitSet();
        video.dirty().drain(dirty::set);
        boolean same = picture.equals(lastPicture);
        if (!same || isTouched(picture.raster(), dirty)) {
            lastPixels = paint(picture, same, dirty);
            lastPicture = picture;
            Raster raster = picture.raster();
            lastFrame =
                    new Frame(
                            raster.width(),
                            raster.height(),
                            raster.dotsPerPixel(),
                            raster.linesPerPixel(),
                            lastPixels);
        }
        return lastFrame;
    }

    private Picture dispiPicture() {
        Palette palette =
                switch (dispi.bitsPerPixel()) {
                    case 4 -> Palette.attributes(attribute, dac, 0);
                    case 8 -> Palette.direct(dac);
                    default -> Palette.NONE;
                };
        return new Picture(DispiRaster.of(dispi), TextStyle.NONE, palette);
    }

    private Picture crtPicture(boolean cursorVisible, boolean blinkedOut) {
        CrtRaster raster = CrtRaster.of(sequencer, graphics, attribute, crt);
        TextStyle style =
                raster.isText()
                        ? TextStyle.of(sequencer, attribute, crt, cursorVisible, blinkedOut)
                        : TextStyle.NONE;
        int inverted = attribute.blinks() && blinkedOut ? BLINK_PLANE : 0;
        Palette palette =
                switch (raster.format()) {
                    case DARK -> Palette.NONE;
                    case TEXT -> Palette.attributes(attribute, dac, 0);
                    case PLANAR, INTERLEAVED -> Palette.attributes(attribute, dac, inverted);
                    case PACKED -> Palette.direct(dac);
                };
        return new Picture(raster, style, palette);
    }

    private static boolean isTouched(Raster raster, BitSet dirty) {
        return switch (raster) {
            case CrtRaster crt ->
                    crt.format() != CrtRaster.Format.DARK && isTouched(dirty, 0, VGA_PAGES - 1);
            case DispiRaster dispi -> !dirty.isEmpty();
        };
    }

    private static boolean isTouched(BitSet dirty, int firstPage, int lastPage) {
        int page = dirty.nextSetBit(firstPage);
        return page >= 0 && page <= lastPage;
    }

    private int[] paint(Picture picture, boolean same, BitSet dirty) {
        return switch (picture.raster()) {
            case CrtRaster raster -> paint(raster, picture);
            case DispiRaster raster -> paint(raster, picture.palette(), same, dirty);
        };
    }

    private int[] paint(CrtRaster raster, Picture picture) {
        int width = raster.width();
        var pixels = new int[width * raster.height()];
        if (raster.format() == CrtRaster.Format.DARK) {
            Arrays.fill(pixels, BLACK);
            return pixels;
        }
        var text = new TextPainter(planes, raster, picture.style(), picture.palette());
        var dots = new GraphicsPainter(planes, raster, picture.palette());
        var line = new int[(raster.characters() + 1) * MOST_PIXELS_OF_A_CHARACTER];
        var beam = new Beam(raster);
        for (int y = 0; y < raster.height(); y++) {
            if (raster.isText()) {
                text.paint(beam, line);
            } else {
                dots.paint(beam, line);
            }
            System.arraycopy(line, beam.panning(), pixels, y * width, width);
            beam.advance(raster.linesPerPixel());
        }
        return pixels;
    }

    /** Lines of a linear picture whose pages are clean stay as they were. */
    private int[] paint(DispiRaster raster, Palette palette, boolean same, BitSet dirty) {
        boolean anew = !same || raster.isPlanar();
        int[] pixels = anew ? new int[raster.width() * raster.height()] : lastPixels.clone();
        var painter = new DispiPainter(video, raster, palette);
        for (int y = 0; y < raster.height(); y++) {
            int first = raster.start() + y * raster.bytesPerLine();
            int last = first + raster.width() * raster.bytesPerPixel() - 1;
            if (anew
                    || isTouched(
                            dirty,
                            first >>> PhysicalMemory.PAGE_SHIFT,
                            last >>> PhysicalMemory.PAGE_SHIFT)) {
                painter.paint(y, pixels, y * raster.width());
            }
        }
        return pixels;
    }

    // ---------------------------------------------------------------- text

    /**
     * @return the characters on the screen; none in graphics modes. A dark screen has its
     *     characters.
     */
    TextScreen text() {
        if (dispi.isEnabled() || graphics.isGraphics()) {
            return TextScreen.EMPTY;
        }
        CrtRaster raster = CrtRaster.of(sequencer, graphics, attribute, crt);
        int columns = raster.characters();
        int scansPerRow = raster.linesPerRow() * (raster.doublesScanLines() ? 2 : 1);
        int rows = raster.scanLines() / scansPerRow;
        var codes = new byte[columns * rows];
        var attributes = new byte[columns * rows];
        int cursor = -1;
        var beam = new Beam(raster);
        for (int cell = 0; cell < columns * rows; cell++) {
            int column = cell % columns;
            int word = planes.word(beam.planeAddress(column));
            codes[cell] = (byte) word;
            attributes[cell] = (byte) (word >>> 8);
            if (beam.counter(column) == TextStyle.cursorCounter(crt)) {
                cursor = cell;
            }
            if (column == columns - 1) {
                beam.advance(scansPerRow);
            }
        }
        return new TextScreen(columns, rows, codes, attributes, cursor);
    }
}
