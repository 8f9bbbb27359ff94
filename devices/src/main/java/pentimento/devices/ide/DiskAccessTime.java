package pentimento.devices.ide;

import pentimento.devices.disk.DiskTiming;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * How long a hard disk takes: in fast timing some microseconds, in real timing those of a drive of
 * the late nineties (5400 turns a minute, 2 to 10 ms of seek, 8 MB/s), whose buffer already holds
 * what follows the last sector.
 */
final class DiskAccessTime implements Stateful {
    /** A command that does not move the heads. */
    static final long COMMAND_NANOS = 20_000;

    private static final long FAST_BLOCK_NANOS = 10_000;
    private static final long SECTOR_NANOS = 64_000;
    private static final long HALF_TURN_NANOS = 5_560_000;
    private static final long SHORTEST_SEEK_NANOS = 2_000_000, STROKE_NANOS = 8_000_000;

    private final DiskTiming timing;
    private final long sectors;
    private long next; // the sector after the last access

    DiskAccessTime(DiskTiming timing, long sectors) {
        this.timing = timing;
        this.sectors = sectors;
    }

    /** To the first sector of a command. */
    long first(long sector) {
        if (timing == DiskTiming.FAST) {
            return COMMAND_NANOS;
        }
        if (sector == next || sector < 0) {
            return COMMAND_NANOS + SECTOR_NANOS;
        }
        long distance = Math.min(sectors, Math.abs(sector - next));
        long thousandths = distance * 1_000 / sectors;
        return SHORTEST_SEEK_NANOS + thousandths * STROKE_NANOS / 1_000 + HALF_TURN_NANOS;
    }

    /** Sectors that follow. */
    long following(int count) {
        return timing == DiskTiming.FAST ? FAST_BLOCK_NANOS : Math.max(1, count) * SECTOR_NANOS;
    }

    void moved(long sector) {
        next = sector;
    }

    @Override
    public void exchange(StateCodec state) {
        next = state.i64("next", next);
    }
}
