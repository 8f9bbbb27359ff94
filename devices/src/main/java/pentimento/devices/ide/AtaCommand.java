package pentimento.devices.ide;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The commands of ATA disks, ATA-1 to ATA-6, without DMA. */
enum AtaCommand {
    // @formatter:off
    //                         first, last, alias
    NOP                       (0x00, 0x00),
    RECALIBRATE               (0x10, 0x1F),
    READ_SECTORS              (0x20, 0x21),
    READ_LONG                 (0x22, 0x23),
    READ_SECTORS_EXT          (0x24, 0x24),
    READ_NATIVE_MAX_EXT       (0x27, 0x27),
    READ_MULTIPLE_EXT         (0x29, 0x29),
    WRITE_SECTORS             (0x30, 0x31),
    WRITE_LONG                (0x32, 0x33),
    WRITE_SECTORS_EXT         (0x34, 0x34),
    WRITE_MULTIPLE_EXT        (0x39, 0x39),
    WRITE_VERIFY              (0x3C, 0x3C),
    READ_VERIFY               (0x40, 0x41),
    READ_VERIFY_EXT           (0x42, 0x42),
    SEEK                      (0x70, 0x7F),
    INITIALIZE_PARAMETERS     (0x91, 0x91),
    STANDBY_IMMEDIATE         (0x94, 0x94, 0xE0),
    IDLE_IMMEDIATE            (0x95, 0x95, 0xE1),
    STANDBY                   (0x96, 0x96, 0xE2),
    IDLE                      (0x97, 0x97, 0xE3),
    CHECK_POWER_MODE          (0x98, 0x98, 0xE5),
    SLEEP                     (0x99, 0x99, 0xE6),
    READ_MULTIPLE             (0xC4, 0xC4),
    WRITE_MULTIPLE            (0xC5, 0xC5),
    SET_MULTIPLE              (0xC6, 0xC6),
    READ_BUFFER               (0xE4, 0xE4),
    FLUSH_CACHE               (0xE7, 0xE7),
    WRITE_BUFFER              (0xE8, 0xE8),
    FLUSH_CACHE_EXT           (0xEA, 0xEA),
    IDENTIFY                  (0xEC, 0xEC),
    SET_FEATURES              (0xEF, 0xEF),
    READ_NATIVE_MAX           (0xF8, 0xF8),
    UNSUPPORTED               (-1, -1);
    // @formatter:on

    private static final List<AtaCommand> BY_OPCODE =
            IntStream.range(0, 256).mapToObj(AtaCommand::find).toList();

    private static final int NO_ALIAS = -1;

    private final int first;
    private final int last;
    private final int alias;

    AtaCommand(int first, int last, int alias) {
        this.first = first;
        this.last = last;
        this.alias = alias;
    }

    AtaCommand(int first, int last) {
        this(first, last, NO_ALIAS);
    }

    private static AtaCommand find(int opcode) {
        return Arrays.stream(values())
                .filter(c -> opcode >= c.first && opcode <= c.last || opcode == c.alias)
                .findFirst()
                .orElse(UNSUPPORTED);
    }

    static AtaCommand of(int opcode) {
        return BY_OPCODE.get(opcode);
    }

    /** 48-bit addresses. */
    boolean isExt() {
        return switch (this) {
            case READ_SECTORS_EXT,
                    READ_NATIVE_MAX_EXT,
                    READ_MULTIPLE_EXT,
                    WRITE_SECTORS_EXT,
                    WRITE_MULTIPLE_EXT,
                    READ_VERIFY_EXT ->
                    true;
            default -> false;
        };
    }

    boolean isMultiple() {
        return this == READ_MULTIPLE
                || this == READ_MULTIPLE_EXT
                || this == WRITE_MULTIPLE
                || this == WRITE_MULTIPLE_EXT;
    }

    boolean isLong() {
        return this == READ_LONG || this == WRITE_LONG;
    }
}
