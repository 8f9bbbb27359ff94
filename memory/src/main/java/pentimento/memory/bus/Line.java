package pentimento.memory.bus;

import pentimento.memory.state.StateCodec;

/**
 * A signal wire with one driver and one listener: IRQ, DREQ, A20, terminal count. The listener
 * hears edges only. A snapshot restores the level without an edge. Several drivers share one wire
 * by {@link SharedLine}.
 */
public final class Line {
    /** Hears the new level, on edges only. */
    public interface Listener {
        void level(boolean high);
    }

    /** A wire that ends nowhere. */
    public static Line unconnected() {
        return new Line(high -> {});
    }

    private final Listener listener;
    private boolean high;

    public Line(Listener listener) {
        this.listener = listener;
    }

    public boolean isHigh() {
        return high;
    }

    public void set(boolean level) {
        if (level != high) {
            high = level;
            listener.level(level);
        }
    }

    public void raise() {
        set(true);
    }

    public void lower() {
        set(false);
    }

    /** Falls if it was high, then rises: one rising edge for the listener. The line stays high. */
    public void pulse() {
        set(false);
        set(true);
    }

    /** Sets the level from a snapshot: nobody hears an edge. */
    public void restore(boolean level) {
        high = level;
    }

    /** Saves or restores the level under a name, for the component that owns the driver's end. */
    public void exchange(StateCodec state, String name) {
        restore(state.bool(name, high));
    }
}
