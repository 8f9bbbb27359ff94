package pentimento.devices.fdc;

/** Bits of the status registers. @see "Intel 82077AA datasheet, order 290166, 5.1" */
final class FdcStatus {
    private FdcStatus() {}

    /** ST0. */
    static final int ABNORMAL = 0x40,
            INVALID_COMMAND = 0x80,
            POLLED = 0xC0,
            SEEK_END = 0x20,
            EQUIPMENT_CHECK = 0x10;

    /** ST1. */
    static final int END_OF_CYLINDER = 0x80,
            DATA_ERROR = 0x20,
            OVERRUN = 0x10,
            NO_DATA = 0x04,
            NOT_WRITABLE = 0x02,
            MISSING_ADDRESS_MARK = 0x01;

    /** ST2. */
    static final int CONTROL_MARK = 0x40,
            DATA_ERROR_IN_DATA = 0x20,
            WRONG_CYLINDER = 0x10,
            SCAN_EQUAL_HIT = 0x08,
            SCAN_NOT_SATISFIED = 0x04,
            BAD_CYLINDER = 0x02;

    /** ST3; bits 5 and 3 are always one. */
    static final int WRITE_PROTECTED = 0x40, TRACK_0 = 0x10, ALWAYS_ONE = 0x28;
}
