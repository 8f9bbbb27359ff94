package pentimento.devices.vga;

/** Draws scan lines of the VGA's graphics modes, whatever their geometry. */
final class GraphicsPainter {
    private final PlanarMemory planes;
    private final CrtRaster raster;
    private final Palette palette;

    GraphicsPainter(PlanarMemory planes, CrtRaster raster, Palette palette) {
        this.planes = planes;
        this.raster = raster;
        this.palette = palette;
    }

    /**
     * Draws one scan line.
     *
     * @param line takes the pixels, one character more than is displayed
     */
    void paint(Beam beam, int[] line) {
        for (int character = 0; character <= raster.characters(); character++) {
            int word = planes.word(beam.planeAddress(character));
            switch (raster.format()) {
                case PACKED -> packed(word, line, character * 4);
                case INTERLEAVED -> interleaved(word, line, character * 8);
                default -> planar(word, palette, line, character * 8);
            }
        }
    }

    private void packed(int word, int[] line, int at) {
        for (int i = 0; i < 4; i++) {
            line[at + i] = palette.argb(word >>> 8 * i & 0xFF);
        }
    }

    private void interleaved(int word, int[] line, int at) {
        for (int i = 0; i < 8; i++) {
            int pair = word >>> (i < 4 ? 0 : 8); // planes 0 and 2, then 1 and 3
            int shift = 6 - 2 * (i & 3);
            line[at + i] = palette.argb(pair >>> shift & 3 | (pair >>> 16 + shift & 3) << 2);
        }
    }

    /** Eight pixels of one bit in each plane. */
    static void planar(int word, Palette palette, int[] line, int at) {
        for (int i = 0; i < 8; i++) {
            int bits = word >>> 7 - i;
            line[at + i] =
                    palette.argb(bits & 1 | bits >>> 7 & 2 | bits >>> 14 & 4 | bits >>> 21 & 8);
        }
    }
}
