package pentimento.devices.ide;

/**
 * What REQUEST SENSE tells: key, additional sense code and qualifier.
 *
 * @see "SFF-8020i r2.6, table 140; MMC-2, annex"
 */
enum CdSense {
    // @formatter:off
    NONE                     (0x0, 0x00, 0x00),
    NO_MEDIUM                (0x2, 0x3A, 0x00),
    UNRECOVERED_READ         (0x3, 0x11, 0x00),
    INVALID_COMMAND          (0x5, 0x20, 0x00),
    ADDRESS_OUT_OF_RANGE     (0x5, 0x21, 0x00),
    INVALID_FIELD            (0x5, 0x24, 0x00),
    REMOVAL_PREVENTED        (0x5, 0x53, 0x02),
    ILLEGAL_MODE_FOR_TRACK   (0x5, 0x64, 0x00),
    MEDIUM_CHANGED           (0x6, 0x28, 0x00);
    // @formatter:on

    private final int key;
    private final int code;
    private final int qualifier;

    CdSense(int key, int code, int qualifier) {
        this.key = key;
        this.code = code;
        this.qualifier = qualifier;
    }

    int key() {
        return key;
    }

    /** The 18 bytes of REQUEST SENSE. */
    byte[] bytes() {
        var data = new byte[18];
        data[0] = 0x70; // current error
        data[2] = (byte) key;
        data[7] = 10; // bytes that follow
        data[12] = (byte) code;
        data[13] = (byte) qualifier;
        return data;
    }
}
