package pentimento.devices.vga;

import pentimento.memory.time.Frequency;

/**
 * Where the beam is at a moment of virtual time. Frames follow each other without a gap since time
 * 0; within a frame come the displayed lines, then the lower border, the vertical retrace and the
 * upper border.
 *
 * @param clock the dot clock
 * @param lineDots dots of a scan line with its blanking
 * @param displayedDots dots of a line that are displayed, from its start
 * @param frameLines lines of a frame with its blanking
 * @param displayedLines lines that are displayed, from the first
 * @param retraceStart the line with which the vertical retrace begins
 * @param retraceLines how long it lasts
 */
record VideoTiming(
        Frequency clock,
        int lineDots,
        int displayedDots,
        int frameLines,
        int displayedLines,
        int retraceStart,
        int retraceLines) {
    /** The crystals of a VGA. */
    static final Frequency CLOCK_25 = new Frequency(25_175, 1_000_000),
            CLOCK_28 = new Frequency(28_322, 1_000_000);

    private static final int DISPI_HERTZ = 60;
    private static final long SHORTEST_FRAME_NANOS = 4_000_000, // that a monitor could follow
            LONGEST_FRAME_NANOS = 50_000_000;
    private static final long NOMINAL_FRAME_NANOS = 1_000_000_000 / DISPI_HERTZ;

    /** A DISPI mode has no timing of its own: 60 Hz, blanking as VESA's formula has it, about. */
    static VideoTiming dispi(int width, int height) {
        int lineDots = width * 5 / 4 + 8;
        int lines = height + height / 32 + 8;
        return new VideoTiming(
                Frequency.hertz(lineDots * lines * DISPI_HERTZ),
                lineDots,
                width,
                lines,
                height,
                height + 1,
                3);
    }

    private long frameDots() {
        return (long) lineDots * frameLines;
    }

    /**
     * @return whole frames since time 0
     */
    long frame(long nanos) {
        return clock.ticksAt(nanos) / frameDots();
    }

    /**
     * @return dots since the frame began, for {@link #displays} and {@link #isVerticalRetrace}
     */
    int position(long nanos) {
        return (int) (clock.ticksAt(nanos) % frameDots());
    }

    /**
     * @return the display enable signal: the beam draws a pixel
     */
    boolean displays(int position) {
        return position < displayedLines * lineDots && position % lineDots < displayedDots;
    }

    boolean isVerticalRetrace(int position) {
        int sinceStart = position / lineDots - retraceStart;
        int wrapped = sinceStart < 0 ? sinceStart + frameLines : sinceStart;
        return wrapped < retraceLines && retraceStart < frameLines;
    }

    /**
     * @return vertical retraces that began since time 0
     */
    long retraces(long nanos) {
        return Math.floorDiv(clock.ticksAt(nanos) - (long) retraceStart * lineDots, frameDots())
                + 1;
    }

    /**
     * @return the first moment after {@code nanos} at which a vertical retrace begins; where the
     *     card gives no picture that a monitor could follow, sixty times a second
     */
    long nextRetrace(long nanos) {
        long frameNanos = clock.timeOf(frameDots());
        if (retraceStart >= frameLines
                || frameNanos < SHORTEST_FRAME_NANOS
                || frameNanos > LONGEST_FRAME_NANOS) {
            return (nanos / NOMINAL_FRAME_NANOS + 1) * NOMINAL_FRAME_NANOS;
        }
        return clock.timeOf(retraces(nanos) * frameDots() + (long) retraceStart * lineDots);
    }
}
