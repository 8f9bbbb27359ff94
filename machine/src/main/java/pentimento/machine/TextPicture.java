package pentimento.machine;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The text screen: characters as Unicode, attributes as the VGA has them (blink or bright
 * background in bit 7). No cursor shape, no blink phase. A graphics mode has no columns and rows.
 *
 * @param characters one string a row, {@code columns} characters each
 * @param attributes {@code columns x rows} bytes, row by row
 * @param cursorColumn -1 if the cursor is hidden
 */
public record TextPicture(
        int columns,
        int rows,
        List<String> characters,
        byte[] attributes,
        int cursorColumn,
        int cursorRow) {
    public TextPicture {
        characters = List.copyOf(characters);
    }

    /**
     * @return the rows without trailing spaces, separated by newlines
     */
    public String text() {
        return characters.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }
}
