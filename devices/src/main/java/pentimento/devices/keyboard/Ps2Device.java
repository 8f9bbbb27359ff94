package pentimento.devices.keyboard;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** A device at one end of a PS/2 cable. The controller at the other end fetches its bytes. */
public interface Ps2Device extends Stateful {
    /** Plugs the cable in. {@code byteReady} runs whenever the device may have a byte to send. */
    void connect(Runnable byteReady);

    /** Takes a byte from the host. */
    void receive(int value);

    boolean hasByte();

    /**
     * @return the next byte, 0..FFh; only if there is one
     */
    int nextByte();

    /** An empty socket. */
    static Ps2Device absent() {
        return new Ps2Device() {
            @Override
            public void connect(Runnable byteReady) {}

            @Override
            public void receive(int value) {}

            @Override
            public boolean hasByte() {
                return false;
            }

            @Override
            public int nextByte() {
                throw new IllegalStateException("an empty socket sends nothing");
            }

            @Override
            public void exchange(StateCodec state) {}
        };
    }
}
