package pentimento.machine;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a machine has done so far.
 *
 * @param retired counts: completed instructions, REP iterations, deliveries
 * @param virtualNanos virtual time since power-on
 * @param wallNanos wall time spent in run methods
 * @param idleNanos virtual time that a halted processor skipped
 * @param translated what was translated to JVM bytecode
 * @param notModelled how often the guest asked for what is not modelled, by chip and register
 */
public record Statistics(
        long retired,
        long virtualNanos,
        long wallNanos,
        long idleNanos,
        Translated translated,
        Map<String, Long> notModelled) {
    /**
     * What translation has done.
     *
     * @param regions made so far
     * @param inUse regions that can be entered now
     * @param overwritten regions that ended because their code was overwritten
     * @param evicted regions that made room
     * @param replaced regions whose place a better one took
     * @param retired counts that retired in regions
     * @param exits how often a region was left, by reason: to code {@code outside} of it, for want
     *     of {@code budget}, because something asked for {@code attention}, because the next
     *     instruction must be {@code interpreted}, by an {@code exception}, because its code was
     *     {@code overwritten}
     * @param compileNanos host time spent on making classes, without HotSpot's
     */
    public record Translated(
            long regions,
            long inUse,
            long overwritten,
            long evicted,
            long replaced,
            long retired,
            Map<String, Long> exits,
            long compileNanos) {
        /** Of a machine that interprets. */
        public static final Translated NOTHING = new Translated(0, 0, 0, 0, 0, 0, Map.of(), 0);

        public Translated {
            exits = Collections.unmodifiableMap(new TreeMap<>(exits));
        }
    }

    /**
     * @return percent of all counts that retired in translated code
     */
    public double coverage() {
        return retired == 0 ? 0 : translated.retired() * 100.0 / retired;
    }

    /**
     * @return millions of counts per second of wall time
     */
    public double mips() {
        return wallNanos == 0 ? 0 : retired * 1e3 / wallNanos;
    }
}
