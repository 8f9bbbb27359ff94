package pentimento.devices.serial;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** Sixteen entries of a 16550A, used to a depth of 1 or 16. */
final class Fifo implements Stateful {
    static final int DEPTH = 16;

    private final int[] entries = new int[DEPTH];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * @return false if it was full: the entry is lost
     */
    boolean put(int entry, int depth) {
        if (size >= depth) {
            return false;
        }
        entries[size++] = entry;
        return true;
    }

    int first() {
        return entries[0];
    }

    int take() {
        int first = entries[0];
        System.arraycopy(entries, 1, entries, 0, --size);
        entries[size] = 0;
        return first;
    }

    boolean anyHas(int bits) {
        for (int i = 0; i < size; i++) {
            if ((entries[i] & bits) != 0) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        while (size > 0) {
            entries[--size] = 0;
        }
    }

    @Override
    public void exchange(StateCodec state) {
        state.ints("entries", entries);
        size = state.i32("size", size);
    }
}
