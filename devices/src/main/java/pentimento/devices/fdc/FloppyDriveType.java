package pentimento.devices.fdc;

import java.util.Optional;
import pentimento.devices.disk.DiskImageException;
import pentimento.devices.disk.FloppyFormat;
import pentimento.devices.disk.FloppyFormat.Density;
import pentimento.devices.disk.FloppyFormat.FormFactor;
import pentimento.devices.disk.FloppyImage;

/** The drives that an AT knows. */
public enum FloppyDriveType {
    // @formatter:off
    NONE  ("none",  0,  0, FormFactor.INCH_3_5,  Density.DOUBLE, 300),
    D360K ("360K",  1, 42, FormFactor.INCH_5_25, Density.DOUBLE, 300),
    D1200K("1.2M",  2, 84, FormFactor.INCH_5_25, Density.HIGH,   360),
    D720K ("720K",  3, 84, FormFactor.INCH_3_5,  Density.DOUBLE, 300),
    D1440K("1.44M", 4, 84, FormFactor.INCH_3_5,  Density.HIGH,   300),
    D2880K("2.88M", 5, 84, FormFactor.INCH_3_5,  Density.EXTRA,  300);
    // @formatter:on

    private static final long NANOS_PER_MINUTE = 60_000_000_000L;

    private final String label;
    private final int cmosType;
    private final int tracks;
    private final FormFactor formFactor;
    private final Density density;
    private final int rpm;

    FloppyDriveType(
            String label,
            int cmosType,
            int tracks,
            FormFactor formFactor,
            Density density,
            int rpm) {
        this.label = label;
        this.cmosType = cmosType;
        this.tracks = tracks;
        this.formFactor = formFactor;
        this.density = density;
        this.rpm = rpm;
    }

    /** The drive for an image: 1.44M if its disks fit, as most PCs have it. */
    public static FloppyDriveType fitting(FloppyFormat format) {
        for (var type : new FloppyDriveType[] {D1440K, D360K, D1200K, D2880K}) {
            if (type.takes(format)) {
                return type;
            }
        }
        throw new IllegalStateException("no drive takes " + format.label());
    }

    /**
     * @param label as in {@link #label()}
     */
    public static Optional<FloppyDriveType> byLabel(String label) {
        for (FloppyDriveType type : values()) {
            if (type.label.equalsIgnoreCase(label)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** "360K", "1.2M", "720K", "1.44M", "2.88M", or "none". */
    public String label() {
        return label;
    }

    /**
     * @return the nibble of CMOS register 10h
     */
    public int cmosType() {
        return cmosType;
    }

    /** How many tracks the head can reach. */
    int tracks() {
        return tracks;
    }

    long rotationNanos() {
        return NANOS_PER_MINUTE / rpm;
    }

    /** Drives of 40 tracks have no disk change line on pin 34. */
    boolean hasChangeLine() {
        return this != NONE && this != D360K;
    }

    /**
     * @return true if a disk of that format can be inserted and read
     */
    public boolean takes(FloppyFormat format) {
        return this != NONE
                && format.formFactor() == formFactor
                && format.density().compareTo(density) <= 0
                && format.cylinders() <= tracks;
    }

    /**
     * @throws DiskImageException with a sentence for the user if a disk does not fit
     */
    public void check(FloppyImage image) {
        if (this == NONE) {
            throw new DiskImageException(
                    image.disk().name()
                            + " needs a floppy drive that this PC does not have; start it with an"
                            + " image in that drive.");
        }
        if (!takes(image.format())) {
            throw new DiskImageException(
                    image.disk().name()
                            + " is a "
                            + image.format().label()
                            + " disk, which does not fit the "
                            + label
                            + " drive; choose a "
                            + fitting(image.format()).label()
                            + " drive.");
        }
    }

    /** A 1.2M drive has 96 tracks per inch; a disk of 40 tracks has 48. */
    int stepsPerCylinder(FloppyFormat format) {
        return this == D1200K && format.cylinders() <= D360K.tracks ? 2 : 1;
    }

    /** The data rate that a disk's recording has in this drive. */
    DataRate rate(FloppyFormat format) {
        return switch (format.density()) {
            case DOUBLE -> this == D1200K ? DataRate.KBPS_300 : DataRate.KBPS_250;
            case HIGH -> DataRate.KBPS_500;
            case EXTRA -> DataRate.MBPS_1;
        };
    }
}
