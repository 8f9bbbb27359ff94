package pentimento.devices.vga;

import java.util.Arrays;
import pentimento.memory.physical.VideoMemory;

/** Draws lines of DISPI's modes. What lies beyond the end of video memory is black. */
final class DispiPainter {
    private static final int OPAQUE = 0xFF00_0000;

    private final VideoMemory video;
    private final DispiRaster raster;
    private final Palette palette;
    private final byte[] bytes;
    private final int[] pixels;

    DispiPainter(VideoMemory video, DispiRaster raster, Palette palette) {
        this.video = video;
        this.raster = raster;
        this.palette = palette;
        this.bytes = new byte[raster.width() * raster.bytesPerPixel()];
        this.pixels = new int[raster.width() + 16];
    }

    /**
     * Draws one line.
     *
     * @param y 0..height-1
     * @param at where its first pixel goes
     */
    void paint(int y, int[] destination, int at) {
        int start = raster.start() + y * raster.bytesPerLine();
        if (raster.isPlanar()) {
            planar(start);
            System.arraycopy(pixels, raster.skippedPixels(), destination, at, raster.width());
            return;
        }
        if (start + bytes.length > video.size()) {
            Arrays.fill(destination, at, at + raster.width(), OPAQUE);
            return;
        }
        video.copyTo(start, bytes, 0, bytes.length);
        for (int x = 0; x < raster.width(); x++) {
            destination[at + x] = color(x);
        }
    }

    private void planar(int start) {
        int characters = (raster.width() + raster.skippedPixels() + 7) / 8;
        for (int i = 0; i < characters; i++) {
            int word = video.get32(PlanarMemory.offset(start + i) & video.size() - 1);
            GraphicsPainter.planar(word, palette, pixels, i * 8);
        }
    }

    private int color(int x) {
        return switch (raster.bitsPerPixel()) {
            case 8 -> palette.argb(bytes[x] & 0xFF);
            case 15 -> {
                int rgb = word(2 * x);
                yield OPAQUE | widen5(rgb >> 10) << 16 | widen5(rgb >> 5) << 8 | widen5(rgb);
            }
            case 16 -> {
                int rgb = word(2 * x);
                int green = rgb >> 5 & 0x3F;
                yield OPAQUE
                        | widen5(rgb >> 11) << 16
                        | (green << 2 | green >> 4) << 8
                        | widen5(rgb);
            }
            case 24 -> OPAQUE | word(3 * x) | (bytes[3 * x + 2] & 0xFF) << 16;
            default -> OPAQUE | word(4 * x) | (bytes[4 * x + 2] & 0xFF) << 16;
        };
    }

    private int word(int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }

    private static int widen5(int value) {
        int five = value & 0x1F;
        return five << 3 | five >> 2;
    }
}
