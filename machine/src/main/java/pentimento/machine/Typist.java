package pentimento.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import pentimento.devices.keyboard.UsLayout;

/**
 * Plays chords on the keyboard at a human pace in virtual time: 40 ms down, 30 ms up, held back
 * while the keyboard's queue is not empty. It looks at the clock on the quantum grid only, so that
 * a script gives the same result on any host. Part of the outside world: what it does reaches the
 * machine as journaled inputs.
 */
final class Typist {
    private static final long DOWN_NANOS = 40_000_000, UP_NANOS = 30_000_000;

    private final Consumer<Input> keyboard;
    private final BooleanSupplier queueEmpty;
    private final ConcurrentLinkedQueue<List<String>> chords = new ConcurrentLinkedQueue<>();
    private final Deque<String> down = new ArrayDeque<>();
    private volatile boolean playing;
    private long nextNanos;
    private long lastQuantum = -1;

    Typist(Consumer<Input> keyboard, BooleanSupplier queueEmpty) {
        this.keyboard = keyboard;
        this.queueEmpty = queueEmpty;
    }

    /**
     * Queues the chords of a text. Any thread.
     *
     * @throws IllegalArgumentException naming the first character that no key of a US keyboard
     *     makes; nothing is queued then
     */
    void type(String text) {
        chords.addAll(text.chars().mapToObj(Typist::chord).toList());
    }

    private static List<String> chord(int character) {
        return UsLayout.keysFor((char) character)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        String.format(
                                                "no key of a US keyboard makes the character U+%04X;"
                                                        + " type Alt and its number on the keypad",
                                                character)))
                .stream()
                .map(key -> key.names().getFirst())
                .toList();
    }

    /** Queues one chord by key names. Any thread. */
    void press(List<String> keys) {
        chords.add(keys);
    }

    boolean isIdle() {
        return !playing && chords.isEmpty();
    }

    /**
     * The machine was put into another state, of another time: the keys that are down there are not
     * ours. What is queued is typed next.
     */
    void machineLoaded(long nanos) {
        down.clear();
        playing = false;
        nextNanos = 0;
        lastQuantum = nanos / Machine.QUANTUM_NANOS;
    }

    /**
     * Looks at the clock. Only the first look in each quantum counts: runs that end within one
     * leave no trace.
     */
    void quantum(long nanos) {
        long quantum = nanos / Machine.QUANTUM_NANOS;
        boolean first = quantum != lastQuantum;
        lastQuantum = quantum;
        if (!first || nanos < nextNanos) {
            return;
        }
        if (!down.isEmpty()) {
            while (!down.isEmpty()) {
                keyboard.accept(new Input.KeyChange(down.pop(), false));
            }
            nextNanos = nanos + UP_NANOS;
            return;
        }
        playing = !chords.isEmpty(); // never idle between taking a chord and playing it
        if (playing && queueEmpty.getAsBoolean()) {
            start(chords.remove(), nanos);
        }
    }

    private void start(List<String> chord, long nanos) {
        for (String key : chord) {
            keyboard.accept(new Input.KeyChange(key, true));
            down.push(key);
        }
        nextNanos = nanos + DOWN_NANOS;
    }
}
