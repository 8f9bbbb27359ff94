package pentimento.devices.ide;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** The block of data that passes through the data port while DRQ is set. */
final class PioBlock implements Stateful {
    private final byte[] data;
    private int length;
    private int position;
    private boolean fromHost;

    /**
     * @param capacity the longest block in bytes
     */
    PioBlock(int capacity) {
        data = new byte[capacity];
    }

    byte[] data() {
        return data;
    }

    int length() {
        return length;
    }

    /** Begins a block: to the host with the data that is there, or from it. */
    void begin(int bytes, boolean takes) {
        length = bytes;
        position = 0;
        fromHost = takes;
    }

    boolean isFromHost() {
        return fromHost;
    }

    boolean isComplete() {
        return position >= length;
    }

    void drop() {
        length = 0;
        position = 0;
    }

    /** The next bytes, low byte first; an odd byte at the end is padded. */
    int read(int width) {
        int value = 0;
        for (int i = 0; i < width; i++) {
            if (position < length) {
                value |= (data[position] & 0xFF) << 8 * i;
            }
            position++;
        }
        return value;
    }

    void write(int value, int width) {
        for (int i = 0; i < width; i++) {
            if (position < length) {
                data[position] = (byte) (value >> 8 * i);
            }
            position++;
        }
    }

    @Override
    public void exchange(StateCodec state) {
        length = state.i32("length", length);
        position = state.i32("position", position);
        fromHost = state.bool("fromHost", fromHost);
        state.bytes("data", data);
    }
}
