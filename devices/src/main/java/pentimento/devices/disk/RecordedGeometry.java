package pentimento.devices.disk;

import java.util.Optional;

/**
 * The heads and sectors per track that a disk was partitioned or formatted with. A partition table
 * counts if the CHS and LBA addresses of all its partitions agree; else the BIOS parameter block of
 * the first partition, or of sector 0.
 *
 * @param source words for the log
 */
record RecordedGeometry(int heads, int sectorsPerTrack, String source) {
    private static final int SIGNATURE = 0x1FE, TABLE = 0x1BE, ENTRY = 16, ENTRIES = 4;
    private static final int ACTIVE = 0, START_CHS = 1, TYPE = 4, END_CHS = 5;
    private static final int START_LBA = 8, LENGTH = 12;
    private static final int BPB_BYTES_PER_SECTOR = 0x0B;
    private static final int BPB_SECTORS_PER_TRACK = 0x18, BPB_HEADS = 0x1A;
    private static final int LAST_INT13_CYLINDER = 1_023;

    static Optional<RecordedGeometry> find(BlockDevice disk) {
        var sector = new byte[BlockDevice.SECTOR_SIZE];
        if (!disk.read(0, 1, sector, 0).isOk() || u16(sector, SIGNATURE) != 0xAA55) {
            return Optional.empty();
        }
        if (!isPartitionTable(sector, disk.sectors())) {
            return ofBootSector(sector, "its boot sector");
        }
        return ofPartitions(sector).or(() -> ofFirstPartition(disk, sector));
    }

    private static Optional<RecordedGeometry> ofFirstPartition(BlockDevice disk, byte[] mbr) {
        for (int entry = TABLE; entry < SIGNATURE; entry += ENTRY) {
            if (mbr[entry + TYPE] != 0) {
                var boot = new byte[BlockDevice.SECTOR_SIZE];
                boolean usable =
                        disk.read(u32(mbr, entry + START_LBA), 1, boot, 0).isOk()
                                && u16(boot, SIGNATURE) == 0xAA55;
                return usable
                        ? ofBootSector(boot, "its first partition's boot sector")
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** A boot sector of a disk without partitions has code where a table would be. */
    private static boolean isPartitionTable(byte[] sector, long sectors) {
        boolean any = false;
        for (int i = 0; i < ENTRIES; i++) {
            int entry = TABLE + i * ENTRY;
            if ((sector[entry + ACTIVE] & 0x7F) != 0) {
                return false;
            }
            long start = u32(sector, entry + START_LBA);
            long length = u32(sector, entry + LENGTH);
            if (sector[entry + TYPE] != 0) {
                if (start == 0 || length == 0 || start + length > sectors) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    private static Optional<RecordedGeometry> ofPartitions(byte[] mbr) {
        int heads = 0;
        int sectorsPerTrack = 0;
        for (int entry = TABLE; entry < SIGNATURE; entry += ENTRY) {
            if (mbr[entry + TYPE] != 0) {
                heads = Math.max(heads, head(mbr, entry + END_CHS) + 1);
                sectorsPerTrack = Math.max(sectorsPerTrack, sector(mbr, entry + END_CHS));
            }
        }
        if (heads < 2 || heads > DiskGeometry.MOST_HEADS || sectorsPerTrack == 0) {
            return Optional.empty();
        }
        for (int entry = TABLE; entry < SIGNATURE; entry += ENTRY) {
            if (mbr[entry + TYPE] != 0) {
                long start = u32(mbr, entry + START_LBA);
                long end = start + u32(mbr, entry + LENGTH) - 1;
                if (!agrees(mbr, entry + START_CHS, start, heads, sectorsPerTrack)
                        || !agrees(mbr, entry + END_CHS, end, heads, sectorsPerTrack)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new RecordedGeometry(heads, sectorsPerTrack, "its own partition table"));
    }

    /** Beyond cylinder 1023 the CHS address is a stopper and says nothing. */
    private static boolean agrees(byte[] mbr, int chs, long lba, int heads, int sectorsPerTrack) {
        if (lba / ((long) heads * sectorsPerTrack) > LAST_INT13_CYLINDER) {
            return cylinder(mbr, chs) >= LAST_INT13_CYLINDER - 1;
        }
        long chsLba =
                ((long) cylinder(mbr, chs) * heads + head(mbr, chs)) * sectorsPerTrack
                        + sector(mbr, chs)
                        - 1;
        return chsLba == lba;
    }

    private static Optional<RecordedGeometry> ofBootSector(byte[] boot, String source) {
        int heads = u16(boot, BPB_HEADS);
        int sectorsPerTrack = u16(boot, BPB_SECTORS_PER_TRACK);
        boolean jumps = boot[0] == (byte) 0xEB || boot[0] == (byte) 0xE9;
        boolean plausible =
                jumps
                        && u16(boot, BPB_BYTES_PER_SECTOR) == BlockDevice.SECTOR_SIZE
                        && heads >= 1
                        && heads <= DiskGeometry.MOST_HEADS
                        && sectorsPerTrack >= 1
                        && sectorsPerTrack <= DiskGeometry.MOST_SECTORS_PER_TRACK;
        return plausible
                ? Optional.of(new RecordedGeometry(heads, sectorsPerTrack, source))
                : Optional.empty();
    }

    private static int head(byte[] table, int chs) {
        return table[chs] & 0xFF;
    }

    private static int sector(byte[] table, int chs) {
        return table[chs + 1] & 0x3F;
    }

    private static int cylinder(byte[] table, int chs) {
        return table[chs + 2] & 0xFF | (table[chs + 1] & 0xC0) << 2;
    }

    private static int u16(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }

    private static long u32(byte[] bytes, int at) {
        return u16(bytes, at) | (long) u16(bytes, at + 2) << 16;
    }
}
