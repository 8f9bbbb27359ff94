package pentimento.devices.vga;

/**
 * How a picture lies in video memory, read off the registers at one moment. Two equal rasters show
 * the same picture of the same memory.
 */
sealed interface Raster permits CrtRaster, DispiRaster {
    /** Pixels. */
    int width();

    /** Pixels. */
    int height();

    int dotsPerPixel();

    int linesPerPixel();
}
