package pentimento.devices.fdc;

import java.util.List;
import java.util.stream.IntStream;
import pentimento.devices.disk.DiskTiming;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/**
 * The part of the controller that moves heads: SEEK, RECALIBRATE and RELATIVE SEEK of up to four
 * drives at a time, the drive polling after a reset, and what SENSE INTERRUPT STATUS tells of both.
 *
 * @see "Intel 82077AA datasheet, order 290166, 5.2.1 to 5.2.6"
 */
final class HeadPositioner implements Stateful {
    static final int UNITS = 4;
    private static final int RECALIBRATE_STEPS = 79;
    private static final long FAST_SEEK_NANOS = 25_000, FAST_POLL_NANOS = 20_000;
    private static final long SETTLE_NANOS = 15_000_000, POLL_NANOS = 1_000_000;

    private final DiskTiming timing;
    private final List<FloppyDrive> drives;
    private final Runnable interrupt;
    private final List<Scheduler.Event> seeks;
    private final Scheduler.Event poll;
    private final int[] presentCylinder = new int[UNITS]; // PCN
    private final int[] steps = new int[UNITS]; // of the seek that is under way
    private final int[] target = new int[UNITS];
    private final int[] recalibrating = new int[UNITS]; // 0 or 1
    private final int[] ended = new int[UNITS]; // ST0 of a seek that ended, 0 if none
    private int pollsToSense;

    /**
     * @param drives the four units
     * @param interrupt a seek or the polling ended
     */
    HeadPositioner(
            Scheduler time,
            String name,
            DiskTiming timing,
            List<FloppyDrive> drives,
            Runnable interrupt) {
        this.timing = timing;
        this.drives = drives;
        this.interrupt = interrupt;
        seeks =
                IntStream.range(0, UNITS)
                        .mapToObj(unit -> time.event(name + ".seek." + unit, () -> arrive(unit)))
                        .toList();
        poll = time.event(name + ".poll", this::polled);
    }

    /** Stops all movement; PCN stays, as the heads do. */
    void reset() {
        for (int unit = 0; unit < UNITS; unit++) {
            seeks.get(unit).cancel();
            ended[unit] = 0;
        }
        poll.cancel();
        pollsToSense = 0;
    }

    /** Polls the drives after a reset: all four appear to have become ready. */
    void startPolling() {
        poll.after(timing == DiskTiming.FAST ? FAST_POLL_NANOS : POLL_NANOS);
    }

    /** CONFIGURE with POLL, before the polling is done. */
    void stopPolling() {
        poll.cancel();
    }

    private void polled() {
        pollsToSense = UNITS;
        interrupt.run();
    }

    void seek(int unit, int cylinder, long stepNanos) {
        move(unit, cylinder - presentCylinder[unit], cylinder, false, stepNanos);
    }

    void recalibrate(int unit, long stepNanos) {
        move(unit, -Math.min(drives.get(unit).track(), RECALIBRATE_STEPS), 0, true, stepNanos);
    }

    /**
     * @param by cylinders, inwards if positive
     */
    void relativeSeek(int unit, int by, long stepNanos) {
        move(unit, by, presentCylinder[unit] + by & 0xFF, false, stepNanos);
    }

    private void move(int unit, int by, int cylinder, boolean toTrack0, long stepNanos) {
        steps[unit] = by;
        target[unit] = cylinder;
        recalibrating[unit] = toTrack0 ? 1 : 0;
        seeks.get(unit).after(seekNanos(by, stepNanos));
    }

    private long seekNanos(int by, long stepNanos) {
        return timing == DiskTiming.FAST
                ? FAST_SEEK_NANOS
                : Math.abs(by) * stepNanos + (by == 0 ? FAST_SEEK_NANOS : SETTLE_NANOS);
    }

    private void arrive(int unit) {
        FloppyDrive drive = drives.get(unit);
        drive.step(steps[unit]);
        presentCylinder[unit] = target[unit];
        ended[unit] = FdcStatus.SEEK_END | unit;
        if (recalibrating[unit] == 1 && !drive.isTrack0()) {
            ended[unit] |= FdcStatus.ABNORMAL | FdcStatus.EQUIPMENT_CHECK;
        }
        interrupt.run();
    }

    /**
     * Moves the head within a data command (implied seek).
     *
     * @return how long that takes
     */
    long seekNow(int unit, int cylinder, long stepNanos) {
        int by = cylinder - presentCylinder[unit];
        drives.get(unit).step(by);
        presentCylinder[unit] = cylinder;
        return by == 0 ? 0 : seekNanos(by, stepNanos);
    }

    /** MSR bits 3-0: the drives that seek. */
    int busy() {
        return IntStream.range(0, UNITS)
                .filter(unit -> seeks.get(unit).isArmed())
                .reduce(0, (bits, unit) -> bits | 1 << unit);
    }

    int presentCylinder(int unit) {
        return presentCylinder[unit];
    }

    boolean hasInterruptToSense() {
        return IntStream.of(ended).anyMatch(st0 -> st0 != 0);
    }

    /**
     * SENSE INTERRUPT STATUS.
     *
     * @return ST0 and PCN, or 80h alone if there is nothing to tell
     */
    int[] sense() {
        if (pollsToSense > 0) {
            int unit = UNITS - pollsToSense;
            pollsToSense--;
            return new int[] {FdcStatus.POLLED | unit, presentCylinder[unit]};
        }
        for (int unit = 0; unit < UNITS; unit++) {
            if (ended[unit] != 0) {
                int st0 = ended[unit];
                ended[unit] = 0;
                return new int[] {st0, presentCylinder[unit]};
            }
        }
        return new int[] {FdcStatus.INVALID_COMMAND};
    }

    @Override
    public void exchange(StateCodec state) {
        state.ints("presentCylinder", presentCylinder);
        state.ints("steps", steps);
        state.ints("target", target);
        state.ints("recalibrating", recalibrating);
        state.ints("ended", ended);
        pollsToSense = state.u8("pollsToSense", pollsToSense);
    }
}
