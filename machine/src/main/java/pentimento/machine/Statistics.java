package pentimento.machine;

import java.util.Map;

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
     * @param dropped regions whose code was overwritten, or that made room
     * @param retired counts that retired in regions
     * @param entered how often a region was entered
     * @param compileNanos host time spent on making classes, without HotSpot's
     */
    public record Translated(
            long regions, long inUse, long dropped, long retired, long entered, long compileNanos) {
        /** Of a machine that interprets. */
        public static final Translated NOTHING = new Translated(0, 0, 0, 0, 0, 0);
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
