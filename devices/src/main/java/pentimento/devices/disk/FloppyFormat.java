package pentimento.devices.disk;

import java.util.Arrays;
import java.util.List;

/**
 * The formats of a PC's floppy disks, all of 512-byte sectors recorded in MFM, numbered from 1.
 *
 * @see "IBM PC DOS 3.30 Technical Reference, disk formats; ECMA-99, ECMA-100, ECMA-125, ECMA-147"
 */
public enum FloppyFormat {
    // @formatter:off
    F160K ("160K",  40, 1,  8, FormFactor.INCH_5_25, Density.DOUBLE),
    F180K ("180K",  40, 1,  9, FormFactor.INCH_5_25, Density.DOUBLE),
    F320K ("320K",  40, 2,  8, FormFactor.INCH_5_25, Density.DOUBLE),
    F320K1("320K, one side", 80, 1, 8, FormFactor.INCH_3_5, Density.DOUBLE),
    F360K ("360K",  40, 2,  9, FormFactor.INCH_5_25, Density.DOUBLE),
    F360K1("360K, one side", 80, 1, 9, FormFactor.INCH_3_5, Density.DOUBLE),
    F640K ("640K",  80, 2,  8, FormFactor.INCH_3_5,  Density.DOUBLE),
    F720K ("720K",  80, 2,  9, FormFactor.INCH_3_5,  Density.DOUBLE),
    F1200K("1.2M",  80, 2, 15, FormFactor.INCH_5_25, Density.HIGH),
    F1440K("1.44M", 80, 2, 18, FormFactor.INCH_3_5,  Density.HIGH),
    F1680K("1.68M", 80, 2, 21, FormFactor.INCH_3_5,  Density.HIGH),  // Distribution Media Format
    F1722K("1.72M", 82, 2, 21, FormFactor.INCH_3_5,  Density.HIGH),
    F2880K("2.88M", 80, 2, 36, FormFactor.INCH_3_5,  Density.EXTRA);
    // @formatter:on

    /** The disk's size. */
    public enum FormFactor {
        INCH_5_25,
        INCH_3_5
    }

    /** The recording density of the disk's coating. */
    public enum Density {
        DOUBLE,
        HIGH,
        EXTRA
    }

    private final String label;
    private final int cylinders;
    private final int heads;
    private final int sectorsPerTrack;
    private final FormFactor formFactor;
    private final Density density;

    FloppyFormat(
            String label,
            int cylinders,
            int heads,
            int sectorsPerTrack,
            FormFactor formFactor,
            Density density) {
        this.label = label;
        this.cylinders = cylinders;
        this.heads = heads;
        this.sectorsPerTrack = sectorsPerTrack;
        this.formFactor = formFactor;
        this.density = density;
    }

    /**
     * @return the formats of that many sectors, the usual one first; empty if there is none
     */
    static List<FloppyFormat> ofSectors(long sectors) {
        return Arrays.stream(values()).filter(f -> f.sectors() == sectors).toList();
    }

    public String label() {
        return label;
    }

    public int cylinders() {
        return cylinders;
    }

    public int heads() {
        return heads;
    }

    public int sectorsPerTrack() {
        return sectorsPerTrack;
    }

    public FormFactor formFactor() {
        return formFactor;
    }

    public Density density() {
        return density;
    }

    public int sectors() {
        return cylinders * heads * sectorsPerTrack;
    }

    /**
     * @param record 1..sectors per track
     * @return the sector of the image
     */
    public int sector(int cylinder, int head, int record) {
        return (cylinder * heads + head) * sectorsPerTrack + record - 1;
    }
}
