package pentimento.devices.serial;

/** What is at the far end of a serial cable, as the port's outputs reach it. */
public interface SerialPeer {
    /**
     * A character has arrived, its stop bits included.
     *
     * @param value 0..FFh
     */
    void received(int value);

    /** The line goes to a break condition, or back. */
    default void breakCondition(boolean on) {}

    /** The modem control outputs change. */
    default void modemOutputs(boolean dtr, boolean rts) {}

    /** An open cable. */
    static SerialPeer none() {
        return value -> {};
    }
}
