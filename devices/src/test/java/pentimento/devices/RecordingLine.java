package pentimento.devices;

import pentimento.memory.bus.Line;

/** The listening end of a wire, for tests: counts edges. */
public final class RecordingLine {
    private final Line line = new Line(this::level);
    private int rising, falling;

    private void level(boolean high) {
        if (high) {
            rising++;
        } else {
            falling++;
        }
    }

    public Line line() {
        return line;
    }

    public boolean isHigh() {
        return line.isHigh();
    }

    public int risingEdges() {
        return rising;
    }

    public int fallingEdges() {
        return falling;
    }
}
