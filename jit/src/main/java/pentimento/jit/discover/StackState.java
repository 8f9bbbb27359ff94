package pentimento.jit.discover;

import pentimento.cpu.translation.X87Key;

/**
 * What is known of the x87 at a place in a region.
 *
 * @param occupied bit n = Rn is not empty
 * @param isControlKnown whether FCW is what it was when the region was entered
 */
public record StackState(int top, int occupied, boolean isControlKnown) {
    static StackState of(X87Key key) {
        return new StackState(key.top(), key.occupied(), true);
    }

    /**
     * @return the physical register that is ST(i)
     */
    public int register(int i) {
        return top + i & 7;
    }

    boolean isEmpty(int i) {
        return (occupied >>> register(i) & 1) == 0;
    }

    StackState pushed() {
        return rotated(-1).filled(0);
    }

    StackState popped() {
        return freed(0).rotated(1);
    }

    StackState rotated(int by) {
        return new StackState(top + by & 7, occupied, isControlKnown);
    }

    StackState filled(int i) {
        return new StackState(top, occupied | 1 << register(i), isControlKnown);
    }

    StackState freed(int i) {
        return new StackState(top, occupied & ~(1 << register(i)), isControlKnown);
    }

    StackState control(boolean isKnown) {
        return new StackState(top, occupied, isKnown);
    }

    /**
     * @return TOP and occupied registers in one number
     */
    public int place() {
        return top | occupied << 3;
    }
}
