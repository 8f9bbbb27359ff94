package pentimento.devices.vga;

import java.util.Arrays;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * An index register and the data registers behind it, as each of the card's chips has them. A bit
 * that a register lacks reads 0; so does a register that the chip lacks.
 */
final class RegisterFile implements Stateful {
    private final int indexMask;
    private final int[] masks;
    private final int[] values;
    private int index;

    /**
     * @param indexMask the bits that the index register has
     * @param masks the bits that each data register has
     */
    RegisterFile(int indexMask, int... masks) {
        this.indexMask = indexMask;
        this.masks = masks;
        this.values = new int[masks.length];
    }

    void select(int newIndex) {
        index = newIndex & indexMask;
    }

    int index() {
        return index;
    }

    /**
     * @return the selected register
     */
    int read() {
        return index < values.length ? values[index] : 0;
    }

    /** Writes the selected register. */
    void write(int value) {
        if (index < values.length) {
            values[index] = value & masks[index];
        }
    }

    int get(int register) {
        return values[register];
    }

    boolean has(int register, int bit) {
        return (values[register] & bit) != 0;
    }

    void reset() {
        index = 0;
        Arrays.fill(values, 0);
    }

    @Override
    public void exchange(StateCodec state) {
        index = state.u8("index", index);
        state.ints("registers", values);
    }
}
