package pentimento.memory.state;

/** Copies fields into an image. */
final class StateWriter implements StateCodec {
    private final StateImage image;

    StateWriter(StateImage image) {
        this.image = image;
    }

    @Override
    public boolean isLoading() {
        return false;
    }

    @Override
    public boolean bool(String name, boolean value) {
        image.put(name, value);
        return value;
    }

    @Override
    public int u8(String name, int value) {
        if ((value & ~0xFF) != 0) {
            throw new IllegalStateException(name + " is not a byte: " + Integer.toHexString(value));
        }
        return i32(name, value);
    }

    @Override
    public int u16(String name, int value) {
        if ((value & ~0xFFFF) != 0) {
            throw new IllegalStateException(name + " is not a word: " + Integer.toHexString(value));
        }
        return i32(name, value);
    }

    @Override
    public int i32(String name, int value) {
        image.put(name, value);
        return value;
    }

    @Override
    public long i64(String name, long value) {
        image.put(name, value);
        return value;
    }

    @Override
    public String text(String name, String value) {
        image.put(name, value);
        return value;
    }

    @Override
    public void bytes(String name, byte[] values) {
        image.put(name, values.clone());
    }

    @Override
    public void ints(String name, int[] values) {
        image.put(name, values.clone());
    }

    @Override
    public void longs(String name, long[] values) {
        image.put(name, values.clone());
    }

    @Override
    public byte[] blob(String name, byte[] values) {
        image.put(name, values.clone());
        return values;
    }

    @Override
    public void section(String name, Stateful component) {
        image.put(name, StateImage.save(component));
    }
}
