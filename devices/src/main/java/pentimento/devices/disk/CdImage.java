package pentimento.devices.disk;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * A data CD in one track of mode 1: an ISO 9660 image of blocks of 2048 bytes. An image that ends
 * within a block reads as zeros behind its end.
 */
public record CdImage(DiskStack disk) {
    public static final int BLOCK_SIZE = 2048;

    private static final int SECTORS_PER_BLOCK = BLOCK_SIZE / BlockDevice.SECTOR_SIZE;
    private static final int MOST_BLOCKS = 4_600_000; // a DVD of two layers

    /**
     * @throws DiskImageException if no disc has that size
     */
    public CdImage {
        if (disk.sectors() > (long) MOST_BLOCKS * SECTORS_PER_BLOCK) {
            throw new DiskImageException(
                    disk.name() + " is larger than any CD or DVD; attach it as a hard disk.");
        }
    }

    /**
     * Opens an image, which is never written.
     *
     * @throws DiskImageException if the file cannot serve as a disc
     */
    public static CdImage open(Path path) {
        ImageFile file = ImageFile.openReadOnly(path);
        try {
            return new CdImage(new DiskStack(file));
        } catch (DiskImageException e) {
            file.close();
            throw e;
        }
    }

    /** Length in blocks of 2048 bytes. */
    public int blocks() {
        return (int) Math.ceilDiv(disk.sectors(), SECTORS_PER_BLOCK);
    }

    /**
     * @param block 0..blocks - 1
     */
    public IoOutcome read(int block, byte[] buffer, int offset) {
        long first = (long) block * SECTORS_PER_BLOCK;
        int count = (int) Math.min(SECTORS_PER_BLOCK, disk.sectors() - first);
        Arrays.fill(
                buffer, offset + count * BlockDevice.SECTOR_SIZE, offset + BLOCK_SIZE, (byte) 0);
        return disk.read(first, count, buffer, offset);
    }
}
