package pentimento.memory.state;

/**
 * One visit to a component's fields. A writer returns what it is given, a reader what was saved, a
 * digest what it is given. Names are unique within their section.
 */
public interface StateCodec {
    /**
     * @return true if fields take new values from this visit: caches derived from state must be
     *     dropped afterwards
     */
    boolean isLoading();

    /**
     * @return true if the visit only digests: a component may offer hashes in place of bulky
     *     contents
     */
    default boolean isDigest() {
        return false;
    }

    boolean bool(String name, boolean value);

    /** An unsigned byte, 0..FFh. */
    int u8(String name, int value);

    /** An unsigned word, 0..FFFFh. */
    int u16(String name, int value);

    int i32(String name, int value);

    long i64(String name, long value);

    String text(String name, String value);

    /** Contents of a fixed-length array, read in place. */
    void bytes(String name, byte[] values);

    void ints(String name, int[] values);

    void longs(String name, long[] values);

    /** An array whose length is itself state. @return the array to keep */
    byte[] blob(String name, byte[] values);

    /** A nested component. */
    void section(String name, Stateful component);

    /** An enum constant, by name. */
    default <E extends Enum<E>> E constant(String name, E value, Class<E> type) {
        return Enum.valueOf(type, text(name, value.name()));
    }

    /**
     * The version of a section's layout. @return the version saved; a reader may have to convert
     * from an older one
     */
    default int version(int current) {
        return u16("version", current);
    }
}
