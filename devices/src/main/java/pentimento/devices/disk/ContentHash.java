package pentimento.devices.disk;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The id of a disk's contents: SHA-256 over all sectors. */
final class ContentHash {
    private static final int CHUNK_SECTORS = 128;
    private static final String UNREADABLE = "unreadable";

    private ContentHash() {}

    /**
     * @return 64 hexadecimal digits, or "unreadable" if the host cannot read all of it
     */
    static String of(BlockDevice disk) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        var chunk = new byte[CHUNK_SECTORS * BlockDevice.SECTOR_SIZE];
        for (long sector = 0; sector < disk.sectors(); sector += CHUNK_SECTORS) {
            int count = (int) Math.min(CHUNK_SECTORS, disk.sectors() - sector);
            if (!disk.read(sector, count, chunk, 0).isOk()) {
                return UNREADABLE;
            }
            digest.update(chunk, 0, count * BlockDevice.SECTOR_SIZE);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
