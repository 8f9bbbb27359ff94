package pentimento.devices.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HardDiskGeometryTest {
    /** A disk of any length whose first sectors have contents. */
    private static BlockDevice disk(long sectors, byte[]... first) {
        return new BlockDevice() {
            @Override
            public long sectors() {
                return sectors;
            }

            @Override
            public boolean isReadOnly() {
                return true;
            }

            @Override
            public DiskIdentity identity() {
                throw new IllegalStateException("not asked for");
            }

            @Override
            public String name() {
                return "c.img";
            }

            @Override
            public IoOutcome read(long sector, int count, byte[] buffer, int offset) {
                if (sector < first.length) {
                    System.arraycopy(first[(int) sector], 0, buffer, offset, 512);
                }
                return IoOutcome.OK;
            }

            @Override
            public IoOutcome write(long sector, int count, byte[] buffer, int offset) {
                return IoOutcome.WRITE_PROTECTED;
            }

            @Override
            public IoOutcome flush() {
                return IoOutcome.OK;
            }

            @Override
            public void close() {}
        };
    }

    private static void put(byte[] sector, int at, int... values) {
        for (int i = 0; i < values.length; i++) {
            sector[at + i] = (byte) values[i];
        }
    }

    private static byte[] partitioned(int heads, int sectorsPerTrack, int cylinders) {
        var mbr = new byte[512];
        int length = heads * sectorsPerTrack * cylinders - sectorsPerTrack;
        put(mbr, 0x1BE, 0x80, 1, 1, 0, 6);
        int last = cylinders - 1;
        put(mbr, 0x1C3, heads - 1, sectorsPerTrack | last >> 8 << 6, last & 0xFF);
        put(mbr, 0x1C6, sectorsPerTrack, 0, 0, 0);
        put(mbr, 0x1CA, length & 0xFF, length >> 8 & 0xFF, length >> 16 & 0xFF, length >> 24);
        put(mbr, 0x1FE, 0x55, 0xAA);
        return mbr;
    }

    @ParameterizedTest
    @CsvSource({
        // MiB, IDENTIFY, INT 13h
        "1, 2/16/63, 2/16/63",
        "64, 130/16/63, 130/16/63",
        "504, 1024/16/63, 1024/16/63",
        "505, 1026/16/63, 513/32/63",
        "2048, 4161/16/63, 520/128/63",
        "4000, 8126/16/63, 1015/128/63",
        "8000, 16253/16/63, 1019/255/63",
        "100000, 16383/16/63, 1024/255/63",
    })
    void bySize(long mib, String identify, String logical) {
        var geometry = HardDiskGeometry.of(disk(mib * 2048));
        assertThat(geometry.identify()).hasToString(identify);
        assertThat(geometry.logical()).hasToString(logical);
        assertThat(geometry.reason()).startsWith("c.img: ").contains("its size", identify);
    }

    @Test
    void aPartitionTableWinsWhereItIsConsistent() {
        var geometry = HardDiskGeometry.of(disk(131072, partitioned(8, 32, 512)));
        assertThat(geometry.identify()).hasToString("512/8/32");
        assertThat(geometry.logical()).isEqualTo(geometry.identify());
        assertThat(geometry.reason()).contains("partition table");
    }

    @Test
    void aTranslatedPartitionTableChangesInt13Alone() {
        var geometry = HardDiskGeometry.of(disk(131072, partitioned(255, 63, 8)));
        assertThat(geometry.identify()).hasToString("130/16/63");
        assertThat(geometry.logical()).hasToString("8/255/63");
    }

    @Test
    void anInconsistentPartitionTableIsIgnored() {
        byte[] mbr = partitioned(8, 32, 512);
        mbr[0x1CA] ^= 1;
        assertThat(HardDiskGeometry.of(disk(131072, mbr)).logical()).hasToString("130/16/63");
    }

    @Test
    void aBootSectorWithoutPartitionsCounts() {
        var boot = new byte[512];
        put(boot, 0, 0xEB, 0x3C, 0x90);
        put(boot, 0x0B, 0, 2);
        put(boot, 0x18, 17, 0, 4, 0);
        put(boot, 0x1BE, 0x11); // code where a table would be
        put(boot, 0x1FE, 0x55, 0xAA);
        var geometry = HardDiskGeometry.of(disk(41820, boot));
        assertThat(geometry.identify()).hasToString("615/4/17");
        assertThat(geometry.reason()).contains("boot sector");
    }

    @Test
    void theUsersWordWins() {
        var geometry = HardDiskGeometry.of(disk(41820), DiskGeometry.parse("615/4/17"));
        assertThat(geometry.identify()).hasToString("615/4/17");
        assertThat(geometry.logical()).hasToString("615/4/17");
        assertThatThrownBy(() -> HardDiskGeometry.of(disk(100), DiskGeometry.parse("615,4,17")))
                .isInstanceOf(DiskImageException.class)
                .hasMessageContaining("c.img has 100 sectors, too few");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"10/300/5", "1/2", "a/b/c", "0/1/1", "1/1/64"})
    void nonsenseIsRefused(String text) {
        assertThatThrownBy(() -> DiskGeometry.parse(text))
                .isInstanceOf(DiskImageException.class)
                .hasMessageContaining("is no disk geometry");
    }

    @Test
    void aTinyDiskIsRefused() {
        assertThatThrownBy(() -> HardDiskGeometry.of(disk(62)))
                .isInstanceOf(DiskImageException.class)
                .hasMessageContaining("too few for a hard disk");
    }
}
