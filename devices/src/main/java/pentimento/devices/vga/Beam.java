package pentimento.devices.vga;

/**
 * The CRT controller's counters on their way down the screen, one scan line after the other: the
 * row's address, the scan line within the row, and the split at line compare.
 */
final class Beam {
    private static final int ROW_SCAN_MASK = 0x1F, ADDRESS_MASK = 0xFFFF;

    private final CrtRaster raster;
    private int scanLine;
    private int row;
    private int rowScan;
    private boolean repeated;
    private boolean belowSplit;

    Beam(CrtRaster raster) {
        this.raster = raster;
        row = raster.start();
        rowScan = raster.presetRowScan();
    }

    /** Moves down by some scan lines. */
    void advance(int lines) {
        for (int i = 0; i < lines; i++) {
            nextLine();
        }
    }

    private void nextLine() {
        if (scanLine == raster.lineCompare()) {
            row = 0;
            rowScan = 0;
            repeated = false;
            belowSplit = true;
        } else if (raster.doublesScanLines() && !repeated) {
            repeated = true;
        } else {
            repeated = false;
            if (rowScan == raster.linesPerRow() - 1) {
                rowScan = 0;
                row = row + raster.rowOffset() & ADDRESS_MASK;
            } else {
                rowScan = rowScan + 1 & ROW_SCAN_MASK;
            }
        }
        scanLine++;
    }

    /**
     * @return scan line within the row, 0..31
     */
    int rowScan() {
        return rowScan;
    }

    private boolean pans() {
        return !(belowSplit && raster.panningEndsAtSplit());
    }

    /**
     * @return pixels by which the line is moved to the left
     */
    int panning() {
        return pans() ? raster.panning() : 0;
    }

    /**
     * @param character displayed character of the line, from 0
     * @return the character counter
     */
    int counter(int character) {
        return row + (pans() ? raster.bytePanning() : 0) + character & ADDRESS_MASK;
    }

    /**
     * @return the address in each plane of a displayed character
     */
    int planeAddress(int character) {
        return CrtController.planeAddress(raster.addressing(), counter(character), rowScan);
    }
}
