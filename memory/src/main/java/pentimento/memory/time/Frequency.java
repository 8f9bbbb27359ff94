package pentimento.memory.time;

/**
 * A crystal's rate as an exact fraction, so that ticks never drift from virtual time.
 *
 * @param ticks ticks in {@code nanos} nanoseconds; 1..2^31-1
 * @param nanos 1..2^31-1
 */
public record Frequency(long ticks, long nanos) {
    /** 8254 and PM timer base: 105/88 MHz = 1.193181(81) MHz. */
    public static final Frequency PIT = new Frequency(105, 88_000);

    /** ACPI power management timer: 315/88 MHz = 3.579545(45) MHz. */
    public static final Frequency PM_TIMER = new Frequency(315, 88_000);

    public Frequency {
        if (ticks < 1 || nanos < 1 || ticks > Integer.MAX_VALUE || nanos > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("frequency out of range: " + ticks + "/" + nanos);
        }
    }

    public static Frequency hertz(int hertz) {
        return new Frequency(hertz, 1_000_000_000);
    }

    /**
     * @return whole ticks since time 0 at {@code time} nanoseconds, rounded down
     */
    public long ticksAt(long time) {
        return Math.floorDiv(time, nanos) * ticks + Math.floorMod(time, nanos) * ticks / nanos;
    }

    /**
     * @return the first nanosecond at which {@code tick} whole ticks have passed
     */
    public long timeOf(long tick) {
        return Math.floorDiv(tick, ticks) * nanos
                + Math.ceilDiv(Math.floorMod(tick, ticks) * nanos, ticks);
    }
}
