package pentimento.devices.vga;

/**
 * A picture of DISPI.
 *
 * @param bitsPerPixel 4 (planes), 8, 15, 16, 24 or 32
 * @param start offset of the first byte, in each plane with 4 bits
 * @param bytesPerLine in each plane with 4 bits
 * @param skippedPixels of the first byte, with 4 bits
 */
record DispiRaster(
        int width, int height, int bitsPerPixel, int start, int bytesPerLine, int skippedPixels)
        implements Raster {
    static DispiRaster of(VbeDispi dispi) {
        return new DispiRaster(
                dispi.width(),
                dispi.height(),
                dispi.bitsPerPixel(),
                dispi.startOffset(),
                dispi.bytesPerLine(),
                dispi.startPixel());
    }

    boolean isPlanar() {
        return bitsPerPixel == 4;
    }

    int bytesPerPixel() {
        return bitsPerPixel + 7 >> 3;
    }

    @Override
    public int dotsPerPixel() {
        return 1;
    }

    @Override
    public int linesPerPixel() {
        return 1;
    }
}
