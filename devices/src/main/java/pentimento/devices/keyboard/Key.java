package pentimento.devices.keyboard;

import static pentimento.devices.keyboard.Key.Kind.MAKE;
import static pentimento.devices.keyboard.Key.Kind.MAKE_BREAK;
import static pentimento.devices.keyboard.Key.Kind.TYPEMATIC;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A key position of the 105-key layout, named by what a US keyboard prints on it. A column each for
 * the make code of set 2 (E0xx: with prefix), the make code of set 3, how set 3 treats the key by
 * default, and the names that scripts use, QEMU's first.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, 101- and 102-key keyboards"
 */
public enum Key {
    // @formatter:off
    ESCAPE(0x76, 0x08, MAKE, "esc", "escape"),
    F1(0x05, 0x07, MAKE, "f1"),
    F2(0x06, 0x0F, MAKE, "f2"),
    F3(0x04, 0x17, MAKE, "f3"),
    F4(0x0C, 0x1F, MAKE, "f4"),
    F5(0x03, 0x27, MAKE, "f5"),
    F6(0x0B, 0x2F, MAKE, "f6"),
    F7(0x83, 0x37, MAKE, "f7"),
    F8(0x0A, 0x3F, MAKE, "f8"),
    F9(0x01, 0x47, MAKE, "f9"),
    F10(0x09, 0x4F, MAKE, "f10"),
    F11(0x78, 0x56, MAKE, "f11"),
    F12(0x07, 0x5E, MAKE, "f12"),
    PRINT_SCREEN(0xE07C, 0x57, MAKE, "print", "sysrq", "print_screen"),
    SCROLL_LOCK(0x7E, 0x5F, MAKE, "scroll_lock"),
    PAUSE(0x77, 0x62, MAKE, "pause"),
    GRAVE_ACCENT(0x0E, 0x0E, TYPEMATIC, "grave_accent", "`"),
    DIGIT_1(0x16, 0x16, TYPEMATIC, "1"),
    DIGIT_2(0x1E, 0x1E, TYPEMATIC, "2"),
    DIGIT_3(0x26, 0x26, TYPEMATIC, "3"),
    DIGIT_4(0x25, 0x25, TYPEMATIC, "4"),
    DIGIT_5(0x2E, 0x2E, TYPEMATIC, "5"),
    DIGIT_6(0x36, 0x36, TYPEMATIC, "6"),
    DIGIT_7(0x3D, 0x3D, TYPEMATIC, "7"),
    DIGIT_8(0x3E, 0x3E, TYPEMATIC, "8"),
    DIGIT_9(0x46, 0x46, TYPEMATIC, "9"),
    DIGIT_0(0x45, 0x45, TYPEMATIC, "0"),
    MINUS(0x4E, 0x4E, TYPEMATIC, "minus", "-"),
    EQUAL(0x55, 0x55, TYPEMATIC, "equal", "="),
    BACKSPACE(0x66, 0x66, TYPEMATIC, "backspace"),
    TAB(0x0D, 0x0D, TYPEMATIC, "tab"),
    Q(0x15, 0x15, TYPEMATIC, "q"),
    W(0x1D, 0x1D, TYPEMATIC, "w"),
    E(0x24, 0x24, TYPEMATIC, "e"),
    R(0x2D, 0x2D, TYPEMATIC, "r"),
    T(0x2C, 0x2C, TYPEMATIC, "t"),
    Y(0x35, 0x35, TYPEMATIC, "y"),
    U(0x3C, 0x3C, TYPEMATIC, "u"),
    I(0x43, 0x43, TYPEMATIC, "i"),
    O(0x44, 0x44, TYPEMATIC, "o"),
    P(0x4D, 0x4D, TYPEMATIC, "p"),
    BRACKET_LEFT(0x54, 0x54, TYPEMATIC, "bracket_left", "["),
    BRACKET_RIGHT(0x5B, 0x5B, TYPEMATIC, "bracket_right", "]"),
    BACKSLASH(0x5D, 0x5C, TYPEMATIC, "backslash", "\\"),
    CAPS_LOCK(0x58, 0x14, MAKE_BREAK, "caps_lock"),
    A(0x1C, 0x1C, TYPEMATIC, "a"),
    S(0x1B, 0x1B, TYPEMATIC, "s"),
    D(0x23, 0x23, TYPEMATIC, "d"),
    F(0x2B, 0x2B, TYPEMATIC, "f"),
    G(0x34, 0x34, TYPEMATIC, "g"),
    H(0x33, 0x33, TYPEMATIC, "h"),
    J(0x3B, 0x3B, TYPEMATIC, "j"),
    K(0x42, 0x42, TYPEMATIC, "k"),
    L(0x4B, 0x4B, TYPEMATIC, "l"),
    SEMICOLON(0x4C, 0x4C, TYPEMATIC, "semicolon", ";"),
    APOSTROPHE(0x52, 0x52, TYPEMATIC, "apostrophe", "'"),
    ENTER(0x5A, 0x5A, TYPEMATIC, "ret", "enter", "return"),
    SHIFT_LEFT(0x12, 0x12, MAKE_BREAK, "shift", "shift_l"),
    LESS(0x61, 0x13, TYPEMATIC, "less", "<"),
    Z(0x1A, 0x1A, TYPEMATIC, "z"),
    X(0x22, 0x22, TYPEMATIC, "x"),
    C(0x21, 0x21, TYPEMATIC, "c"),
    V(0x2A, 0x2A, TYPEMATIC, "v"),
    B(0x32, 0x32, TYPEMATIC, "b"),
    N(0x31, 0x31, TYPEMATIC, "n"),
    M(0x3A, 0x3A, TYPEMATIC, "m"),
    COMMA(0x41, 0x41, TYPEMATIC, "comma", ","),
    DOT(0x49, 0x49, TYPEMATIC, "dot", "."),
    SLASH(0x4A, 0x4A, TYPEMATIC, "slash", "/"),
    SHIFT_RIGHT(0x59, 0x59, MAKE_BREAK, "shift_r"),
    CTRL_LEFT(0x14, 0x11, MAKE_BREAK, "ctrl", "ctrl_l"),
    META_LEFT(0xE01F, 0x8B, MAKE, "meta_l"),
    ALT_LEFT(0x11, 0x19, MAKE_BREAK, "alt", "alt_l"),
    SPACE(0x29, 0x29, TYPEMATIC, "spc", "space"),
    ALT_RIGHT(0xE011, 0x39, MAKE, "alt_r"),
    META_RIGHT(0xE027, 0x8C, MAKE, "meta_r"),
    MENU(0xE02F, 0x8D, MAKE, "menu", "compose"),
    CTRL_RIGHT(0xE014, 0x58, MAKE, "ctrl_r"),
    INSERT(0xE070, 0x67, MAKE, "insert"),
    HOME(0xE06C, 0x6E, MAKE, "home"),
    PAGE_UP(0xE07D, 0x6F, MAKE, "pgup", "page_up"),
    DELETE(0xE071, 0x64, TYPEMATIC, "delete"),
    END(0xE069, 0x65, MAKE, "end"),
    PAGE_DOWN(0xE07A, 0x6D, MAKE, "pgdn", "page_down"),
    UP(0xE075, 0x63, TYPEMATIC, "up"),
    LEFT(0xE06B, 0x61, TYPEMATIC, "left"),
    DOWN(0xE072, 0x60, TYPEMATIC, "down"),
    RIGHT(0xE074, 0x6A, TYPEMATIC, "right"),
    NUM_LOCK(0x77, 0x76, MAKE, "num_lock"),
    KP_DIVIDE(0xE04A, 0x77, MAKE, "kp_divide"),
    KP_MULTIPLY(0x7C, 0x7E, MAKE, "kp_multiply", "asterisk"),
    KP_SUBTRACT(0x7B, 0x84, MAKE, "kp_subtract"),
    KP_7(0x6C, 0x6C, MAKE, "kp_7"),
    KP_8(0x75, 0x75, MAKE, "kp_8"),
    KP_9(0x7D, 0x7D, MAKE, "kp_9"),
    KP_ADD(0x79, 0x7C, TYPEMATIC, "kp_add"),
    KP_4(0x6B, 0x6B, MAKE, "kp_4"),
    KP_5(0x73, 0x73, MAKE, "kp_5"),
    KP_6(0x74, 0x74, MAKE, "kp_6"),
    KP_1(0x69, 0x69, MAKE, "kp_1"),
    KP_2(0x72, 0x72, MAKE, "kp_2"),
    KP_3(0x7A, 0x7A, MAKE, "kp_3"),
    KP_ENTER(0xE05A, 0x79, MAKE, "kp_enter"),
    KP_0(0x70, 0x70, MAKE, "kp_0"),
    KP_DECIMAL(0x71, 0x71, MAKE, "kp_decimal");
    // @formatter:on

