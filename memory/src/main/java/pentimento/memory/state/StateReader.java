package pentimento.memory.state;

import java.lang.reflect.Array;

/** Gives fields back from an image, by name. */
final class StateReader implements StateCodec {
    private final String path;
    private final StateImage image;

    StateReader(String path, StateImage image) {
        this.path = path;
        this.image = image;
    }

    private <T> T get(String name, Class<T> type) {
        Object value = image.fields().get(name);
        if (!type.isInstance(value)) {
            throw new StateException(
                    "the saved state has no usable field "
                            + path
                            + "."
                            + name
                            + "; it comes from another machine or version");
        }
        return type.cast(value);
    }

    private void fill(String name, Object values) {
        Object saved = get(name, values.getClass());
        int length = Array.getLength(values);
        if (Array.getLength(saved) != length) {
            throw new StateException(
                    "the saved field "
                            + path
                            + "."
                            + name
                            + " has "
                            + Array.getLength(saved)
                            + " elements, this machine's has "
                            + length);
        }
        System.arraycopy(saved, 0, values, 0, length);
    }

    @Override
    public boolean isLoading() {
        return true;
    }

    @Override
    public boolean bool(String name, boolean value) {
        return get(name, Boolean.class);
    }

    @Override
    public int u8(String name, int value) {
        return get(name, Integer.class);
    }

    @Override
    public int u16(String name, int value) {
        return get(name, Integer.class);
    }

    @Override
    public int i32(String name, int value) {
        return get(name, Integer.class);
    }

    @Override
    public long i64(String name, long value) {
        return get(name, Long.class);
    }

    @Override
    public String text(String name, String value) {
        return get(name, String.class);
    }

    @Override
    public void bytes(String name, byte[] values) {
        fill(name, values);
    }

    @Override
    public void ints(String name, int[] values) {
        fill(name, values);
    }

    @Override
    public void longs(String name, long[] values) {
        fill(name, values);
    }

    @Override
    public byte[] blob(String name, byte[] values) {
        return get(name, byte[].class).clone();
    }

    @Override
    public void section(String name, Stateful component) {
        component.exchange(new StateReader(path + "." + name, get(name, StateImage.class)));
    }
}
