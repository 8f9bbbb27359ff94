package pentimento.machine;

import pentimento.memory.state.StateImage;

/** The whole state of a machine at an instruction boundary, in memory. Immutable. */
public final class Snapshot {
    private final StateImage image;

    Snapshot(StateImage image) {
        this.image = image;
    }

    StateImage image() {
        return image;
    }
}
