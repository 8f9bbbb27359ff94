package pentimento.memory.bus;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Where a machine says what it does not model: each chip and register once in the log, every
 * occurrence counted. The machine runs on. One per machine, a wire like any other. Outside of the
 * machine's state.
 */
public final class NotModelled {
    private final Consumer<String> log;
    private final Map<String, Long> counts = new TreeMap<>();

    /**
     * @param log takes each sentence once
     */
    public NotModelled(Consumer<String> log) {
        this.log = log;
    }

    /**
     * @param chip the chip's number, for example "8259A"
     * @param register the register or function that was asked for
     * @param value what was written, or 0
     */
    public void report(String chip, String register, long value) {
        if (counts.merge(chip + " " + register, 1L, Long::sum) == 1) {
            log.accept(String.format("not modelled: %s %s (value %Xh)", chip, register, value));
        }
    }

    /**
     * @return how often each thing was asked for, by chip and register
     */
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }
}
