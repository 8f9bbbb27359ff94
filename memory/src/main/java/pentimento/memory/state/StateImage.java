package pentimento.memory.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The saved state of a component in memory: a tree of sections, fields by name. Values are Boolean,
 * Integer, Long, String, arrays (owned copies) or nested images. The order of fields is that of
 * saving.
 */
public final class StateImage {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private StateImage() {}

    /** Saves a component. */
    public static StateImage save(Stateful component) {
        var image = new StateImage();
        component.exchange(new StateWriter(image));
        return image;
    }

    /**
     * Loads this image into a component of the same shape.
     *
     * @throws StateException if a field is missing or of another kind or length; the component is
     *     undefined then
     */
    public void load(Stateful component) {
        component.exchange(new StateReader("machine", this));
    }

    /**
     * @return the fields, in order; arrays must not be changed
     */
    public Map<String, Object> fields() {
        return Collections.unmodifiableMap(fields);
    }

    void put(String name, Object value) {
        if (fields.putIfAbsent(name, value) != null) {
            throw new IllegalStateException(
                    "state field " + name + " is written twice in one section");
        }
    }
}
