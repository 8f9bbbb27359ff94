package pentimento.devices.keyboard;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** What set 3 sends for each key: the defaults, and what commands F7h to FDh have changed. */
final class KeyKinds implements Stateful {
    private final Map<Key, Key.Kind> changed = new EnumMap<>(Key.class);

    Key.Kind of(Key key) {
        return changed.getOrDefault(key, key.kind());
    }

    boolean repeats(Key key) {
        return of(key) == Key.Kind.TYPEMATIC || of(key) == Key.Kind.TYPEMATIC_MAKE_BREAK;
    }

    boolean breaks(Key key) {
        return of(key) == Key.Kind.MAKE_BREAK || of(key) == Key.Kind.TYPEMATIC_MAKE_BREAK;
    }

    void defaults() {
        changed.clear();
    }

    void all(Key.Kind kind) {
        for (Key key : Key.values()) {
            changed.put(key, kind);
        }
    }

    /**
     * @param set3 a make code; one that no key has changes nothing
     */
    void ofCode(int set3, Key.Kind kind) {
        for (Key key : Key.values()) {
            if (key.set3() == set3) {
                changed.put(key, kind);
            }
        }
    }

    /** Names of keys and what each sends, separated by blanks. */
    @Override
    public void exchange(StateCodec state) {
        String names =
                changed.entrySet().stream()
                        .map(entry -> entry.getKey().name() + "=" + entry.getValue().name())
                        .collect(Collectors.joining(" "));
        String saved = state.text("changed", names);
        changed.clear();
        Arrays.stream(saved.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.split("=", 2))
                .forEach(pair -> changed.put(Key.valueOf(pair[0]), Key.Kind.valueOf(pair[1])));
    }
}
