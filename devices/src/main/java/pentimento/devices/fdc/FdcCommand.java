package pentimento.devices.fdc;

/**
 * The command set, in the order of the datasheet's table 5-1.
 *
 * @see "Intel 82077AA datasheet, order 290166, 5.0"
 */
enum FdcCommand {
    // @formatter:off
    //              fixed bits  code  bytes
    READ_DATA          (0x1F,   0x06, 9),
    READ_DELETED_DATA  (0x1F,   0x0C, 9),
    WRITE_DATA         (0x3F,   0x05, 9),
    WRITE_DELETED_DATA (0x3F,   0x09, 9),
    READ_TRACK         (0x9F,   0x02, 9),
    VERIFY             (0x1F,   0x16, 9),
    VERSION            (0xFF,   0x10, 1),
    FORMAT_TRACK       (0xBF,   0x0D, 6),
    SCAN_EQUAL         (0x1F,   0x11, 9),
    SCAN_LOW_OR_EQUAL  (0x1F,   0x19, 9),
    SCAN_HIGH_OR_EQUAL (0x1F,   0x1D, 9),
    RECALIBRATE        (0xFF,   0x07, 2),
    SENSE_INTERRUPT    (0xFF,   0x08, 1),
    SPECIFY            (0xFF,   0x03, 3),
    SENSE_DRIVE_STATUS (0xFF,   0x04, 2),
    SEEK               (0xFF,   0x0F, 3),
    CONFIGURE          (0xFF,   0x13, 4),
    RELATIVE_SEEK      (0xBF,   0x8F, 3),
    DUMPREG            (0xFF,   0x0E, 1),
    READ_ID            (0xBF,   0x0A, 2),
    PERPENDICULAR_MODE (0xFF,   0x12, 2),
    LOCK               (0x7F,   0x14, 1),
    INVALID            (0x00,   0x00, 1);
    // @formatter:on

    /** Of the first byte. */
    static final int MULTITRACK = 0x80, MFM = 0x40, SKIP = 0x20;

    private final int fixed;
    private final int code;
    private final int length;

    FdcCommand(int fixed, int code, int length) {
        this.fixed = fixed;
        this.code = code;
        this.length = length;
    }

    /**
     * @param first the first byte of the command phase
     */
    static FdcCommand decode(int first) {
        for (FdcCommand command : values()) {
            if ((first & command.fixed) == command.code) {
                return command;
            }
        }
        throw new IllegalStateException("INVALID matches all");
    }

    /** Bytes of the command phase, the first included. */
    int length() {
        return length;
    }

    boolean isWrite() {
        return this == WRITE_DATA || this == WRITE_DELETED_DATA || this == FORMAT_TRACK;
    }

    boolean isScan() {
        return this == SCAN_EQUAL || this == SCAN_LOW_OR_EQUAL || this == SCAN_HIGH_OR_EQUAL;
    }

    boolean wantsDeletedData() {
        return this == READ_DELETED_DATA || this == WRITE_DELETED_DATA;
    }

    /** The host gives bytes in the execution phase; else it takes them. */
    boolean takesFromHost() {
        return isWrite() || isScan();
    }
}