    /** What set 3 sends for a key. */
    enum Kind {
        TYPEMATIC,
        MAKE_BREAK,
        MAKE,
        TYPEMATIC_MAKE_BREAK
    }

    private static final int EXTENDED = 0xE000;

    private final int set2, set3;
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // a List.of
    private final List<String> names;

    Key(int set2, int set3, Kind kind, String... names) {
        this.set2 = set2;
        this.set3 = set3;
        this.kind = kind;
        this.names = List.of(names);
    }

    /**
     * @param name one of QEMU's key names, or an alias
     * @return the key, or nothing if no key has the name
     */
    public static Optional<Key> named(String name) {
        return Arrays.stream(values()).filter(key -> key.names.contains(name)).findFirst();
    }

    /**
     * @return the names that scripts use, at least one, QEMU's first
     */
    public List<String> names() {
        return names;
    }

    boolean isExtended() {
        return (set2 & EXTENDED) != 0;
    }

    /**
     * @return the make code of set 2 without its prefix
     */
    int set2() {
        return set2 & 0xFF;
    }

    int set3() {
        return set3;
    }

    Kind kind() {
        return kind;
    }

    /**
     * @return true for the grey keys that send shift codes around theirs, so that software for the
     *     84-key layout takes them for keypad keys
     */
    boolean isNavigation() {
        return switch (this) {
            case INSERT, HOME, PAGE_UP, DELETE, END, PAGE_DOWN, UP, LEFT, DOWN, RIGHT -> true;
            default -> false;
        };
    }
}
