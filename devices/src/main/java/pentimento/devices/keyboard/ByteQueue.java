package pentimento.devices.keyboard;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** A short queue of small numbers that is state. */
final class ByteQueue implements Stateful {
    private final int[] values;
    private int size;

    ByteQueue(int capacity) {
        values = new int[capacity];
    }

    int size() {
        return size;
    }

    int room() {
        return values.length - size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int... more) {
        for (int value : more) {
            if (size < values.length) {
                values[size++] = value;
            }
        }
    }

    int take() {
        int first = values[0];
        size--;
        System.arraycopy(values, 1, values, 0, size);
        values[size] = 0;
        return first;
    }

    int last() {
        return values[size - 1];
    }

    void clear() {
        while (size > 0) {
            values[--size] = 0;
        }
    }

    @Override
    public void exchange(StateCodec state) {
        state.ints("values", values);
        size = state.i32("size", size);
    }
}
