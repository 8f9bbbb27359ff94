package pentimento.frontend;

import static org.jline.keymap.KeyMap.key;

import java.util.Map;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** What a terminal sends for a key, and the chord that the PC's keyboard presses for it. */
final class TerminalKeys {
    /** The binding of the key that leaves: Ctrl-]. */
    static final String LEAVE = "leave";

    /** The binding of every other character: typed as such. */
    static final String CHARACTER = "character";

    private static final Map<Capability, String> NAMED =
            Map.ofEntries(
                    Map.entry(Capability.key_up, "up"),
                    Map.entry(Capability.key_down, "down"),
                    Map.entry(Capability.key_left, "left"),
                    Map.entry(Capability.key_right, "right"),
                    Map.entry(Capability.key_home, "home"),
                    Map.entry(Capability.key_end, "end"),
                    Map.entry(Capability.key_ppage, "pgup"),
                    Map.entry(Capability.key_npage, "pgdn"),
                    Map.entry(Capability.key_ic, "insert"),
                    Map.entry(Capability.key_dc, "delete"),
                    Map.entry(Capability.key_btab, "shift-tab"),
                    Map.entry(Capability.key_f1, "f1"),
                    Map.entry(Capability.key_f2, "f2"),
                    Map.entry(Capability.key_f3, "f3"),
                    Map.entry(Capability.key_f4, "f4"),
                    Map.entry(Capability.key_f5, "f5"),
                    Map.entry(Capability.key_f6, "f6"),
                    Map.entry(Capability.key_f7, "f7"),
                    Map.entry(Capability.key_f8, "f8"),
                    Map.entry(Capability.key_f9, "f9"),
                    Map.entry(Capability.key_f10, "f10"),
                    Map.entry(Capability.key_f11, "f11"),
                    Map.entry(Capability.key_f12, "f12"));

    private static final int AMBIGUITY_MILLIS = 60;

    private TerminalKeys() {}

    static KeyMap<String> map(Terminal terminal) {
        var map = new KeyMap<String>();
        map.setAmbiguousTimeout(AMBIGUITY_MILLIS);
        map.setUnicode(CHARACTER);
        map.setNomatch(CHARACTER);
        for (char c = ' '; c < 0x7F; c++) {
            map.bind(CHARACTER, String.valueOf(c));
        }
        for (char c = 'a'; c <= 'z'; c++) {
            map.bind("ctrl-" + c, KeyMap.ctrl(Character.toUpperCase(c)));
            map.bind("alt-" + c, KeyMap.alt(c));
        }
        for (char c = '0'; c <= '9'; c++) {
            map.bind("alt-" + c, KeyMap.alt(c));
        }
        map.bind("tab", "\t");
        map.bind("ret", "\r", "\n");
        map.bind("esc", KeyMap.esc());
        map.bind("backspace", KeyMap.del(), "\b");
        map.bind(LEAVE, KeyMap.ctrl(']'));
        NAMED.forEach(
                (capability, chord) -> {
                    String sequence = key(terminal, capability);
                    if (sequence != null) {
                        map.bind(chord, sequence);
                    }
                });
        return map;
    }
}
