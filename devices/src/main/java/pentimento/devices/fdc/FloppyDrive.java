package pentimento.devices.fdc;

import java.util.BitSet;
import java.util.Optional;
import pentimento.devices.disk.FloppyImage;
import pentimento.devices.disk.IoOutcome;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateException;
import pentimento.memory.state.Stateful;

/**
 * A floppy drive and the disk in it: head position, motor, the change and write protect lines, and
 * what the head finds on the track below it.
 */
final class FloppyDrive implements Stateful {
    private final String name;
    private final FloppyDriveType type;
    private Optional<FloppyImage> medium = Optional.empty();
    private final BitSet deleted = new BitSet(); // sectors with a deleted data mark
    private int track; // 0..type.tracks() - 1
    private boolean changed = true; // the latch behind pin 34, set at power-on
    private boolean motor;
    private long spinningSince;

    FloppyDrive(String name, FloppyDriveType type) {
        this.name = name;
        this.type = type;
    }

    FloppyDriveType type() {
        return type;
    }

    Optional<FloppyImage> medium() {
        return medium;
    }

    /**
     * @throws DiskImageException if this drive cannot read such a disk
     */
    void insert(FloppyImage image) {
        type.check(image);
        medium = Optional.of(image);
        deleted.clear();
        changed = true;
    }

    Optional<FloppyImage> eject() {
        Optional<FloppyImage> out = medium;
        medium = Optional.empty();
        deleted.clear();
        changed = true;
        return out;
    }

    void motor(boolean on, long now) {
        if (on && !motor) {
            spinningSince = now;
        }
        motor = on;
    }

    boolean isMotorOn() {
        return motor;
    }

    /** When the motor was last started. */
    long spinningSince() {
        return spinningSince;
    }

    /** Index pulses come. */
    boolean isSpinning() {
        return motor && medium.isPresent();
    }

    boolean isChanged() {
        return changed && type.hasChangeLine();
    }

    boolean isWriteProtected() {
        return medium.isPresent() && medium.get().isWriteProtected();
    }

    boolean isTrack0() {
        return type != FloppyDriveType.NONE && track == 0;
    }

    int track() {
        return track;
    }

    /**
     * Step pulses; they clear the change latch if there is a disk.
     *
     * @param tracks inwards if positive
     */
    void step(int tracks) {
        if (type == FloppyDriveType.NONE || tracks == 0) {
            return;
        }
        track = Math.clamp(track + tracks, 0, type.tracks() - 1);
        if (medium.isPresent()) {
            changed = false;
        }
    }

    /** The steps between two cylinders of the disk. */
    int stepsPerCylinder() {
        return medium.map(image -> type.stepsPerCylinder(image.format())).orElse(1);
    }

    /** The cylinder number in the sector ids below the head. */
    int recordedCylinder() {
        return track / stepsPerCylinder();
    }

    /**
     * @return true if the head finds address marks at that rate
     */
    boolean isFormatted(int head, DataRate rate) {
        return medium.isPresent()
                && head < medium.get().format().heads()
                && recordedCylinder() < medium.get().format().cylinders()
                && rate == type.rate(medium.get().format());
    }

    int sectorsPerTrack() {
        return medium.map(image -> image.format().sectorsPerTrack()).orElse(0);
    }

    private FloppyImage disk() {
        return medium.orElseThrow(() -> new IllegalStateException("no disk in " + name));
    }

    private int sector(int head, int record) {
        return disk().format().sector(recordedCylinder(), head, record);
    }

    IoOutcome read(int head, int record, byte[] buffer) {
        return disk().disk().read(sector(head, record), 1, buffer, 0);
    }

    IoOutcome write(int head, int record, byte[] buffer, boolean deletedMark) {
        deleted.set(sector(head, record), deletedMark);
        return disk().disk().write(sector(head, record), 1, buffer, 0);
    }

    boolean isDeleted(int head, int record) {
        return deleted.get(sector(head, record));
    }

    /**
     * @throws StateException if the disk in the drive is not the one of the saved state
     */
    @Override
    public void exchange(StateCodec state) {
        track = state.u8("track", track);
        changed = state.bool("changed", changed);
        motor = state.bool("motor", motor);
        spinningSince = state.i64("spinningSince", spinningSince);
        byte[] marks = state.blob("deleted", deleted.toByteArray());
        String format = medium.map(image -> image.format().name()).orElse("none");
        String saved = state.text("medium", format);
        if (!saved.equals(format)) {
            throw new StateException(
                    "the saved state has another disk in floppy drive "
                            + name
                            + " (format "
                            + saved
                            + ", now "
                            + format
                            + "); insert that disk first");
        }
        if (state.isLoading()) {
            deleted.clear();
            deleted.or(BitSet.valueOf(marks));
        }
        medium.ifPresent(image -> state.section("disk", image.disk()));
    }
}
