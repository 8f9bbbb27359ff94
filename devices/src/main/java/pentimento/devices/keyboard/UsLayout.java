package pentimento.devices.keyboard;

import java.util.List;
import java.util.Optional;

/** Which keys a typist presses on a US keyboard for a character. */
public final class UsLayout {
    private static final String PLAIN = "`1234567890-=[]\\;',./",
            SHIFTED = "~!@#$%^&*()_+{}|:\"<>?";

    private UsLayout() {}

    /**
     * @param character of ASCII; {@code \n} is Enter, {@code \t} Tab, {@code \b} Backspace, ESC
     *     Escape
     * @return the keys to hold together, Shift first, or nothing if the layout lacks the character
     */
    public static Optional<List<Key>> keysFor(char character) {
        int shifted = SHIFTED.indexOf(character);
        if (shifted >= 0) {
            return shifted(PLAIN.substring(shifted, shifted + 1));
        }
        if (character >= 'A' && character <= 'Z') {
            return shifted(String.valueOf((char) (character - 'A' + 'a')));
        }
        return switch (character) {
            case '\n', '\r' -> Optional.of(List.of(Key.ENTER));
            case '\t' -> Optional.of(List.of(Key.TAB));
            case '\b' -> Optional.of(List.of(Key.BACKSPACE));
            case 0x1B -> Optional.of(List.of(Key.ESCAPE));
            case ' ' -> Optional.of(List.of(Key.SPACE));
            default -> Key.named(String.valueOf(character)).map(List::of);
        };
    }

    private static Optional<List<Key>> shifted(String plain) {
        return Key.named(plain).map(key -> List.of(Key.SHIFT_LEFT, key));
    }
}
