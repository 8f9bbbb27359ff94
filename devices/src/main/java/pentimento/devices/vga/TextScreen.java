package pentimento.devices.vga;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The characters on the screen, without cursor and blinking. Immutable. A graphics mode gives a
 * screen of no rows.
 */
public final class TextScreen {
    /** The screen of a graphics mode. */
    public static final TextScreen EMPTY = new TextScreen(0, 0, new byte[0], new byte[0], -1);

    private final int columns;
    private final int rows;
    private final byte[] codes;
    private final byte[] attributes;
    private final int cursor;

    /**
     * @param codes row by row, handed over for good
     * @param attributes likewise
     * @param cursor the index of the cursor's cell, or -1
     */
    TextScreen(int columns, int rows, byte[] codes, byte[] attributes, int cursor) {
        this.columns = columns;
        this.rows = rows;
        this.codes = codes;
        this.attributes = attributes;
        this.cursor = cursor;
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /**
     * @return the character's code in the font, 0..FFh
     */
    public int code(int column, int row) {
        return codes[row * columns + column] & 0xFF;
    }

    public char character(int column, int row) {
        return CodePage437.toUnicode(code(column, row));
    }

    /**
     * @return background in bits 7-4 (with blink, or intensity), foreground in bits 3-0
     */
    public int attribute(int column, int row) {
        return attributes[row * columns + column] & 0xFF;
    }

    /**
     * @return the cursor is on the screen
     */
    public boolean hasCursor() {
        return cursor >= 0;
    }

    public int cursorColumn() {
        return cursor % columns;
    }

    public int cursorRow() {
        return cursor / columns;
    }

    /**
     * @return a row without the spaces at its end
     */
    public String line(int row) {
        var line = new StringBuilder(columns);
        for (int column = 0; column < columns; column++) {
            line.append(character(column, row));
        }
        int end = columns;
        while (end > 0 && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end);
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\u00A0';
    }

    /**
     * @return all rows without the spaces at their ends, joined by line feeds
     */
    public String text() {
        return IntStream.range(0, rows).mapToObj(this::line).collect(Collectors.joining("\n"));
    }
}
