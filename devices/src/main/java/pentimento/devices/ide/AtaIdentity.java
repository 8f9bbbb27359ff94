package pentimento.devices.ide;

import pentimento.devices.disk.BlockDevice;
import pentimento.devices.disk.DiskGeometry;

/**
 * What IDENTIFY DEVICE tells of a disk.
 *
 * @param sectors all of them
 * @param defaults the geometry after reset
 * @param translation the one in force
 * @param multiple sectors in a block of READ MULTIPLE, 0 if not set
 * @see "NCITS 361 (ATA-6), 8.15.8: IDENTIFY DEVICE data"
 */
record AtaIdentity(
        String serial, long sectors, DiskGeometry defaults, Translation translation, int multiple) {
    static final int MOST_MULTIPLE = 16, ECC_BYTES = 4;

    IdentifyData data() {
        int heads = translation.heads();
        int sectorsPerTrack = translation.sectorsPerTrack();
        long lba28Sectors = Math.min(sectors, (1 << 28) - 1);
        long chsSectors = Math.min(sectors, defaults.sectors());
        int cylinders = (int) Math.min(chsSectors / ((long) heads * sectorsPerTrack), 65_535);
        return new IdentifyData()
                .word(0, 0x0040) // fixed disk
                .word(1, defaults.cylinders())
                .word(3, defaults.heads())
                .word(4, defaults.sectorsPerTrack() * BlockDevice.SECTOR_SIZE)
                .word(5, BlockDevice.SECTOR_SIZE)
                .word(6, defaults.sectorsPerTrack())
                .text(10, 10, serial)
                .word(20, 3) // dual-ported buffer with read cache
                .word(21, 512) // of 256 KiB
                .word(22, ECC_BYTES)
                .text(23, 4, "1.0")
                .text(27, 20, "PENTIMENTO HARD DISK")
                .word(47, 0x8000 | MOST_MULTIPLE)
                .word(48, 1) // 32-bit access to the data port
                .word(49, 0x0E00) // IORDY, IORDY can be disabled, LBA
                .word(51, 0x0200) // PIO mode 2 without IORDY
                .word(53, 0x0003) // words 54-58 and 64-70 are valid
                .word(54, cylinders)
                .word(55, heads)
                .word(56, sectorsPerTrack)
                .doubleWord(57, (long) cylinders * heads * sectorsPerTrack)
                .word(59, multiple == 0 ? 0 : 0x0100 | multiple)
                .doubleWord(60, lba28Sectors)
                .word(64, 0x0003) // PIO modes 3 and 4
                .word(67, 120)
                .word(68, 120)
                .word(80, 0x007E) // ATA-1 to ATA-6
                .word(82, 0x7068) // NOP, buffers, look-ahead, write cache, power management
                .word(83, 0x7400) // FLUSH CACHE, FLUSH CACHE EXT, 48-bit
                .word(84, 0x4000)
                .word(85, 0x7068)
                .word(86, 0x3400)
                .word(87, 0x4000)
                .word(93, 0x6001) // reset: device 0 passed
                .doubleWord(100, sectors)
                .doubleWord(102, sectors >> 32);
    }
}
