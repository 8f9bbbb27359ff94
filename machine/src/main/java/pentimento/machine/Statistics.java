package pentimento.machine;

import java.util.Map;

/**
 * What a machine has done so far.
 *
 * @param retired counts: completed instructions, REP iterations, deliveries
 * @param virtualNanos virtual time since power-on
 * @param wallNanos wall time spent in run methods
 * @param idleNanos virtual time that a halted processor skipped
 * @param notModelled how often the guest asked for what is not modelled, by chip and register
 */
public record Statistics(
        long retired,
        long virtualNanos,
        long wallNanos,
        long idleNanos,
        Map<String, Long> notModelled) {
    /**
     * @return millions of counts per second of wall time
     */
    public double mips() {
        return wallNanos == 0 ? 0 : retired * 1e3 / wallNanos;
    }
}
