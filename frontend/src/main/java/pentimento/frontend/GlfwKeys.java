package pentimento.frontend;

import static org.lwjgl.glfw.GLFW.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GLFW's key tokens, which name positions of a US keyboard, and the machine's key names. */
final class GlfwKeys {
    private static final Map<Integer, String> NAMES = names();

    private GlfwKeys() {}

    private static Map<Integer, String> names() {
        var names = new HashMap<Integer, String>();
        for (char c = 'a'; c <= 'z'; c++) {
            names.put(GLFW_KEY_A + c - 'a', String.valueOf(c));
        }
        for (char c = '0'; c <= '9'; c++) {
            names.put(GLFW_KEY_0 + c - '0', String.valueOf(c));
            names.put(GLFW_KEY_KP_0 + c - '0', "kp_" + c);
        }
        for (int f = 1; f <= 12; f++) {
            names.put(GLFW_KEY_F1 + f - 1, "f" + f);
        }
        // @formatter:off
        names.put(GLFW_KEY_ESCAPE, "esc");           names.put(GLFW_KEY_ENTER, "ret");
        names.put(GLFW_KEY_TAB, "tab");              names.put(GLFW_KEY_BACKSPACE, "backspace");
        names.put(GLFW_KEY_SPACE, "spc");            names.put(GLFW_KEY_MINUS, "minus");
        names.put(GLFW_KEY_EQUAL, "equal");          names.put(GLFW_KEY_LEFT_BRACKET, "bracket_left");
        names.put(GLFW_KEY_RIGHT_BRACKET, "bracket_right"); names.put(GLFW_KEY_SEMICOLON, "semicolon");
        names.put(GLFW_KEY_APOSTROPHE, "apostrophe"); names.put(GLFW_KEY_GRAVE_ACCENT, "grave_accent");
        names.put(GLFW_KEY_BACKSLASH, "backslash");  names.put(GLFW_KEY_COMMA, "comma");
        names.put(GLFW_KEY_PERIOD, "dot");           names.put(GLFW_KEY_SLASH, "slash");
        names.put(GLFW_KEY_WORLD_1, "less");         names.put(GLFW_KEY_WORLD_2, "less");
        names.put(GLFW_KEY_LEFT_SHIFT, "shift");     names.put(GLFW_KEY_RIGHT_SHIFT, "shift_r");
        names.put(GLFW_KEY_LEFT_CONTROL, "ctrl");    names.put(GLFW_KEY_RIGHT_CONTROL, "ctrl_r");
        names.put(GLFW_KEY_LEFT_ALT, "alt");         names.put(GLFW_KEY_RIGHT_ALT, "alt_r");
        names.put(GLFW_KEY_LEFT_SUPER, "meta_l");    names.put(GLFW_KEY_RIGHT_SUPER, "meta_r");
        names.put(GLFW_KEY_MENU, "menu");            names.put(GLFW_KEY_CAPS_LOCK, "caps_lock");
        names.put(GLFW_KEY_NUM_LOCK, "num_lock");    names.put(GLFW_KEY_SCROLL_LOCK, "scroll_lock");
        names.put(GLFW_KEY_PRINT_SCREEN, "print");   names.put(GLFW_KEY_PAUSE, "pause");
        names.put(GLFW_KEY_INSERT, "insert");        names.put(GLFW_KEY_DELETE, "delete");
        names.put(GLFW_KEY_HOME, "home");            names.put(GLFW_KEY_END, "end");
        names.put(GLFW_KEY_PAGE_UP, "pgup");         names.put(GLFW_KEY_PAGE_DOWN, "pgdn");
        names.put(GLFW_KEY_UP, "up");                names.put(GLFW_KEY_DOWN, "down");
        names.put(GLFW_KEY_LEFT, "left");            names.put(GLFW_KEY_RIGHT, "right");
        names.put(GLFW_KEY_KP_ADD, "kp_add");        names.put(GLFW_KEY_KP_SUBTRACT, "kp_subtract");
        names.put(GLFW_KEY_KP_MULTIPLY, "kp_multiply"); names.put(GLFW_KEY_KP_DIVIDE, "kp_divide");
        names.put(GLFW_KEY_KP_DECIMAL, "kp_decimal"); names.put(GLFW_KEY_KP_ENTER, "kp_enter");
        // @formatter:on
        return Map.copyOf(names);
    }

    static Optional<String> name(int token) {
        return Optional.ofNullable(NAMES.get(token));
    }

    /**
     * @return every name used here, for a test that the machine knows them
     */
    static List<String> allNames() {
        return NAMES.values().stream().sorted().toList();
    }
}
