package pentimento.devices.disk;

import java.util.Optional;

/**
 * The two geometries of a hard disk: what IDENTIFY tells, and what INT 13h uses. Up to 504 MiB they
 * are one; above, INT 13h has more heads and the firmware translates by LBA. What the disk's own
 * partition table or boot sector was made with wins over the size, and the user's word over both.
 *
 * @param identify IDENTIFY words 1, 3, 6: at most 16383 cylinders, 16 heads, 63 sectors
 * @param logical INT 13h, CMOS type 47: at most 1024 cylinders, 255 heads, 63 sectors
 * @param reason a sentence for the log
 * @see "ATA-5, 6.2; Phoenix Enhanced Disk Drive Specification 3.0, appendix on translation"
 */
public record HardDiskGeometry(DiskGeometry identify, DiskGeometry logical, String reason) {
    private static final int ATA_CYLINDERS = 16_383, ATA_HEADS = 16;
    private static final int INT13_CYLINDERS = 1_024;
    private static final int[] TRANSLATED_HEADS = {16, 32, 64, 128, 255};

    /**
     * Chooses by the disk's contents, else by its size.
     *
     * @throws DiskImageException if the disk is too small for a hard disk
     */
    public static HardDiskGeometry of(BlockDevice disk) {
        Optional<RecordedGeometry> recorded = RecordedGeometry.find(disk);
        DiskGeometry bySize = ata(disk);
        if (recorded.isEmpty()) {
            return result(bySize, logicalBySize(disk.sectors(), bySize), disk, "its size");
        }
        int heads = recorded.get().heads();
        int sectorsPerTrack = recorded.get().sectorsPerTrack();
        long cylinders = Math.max(1, disk.sectors() / ((long) heads * sectorsPerTrack));
        var logical =
                new DiskGeometry(
                        (int) Math.min(cylinders, INT13_CYLINDERS), heads, sectorsPerTrack);
        boolean untranslated = heads <= ATA_HEADS && cylinders <= INT13_CYLINDERS;
        return result(untranslated ? logical : bySize, logical, disk, recorded.get().source());
    }

    /**
     * Takes the user's geometry.
     *
     * @throws DiskImageException if the disk is smaller than that
     */
    public static HardDiskGeometry of(BlockDevice disk, DiskGeometry wish) {
        if (wish.sectors() > disk.sectors()) {
            throw new DiskImageException(
                    disk.name()
                            + " has "
                            + disk.sectors()
                            + " sectors, too few for the geometry "
                            + wish
                            + "; give a smaller one.");
        }
        var logical =
                new DiskGeometry(
                        Math.min(wish.cylinders(), INT13_CYLINDERS),
                        wish.heads(),
                        wish.sectorsPerTrack());
        boolean fitsAta = wish.heads() <= ATA_HEADS && wish.cylinders() <= ATA_CYLINDERS;
        DiskGeometry identify = fitsAta ? wish : ata(disk);
        if (fitsAta && wish.cylinders() > INT13_CYLINDERS) {
            logical = logicalBySize(wish.sectors(), wish);
        }
        return result(identify, logical, disk, "the chs option");
    }

    private static HardDiskGeometry result(
            DiskGeometry identify, DiskGeometry logical, BlockDevice disk, String source) {
        String how =
                identify.equals(logical)
                        ? "INT 13h and IDENTIFY " + identify
                        : "INT 13h " + logical + ", IDENTIFY " + identify + ", translated by LBA";
        return new HardDiskGeometry(
                identify,
                logical,
                disk.name() + ": " + disk.sectors() + " sectors, by " + source + ": " + how);
    }

    private static DiskGeometry ata(BlockDevice disk) {
        long sectors = disk.sectors();
        int heads = ATA_HEADS;
        int sectorsPerTrack = DiskGeometry.MOST_SECTORS_PER_TRACK;
        while (heads > 1 && sectors < (long) heads * sectorsPerTrack) {
            heads /= 2;
        }
        long cylinders = sectors / ((long) heads * sectorsPerTrack);
        if (cylinders == 0) {
            throw new DiskImageException(
                    disk.name()
                            + " has "
                            + sectors
                            + " sectors, too few for a hard disk; make it at least 32 KiB long.");
        }
        return new DiskGeometry((int) Math.min(cylinders, ATA_CYLINDERS), heads, sectorsPerTrack);
    }

    private static DiskGeometry logicalBySize(long sectors, DiskGeometry identify) {
        if (identify.cylinders() <= INT13_CYLINDERS) {
            return identify;
        }
        int sectorsPerTrack = DiskGeometry.MOST_SECTORS_PER_TRACK;
        for (int heads : TRANSLATED_HEADS) {
            long cylinders = sectors / ((long) heads * sectorsPerTrack);
            if (cylinders <= INT13_CYLINDERS) {
                return new DiskGeometry((int) cylinders, heads, sectorsPerTrack);
            }
        }
        return new DiskGeometry(INT13_CYLINDERS, DiskGeometry.MOST_HEADS, sectorsPerTrack);
    }
}
