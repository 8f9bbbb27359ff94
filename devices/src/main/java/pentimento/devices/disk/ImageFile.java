package pentimento.devices.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/**
 * A raw image file, written in place. Its owner holds a lock on it until {@link #close}, so that no
 * two machines write one disk; a file that may not be written is a write-protected disk. A flush is
 * {@code force()}.
 */
public final class ImageFile implements BlockDevice {
    /** What one disk of this PC can be: a partition table counts sectors in 32 bits. */
    private static final long MAX_SECTORS = 1L << 32;

    private final Path path;
    private final FileChannel channel;
    private final long sectors;
    private final boolean readOnly;
    private long generation;
    private long hashedGeneration = -1;
    private String contentId = "";

    /**
     * @param channel open and locked
     */
    ImageFile(Path path, FileChannel channel, long sectors, boolean readOnly) {
        this.path = path;
        this.channel = channel;
        this.sectors = sectors;
        this.readOnly = readOnly;
    }

    /**
     * Opens for reading and writing, or write-protected if the file is read-only.
     *
     * @throws DiskImageException if the file cannot serve as a disk
     */
    public static ImageFile open(Path path) {
        return open(path, isReadOnlyFile(path));
    }

    /**
     * Opens write-protected, whatever the file's permissions.
     *
     * @throws DiskImageException if the file cannot serve as a disk
     */
    public static ImageFile openReadOnly(Path path) {
        return open(path, true);
    }

    private static ImageFile open(Path path, boolean readOnly) {
        if (!Files.exists(path)) {
            throw new DiskImageException(
                    "The disk image " + path + " does not exist; check the path.");
        }
        if (Files.isDirectory(path)) {
            throw new DiskImageException(
                    path + " is a directory, not a disk image; name an image file in it.");
        }
        if (!Files.isRegularFile(path)) {
            throw new DiskImageException(
                    path + " is not a regular file; copy the disk into an image file first.");
        }
        try {
            FileChannel channel =
                    readOnly
                            ? FileChannel.open(path, StandardOpenOption.READ)
                            : FileChannel.open(
                                    path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(path, channel, readOnly);
                return new ImageFile(path, channel, sectorsOf(path, channel.size()), readOnly);
            } catch (IOException | DiskImageException e) {
                channel.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new DiskImageException(
                    "The disk image " + path + " may not be read; change its permissions.", e);
        } catch (IOException e) {
            throw new DiskImageException(
                    "The disk image "
                            + path
                            + " cannot be opened ("
                            + e.getMessage()
                            + "); check the file and its disk.",
                    e);
        }
    }

    /** A file without any write permission is read-only for the superuser, too. */
    private static boolean isReadOnlyFile(Path path) {
        if (!Files.isWritable(path)) {
            return true;
        }
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return false;
        }
        try {
            var permissions = view.readAttributes().permissions();
            return !permissions.contains(PosixFilePermission.OWNER_WRITE)
                    && !permissions.contains(PosixFilePermission.GROUP_WRITE)
                    && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException e) {
            throw new DiskImageException(
                    "The permissions of " + path + " cannot be read; check the file.", e);
        }
    }

    /** A writer excludes everybody; readers exclude writers. */
    private static void lock(Path path, FileChannel channel, boolean shared) throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            throw inUse(path, e);
        }
        if (lock == null) {
            throw inUse(path, null);
        }
    }

    private static DiskImageException inUse(Path path, @Nullable Throwable cause) {
        String sentence =
                "The disk image "
                        + path
                        + " is in use by another machine; stop that machine or use a copy.";
        return cause == null
                ? new DiskImageException(sentence)
                : new DiskImageException(sentence, cause);
    }

    private static long sectorsOf(Path path, long bytes) {
        if (bytes == 0) {
            throw new DiskImageException(
                    "The disk image " + path + " is empty; create it with the size of a disk.");
        }
        if (bytes % SECTOR_SIZE != 0) {
            throw new DiskImageException(
                    "The disk image "
                            + path
                            + " has "
                            + bytes
                            + " bytes, no multiple of 512: it is truncated or no raw image; get a"
                            + " complete copy.");
        }
        if (bytes / SECTOR_SIZE > MAX_SECTORS) {
            throw new DiskImageException(
                    "The disk image "
                            + path
                            + " is larger than 2 TiB, the most that this PC can address; use a"
                            + " smaller one.");
        }
        return bytes / SECTOR_SIZE;
    }

    public Path path() {
        return path;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public long sectors() {
        return sectors;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public DiskIdentity identity() {
        if (hashedGeneration != generation) {
            contentId = ContentHash.of(this);
            hashedGeneration = generation;
        }
        return new DiskIdentity(sectors, contentId, generation);
    }

    @Override
    public IoOutcome read(long sector, int count, byte[] buffer, int offset) {
        checkRange(sector, count);
        var bytes = ByteBuffer.wrap(buffer, offset, count * SECTOR_SIZE);
        try {
            for (long at = sector * SECTOR_SIZE; bytes.hasRemaining(); ) {
                int n = channel.read(bytes, at);
                if (n < 0) {
                    return IoOutcome.READ_ERROR; // somebody cut the file behind our back
                }
                at += n;
            }
            return IoOutcome.OK;
        } catch (IOException e) {
            return IoOutcome.READ_ERROR;
        }
    }

    @Override
    public IoOutcome write(long sector, int count, byte[] buffer, int offset) {
        checkRange(sector, count);
        if (readOnly) {
            return IoOutcome.WRITE_PROTECTED;
        }
        generation++; // a failed write may have changed something
        var bytes = ByteBuffer.wrap(buffer, offset, count * SECTOR_SIZE);
        try {
            for (long at = sector * SECTOR_SIZE; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
            return IoOutcome.OK;
        } catch (IOException e) {
            return IoOutcome.WRITE_ERROR;
        }
    }

    @Override
    public IoOutcome flush() {
        try {
            channel.force(false);
            return IoOutcome.OK;
        } catch (IOException e) {
            return IoOutcome.WRITE_ERROR;
        }
    }

    /**
     * @throws DiskImageException if the host cannot bring the last writes to its medium
     */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        boolean flushed = readOnly || flush().isOk();
        try {
            channel.close();
        } catch (IOException e) {
            flushed = false;
        }
        if (!flushed) {
            throw new DiskImageException(
                    "The last writes to the disk image "
                            + path
                            + " may be lost; check the host's disk.");
        }
    }
}
