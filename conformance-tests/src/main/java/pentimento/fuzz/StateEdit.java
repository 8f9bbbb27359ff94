package pentimento.fuzz;

import java.util.HashMap;
import java.util.Map;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** Loads some fields of a component, by path, and leaves the others as they are. */
final class StateEdit implements StateCodec {
    private final Map<String, Object> values = new HashMap<>();
    private String path = "";

    /**
     * @param field names of sections and the field, with dots between them
     */
    StateEdit set(String field, long value) {
        values.put(field, value);
        return this;
    }

    StateEdit set(String field, int[] value) {
        values.put(field, value);
        return this;
    }

    StateEdit set(String field, long[] value) {
        values.put(field, value);
        return this;
    }

    void apply(Stateful component) {
        component.exchange(this);
    }

    private long number(String name, long value) {
        return values.get(path + name) instanceof Long edited ? edited : value;
    }

    @Override
    public boolean isLoading() {
        return true;
    }

    @Override
    public boolean bool(String name, boolean value) {
        return number(name, value ? 1 : 0) != 0;
    }

    @Override
    public int u8(String name, int value) {
        return (int) number(name, value);
    }

    @Override
    public int u16(String name, int value) {
        return (int) number(name, value);
    }

    @Override
    public int i32(String name, int value) {
        return (int) number(name, value);
    }

    @Override
    public long i64(String name, long value) {
        return number(name, value);
    }

    @Override
    public String text(String name, String value) {
        return value;
    }

    @Override
    public void bytes(String name, byte[] value) {}

    @Override
    public void ints(String name, int[] value) {
        if (values.get(path + name) instanceof int[] edited) {
            System.arraycopy(edited, 0, value, 0, value.length);
        }
    }

    @Override
    public void longs(String name, long[] value) {
        if (values.get(path + name) instanceof long[] edited) {
            System.arraycopy(edited, 0, value, 0, value.length);
        }
    }

    @Override
    public byte[] blob(String name, byte[] value) {
        return value;
    }

    @Override
    public void section(String name, Stateful component) {
        String outer = path;
        path = outer + name + ".";
        component.exchange(this);
        path = outer;
    }
}
