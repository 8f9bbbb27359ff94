package pentimento.devices.disk;

/** A disk in memory: an embedded image, a scratch disk. Its contents end with the machine. */
public final class MemoryDisk implements BlockDevice {
    private final String name;
    private final byte[] contents;
    private final boolean readOnly;
    private long generation;
    private long hashedGeneration = -1;
    private String contentId = "";

    /** A blank disk. */
    public MemoryDisk(String name, int sectors) {
        this(name, new byte[sectors * SECTOR_SIZE], false);
    }

    /**
     * @param contents a multiple of 512 bytes; the disk works on this array
     */
    public MemoryDisk(String name, byte[] contents, boolean readOnly) {
        if (contents.length == 0 || contents.length % SECTOR_SIZE != 0) {
            throw new IllegalArgumentException(name + " has no whole number of sectors");
        }
        this.name = name;
        this.contents = contents;
        this.readOnly = readOnly;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectors() {
        return contents.length / SECTOR_SIZE;
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
        return new DiskIdentity(sectors(), contentId, generation);
    }

    @Override
    public IoOutcome read(long sector, int count, byte[] buffer, int offset) {
        checkRange(sector, count);
        System.arraycopy(contents, (int) sector * SECTOR_SIZE, buffer, offset, count * SECTOR_SIZE);
        return IoOutcome.OK;
    }

    @Override
    public IoOutcome write(long sector, int count, byte[] buffer, int offset) {
        checkRange(sector, count);
        if (readOnly) {
            return IoOutcome.WRITE_PROTECTED;
        }
        generation++;
        System.arraycopy(buffer, offset, contents, (int) sector * SECTOR_SIZE, count * SECTOR_SIZE);
        return IoOutcome.OK;
    }

    @Override
    public IoOutcome flush() {
        return IoOutcome.OK;
    }

    @Override
    public void close() {}
}
