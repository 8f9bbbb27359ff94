package pentimento.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * The inputs of a machine in the order in which they took effect: with the first state, all that a
 * replay needs.
 */
public final class Journal {
    /** One input and when it took effect. */
    public record Entry(Stamp stamp, Input input) {}

    private final List<Entry> entries = new ArrayList<>();

    Journal() {}

    synchronized void add(long nanos, long retired, Input input) {
        entries.add(new Entry(new Stamp(nanos, retired, entries.size()), input));
    }

    /**
     * @return an immutable copy
     */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }
}
