package pentimento.memory.state;

/**
 * A component with state. One method serves saving, loading and digesting, field by field and by
 * name.
 */
public interface Stateful {
    /**
     * Passes every field of state through the codec and takes what comes back: {@code irr =
     * s.u8("irr", irr)}. Must not raise lines, arm events or change anything but the fields.
     */
    void exchange(StateCodec state);
}
