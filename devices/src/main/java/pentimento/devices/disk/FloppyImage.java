package pentimento.devices.disk;

import java.nio.file.Path;
import java.util.List;

/**
 * A floppy disk: contents and the format they are in. The size tells the format; where two formats
 * have one size, the BIOS parameter block in the boot sector decides.
 */
public record FloppyImage(DiskStack disk, FloppyFormat format) {
    private static final int BPB_SECTORS_PER_TRACK = 0x18, BPB_HEADS = 0x1A;

    /**
     * @throws DiskImageException if the file is no floppy image
     */
    public static FloppyImage open(Path path) {
        return opened(ImageFile.open(path));
    }

    /**
     * Opens write-protected.
     *
     * @throws DiskImageException if the file is no floppy image
     */
    public static FloppyImage openReadOnly(Path path) {
        return opened(ImageFile.openReadOnly(path));
    }

    private static FloppyImage opened(ImageFile file) {
        try {
            return of(file);
        } catch (DiskImageException e) {
            file.close();
            throw e;
        }
    }

    /**
     * @throws DiskImageException if no floppy disk has that size
     */
    public static FloppyImage of(BlockDevice contents) {
        List<FloppyFormat> candidates = FloppyFormat.ofSectors(contents.sectors());
        if (candidates.isEmpty()) {
            throw new DiskImageException(
                    contents.name()
                            + " has "
                            + contents.sectors() * BlockDevice.SECTOR_SIZE
                            + " bytes, the size of no floppy disk (160K, 180K, 320K, 360K, 640K,"
                            + " 720K, 1.2M, 1.44M, 1.68M, 1.72M, 2.88M); attach it as a hard disk"
                            + " or get a complete copy.");
        }
        var boot = new byte[BlockDevice.SECTOR_SIZE];
        if (!contents.read(0, 1, boot, 0).isOk()) {
            throw new DiskImageException(
                    contents.name() + " cannot be read; check the file and its disk.");
        }
        int sectorsPerTrack = boot[BPB_SECTORS_PER_TRACK] & 0xFF;
        int heads = boot[BPB_HEADS] & 0xFF;
        FloppyFormat format =
                candidates.stream()
                        .filter(f -> f.heads() == heads && f.sectorsPerTrack() == sectorsPerTrack)
                        .findFirst()
                        .orElse(candidates.getFirst());
        return new FloppyImage(new DiskStack(contents), format);
    }

    public boolean isWriteProtected() {
        return disk.isReadOnly();
    }
}
