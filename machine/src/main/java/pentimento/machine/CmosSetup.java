package pentimento.machine;

import java.util.List;
import java.util.Optional;
import pentimento.devices.disk.DiskGeometry;
import pentimento.devices.rtc.Mc146818;

/**
 * Fills the CMOS as the set-up program of an AT would.
 *
 * @see "docs/hardware/firmware-interface.md"
 */
final class CmosSetup {
    private static final int FLOPPY_TYPES = 0x10,
            DISK_TYPES = 0x12,
            EQUIPMENT = 0x14,
            BASE_MEMORY = 0x15;
    private static final int EXTENDED_MEMORY = 0x17,
            FIRST_DISK_TYPE = 0x19,
            SECOND_DISK_TYPE = 0x1A;
    private static final int FIRST_DISK_TABLE = 0x1B,
            SECOND_DISK_TABLE = 0x24,
            EXTENDED_MEMORY_2 = 0x30;
    private static final int MEMORY_ABOVE_16M = 0x34, THIRD_BOOT = 0x38, BOOT_ORDER = 0x3D;
    private static final int USER_TYPE = 47, TYPE_IN_EXTENSION = 0xF;
    private static final int HAS_FLOPPY = 0x01,
            HAS_FPU = 0x02,
            HAS_MOUSE = 0x04,
            SECOND_FLOPPY = 0x40;
    private static final int KIB_BELOW_1M = 1024,
            BASE_KIB = 640,
            MOST_KIB = 0xFFFF,
            KIB_BELOW_16M = 16 * 1024;

    private final Mc146818 rtc;

    CmosSetup(Mc146818 rtc) {
        this.rtc = rtc;
    }

    void fill(MachineConfig config, Drives drives, boolean hasFpu) {
        int floppies = drives.floppyType(0).cmosType() << 4 | drives.floppyType(1).cmosType();
        rtc.preset(FLOPPY_TYPES, floppies);
        boolean first = floppies >> 4 != 0, second = (floppies & 0xF) != 0;
        rtc.preset(
                EQUIPMENT,
                (first || second ? HAS_FLOPPY : 0)
                        | (hasFpu ? HAS_FPU : 0)
                        | HAS_MOUSE
                        | (second ? SECOND_FLOPPY : 0));
        int kib = config.memoryBytes() >> 10;
        word(BASE_MEMORY, BASE_KIB);
        word(EXTENDED_MEMORY, Math.min(MOST_KIB, kib - KIB_BELOW_1M));
        word(EXTENDED_MEMORY_2, Math.min(MOST_KIB, kib - KIB_BELOW_1M));
        word(MEMORY_ABOVE_16M, Math.max(0, kib - KIB_BELOW_16M) >> 6);
        disk(FIRST_DISK_TYPE, FIRST_DISK_TABLE, drives.logicalGeometry(0));
        disk(SECOND_DISK_TYPE, SECOND_DISK_TABLE, drives.logicalGeometry(1));
        rtc.preset(
                DISK_TYPES,
                (drives.logicalGeometry(0).isPresent() ? TYPE_IN_EXTENSION << 4 : 0)
                        | (drives.logicalGeometry(1).isPresent() ? TYPE_IN_EXTENSION : 0));
        bootOrder(config.boot());
        rtc.updateChecksum();
    }

    private void word(int register, int value) {
        rtc.preset(register, value & 0xFF);
        rtc.preset(register + 1, value >> 8);
    }

    private void disk(int typeRegister, int table, Optional<DiskGeometry> geometry) {
        rtc.preset(typeRegister, geometry.isPresent() ? USER_TYPE : 0);
        geometry.ifPresent(
                g -> {
                    word(table, g.cylinders());
                    rtc.preset(table + 2, g.heads());
                    word(table + 3, 0xFFFF); // no write precompensation
                    rtc.preset(table + 5, g.heads() > 8 ? 0x08 : 0);
                    word(table + 6, g.cylinders());
                    rtc.preset(table + 8, g.sectorsPerTrack());
                });
    }

    /** Writes the boot order, which lies outside of the checksum. */
    void bootOrder(List<Character> order) {
        rtc.preset(BOOT_ORDER, device(order, 0) | device(order, 1) << 4);
        rtc.preset(THIRD_BOOT, device(order, 2) << 4);
    }

    private static int device(List<Character> order, int position) {
        return position >= order.size()
                ? 0
                : switch (order.get(position)) {
                    case 'a' -> 1;
                    case 'c' -> 2;
                    case 'd' -> 3;
                    default -> 0;
                };
    }
}
