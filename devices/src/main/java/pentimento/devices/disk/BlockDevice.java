package pentimento.devices.disk;

/**
 * A row of sectors of 512 bytes: an image file, an overlay, a stack of them. A problem of the host
 * is an {@link IoOutcome}, never an exception. A sector outside of the disk is the caller's bug:
 * controllers check addresses against {@link #sectors} first.
 */
public interface BlockDevice extends AutoCloseable {
    int SECTOR_SIZE = 512;

    /** Length in sectors, at least 1. */
    long sectors();

    boolean isReadOnly();

    /** May read the whole disk, once per generation. */
    DiskIdentity identity();

    /** A name for people: the path of an image file. */
    String name();

    /**
     * Reads {@code count} sectors from {@code sector} into {@code buffer} at {@code offset}. The
     * buffer is undefined there unless OK.
     */
    IoOutcome read(long sector, int count, byte[] buffer, int offset);

    IoOutcome write(long sector, int count, byte[] buffer, int offset);

    /** Returns when all that was written is on the host's medium. */
    IoOutcome flush();

    /** Flushes and gives the host's resources back. */
    @Override
    void close();

    /**
     * @throws IndexOutOfBoundsException if the range is not within the disk
     */
    default void checkRange(long sector, int count) {
        if (sector < 0 || count < 0 || sector + count > sectors()) {
            throw new IndexOutOfBoundsException(
                    "sectors " + sector + "+" + count + " of " + sectors() + " in " + name());
        }
    }
}
