package pentimento.devices.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An overlay's sectors in a file: a header of 512 bytes (magic, the base's length and content id),
 * then records of a sector number and 512 bytes, little-endian, in the order of their first
 * writing. A record that was cut short by a crash is dropped at opening: its write never ended.
 */
final class OverlayFile implements SectorStore {
    private static final byte[] MAGIC =
            "PENTIMENTO OVERLAY 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 512;
    private static final int BASE_SECTORS = 32, BASE_ID = 40;
    private static final int RECORD = Long.BYTES + BlockDevice.SECTOR_SIZE;
    private static final int RECORDS_AT_ONCE = 1024;

    private final Path path;
    private final FileChannel channel;
    private final SortedMap<Long, Long> positions = new TreeMap<>(); // sector to its data
    private long end = HEADER;

    private OverlayFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static OverlayFile create(Path path, DiskIdentity base) {
        try {
            FileChannel channel =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE_NEW);
            var file = new OverlayFile(path, channel);
            try {
                file.lock();
                file.writeHeader(base);
                return file;
            } catch (IOException | DiskImageException e) {
                channel.close();
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw new DiskImageException(
                    "The overlay " + path + " exists already; choose another name.", e);
        } catch (IOException e) {
            throw new DiskImageException(
                    "The overlay "
                            + path
                            + " cannot be made ("
                            + e.getMessage()
                            + "); check its folder and the host's disk.",
                    e);
        }
    }

    static OverlayFile open(Path path, BlockDevice base) {
        try {
            FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            var file = new OverlayFile(path, channel);
            try {
                file.lock();
                file.checkHeader(base);
                file.index(base.sectors());
                return file;
            } catch (IOException | DiskImageException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new DiskImageException(
                    "The overlay " + path + " does not exist; check the path.", e);
        } catch (IOException e) {
            throw new DiskImageException(
                    "The overlay "
                            + path
                            + " cannot be opened ("
                            + e.getMessage()
                            + "); check the file and its disk.",
                    e);
        }
    }

    private void lock() throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new DiskImageException(
                    "The overlay " + path + " is in use by another machine; stop that machine.");
        }
    }

    private void writeHeader(DiskIdentity base) throws IOException {
        var header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(0, MAGIC);
        header.putLong(BASE_SECTORS, base.sectors());
        header.put(BASE_ID, base.contentId().getBytes(StandardCharsets.US_ASCII));
        writeFully(header, 0);
    }

    private void checkHeader(BlockDevice base) throws IOException {
        var header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        readFully(header, 0);
        var magic = new byte[MAGIC.length];
        header.get(0, magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new DiskImageException(
                    path + " is no overlay; name a file that was made as one.");
        }
        var id = new byte[64];
        header.get(BASE_ID, id);
        String expected = new String(id, StandardCharsets.US_ASCII).trim().replace("\0", "");
        if (header.getLong(BASE_SECTORS) != base.sectors()
                || !expected.equals(base.identity().contentId())) {
            throw new DiskImageException(
                    "The overlay "
                            + path
                            + " does not fit "
                            + base.name()
                            + ", which is another disk or was changed since; bring back the disk"
                            + " that the overlay was made for.");
        }
    }

    private void index(long sectors) throws IOException {
        var records = ByteBuffer.allocate(RECORDS_AT_ONCE * RECORD).order(ByteOrder.LITTLE_ENDIAN);
        long whole = (channel.size() - HEADER) / RECORD;
        for (long first = 0; first < whole; first += RECORDS_AT_ONCE) {
            int count = (int) Math.min(RECORDS_AT_ONCE, whole - first);
            readFully(records.clear().limit(count * RECORD), end);
            for (int i = 0; i < count; i++) {
                long sector = records.getLong(i * RECORD);
                if (sector < 0 || sector >= sectors) {
                    throw new DiskImageException(
                            "The overlay " + path + " is damaged; bring back a copy of it.");
                }
                positions.put(sector, end + Long.BYTES);
                end += RECORD;
            }
        }
    }

    private void readFully(ByteBuffer bytes, long position) throws IOException {
        for (long at = position; bytes.hasRemaining(); ) {
            int n = channel.read(bytes, at);
            if (n < 0) {
                throw new IOException("the file ends early");
            }
            at += n;
        }
    }

    private void writeFully(ByteBuffer bytes, long position) throws IOException {
        for (long at = position; bytes.hasRemaining(); ) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public boolean contains(long sector) {
        return positions.containsKey(sector);
    }

    @Override
    public IoOutcome read(long sector, byte[] buffer, int offset) {
        Long position = positions.get(sector);
        if (position == null) {
            throw new IllegalStateException("sector " + sector + " is not in the overlay");
        }
        try {
            readFully(ByteBuffer.wrap(buffer, offset, BlockDevice.SECTOR_SIZE), position);
            return IoOutcome.OK;
        } catch (IOException e) {
            return IoOutcome.READ_ERROR;
        }
    }

    @Override
    public IoOutcome write(long sector, byte[] buffer, int offset) {
        try {
            Long position = positions.get(sector);
            if (position != null) {
                writeFully(ByteBuffer.wrap(buffer, offset, BlockDevice.SECTOR_SIZE), position);
                return IoOutcome.OK;
            }
            var record = ByteBuffer.allocate(RECORD).order(ByteOrder.LITTLE_ENDIAN);
            record.putLong(sector).put(buffer, offset, BlockDevice.SECTOR_SIZE).flip();
            writeFully(record, end);
            positions.put(sector, end + Long.BYTES);
            end += RECORD;
            return IoOutcome.OK;
        } catch (IOException e) {
            return IoOutcome.WRITE_ERROR; // what was written of a new record is not counted
        }
    }

    @Override
    public long[] sectors() {
        return positions.keySet().stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public IoOutcome flush() {
        try {
            channel.force(true);
            return IoOutcome.OK;
        } catch (IOException e) {
            return IoOutcome.WRITE_ERROR;
        }
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        boolean flushed = flush().isOk();
        try {
            channel.close();
        } catch (IOException e) {
            flushed = false;
        }
        if (!flushed) {
            throw new DiskImageException(
                    "The last writes to the overlay "
                            + path
                            + " may be lost; check the host's disk.");
        }
    }
}
