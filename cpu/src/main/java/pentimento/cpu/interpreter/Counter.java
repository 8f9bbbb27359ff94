package pentimento.cpu.interpreter;

import pentimento.memory.time.Scheduler;

/**
 * Counts what retires, against the budget of a run. A block is charged as a whole when it begins;
 * the clock hears of counts only when they are published.
 */
final class Counter {
    private final Scheduler time;
    private int published; // what remained when the count was last published
    private long atEnd; // all that will have retired when nothing remains

    /** What is left of the budget. */
    int remaining;

    Counter(Scheduler time) {
        this.time = time;
    }

    void start(int budget) {
        remaining = budget;
        published = budget;
        atEnd = time.retired() + budget;
    }

    /**
     * @return all that ever retired, what is not published included
     */
    long total() {
        return atEnd - remaining;
    }

    /** At a boundary: the clock hears of everything that retired. */
    void publish() {
        time.retire(published - remaining);
        published = remaining;
    }

    /**
     * Within the last instruction of a block, which is charged already: the clock hears of all
     * instructions before it.
     */
    void publishBefore() {
        time.retire(published - remaining - 1);
        published = remaining + 1;
    }

    /**
     * After an instruction that let a device act: it may have armed an event, and time may have
     * passed.
     */
    void settle() {
        publish();
        remaining = Math.min(remaining, time.budget());
        published = remaining;
        atEnd = time.retired() + remaining;
    }
}
