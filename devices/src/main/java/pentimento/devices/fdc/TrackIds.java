package pentimento.devices.fdc;

/** The ids that the host gives to FORMAT TRACK: C, H, R, N for each sector. */
final class TrackIds {
    static final int ID_LENGTH = 4;

    private static final int SIZE_CODE = 2; // 512 bytes

    private TrackIds() {}

    /**
     * @return true if the track gets each sector of the image's format once, in whatever order
     */
    static boolean areStandard(byte[] ids, int sectors, int cylinder, int head) {
        long seen = 0;
        for (int i = 0; i < sectors; i++) {
            int at = i * ID_LENGTH;
            int record = ids[at + 2] & 0xFF;
            boolean standard =
                    (ids[at] & 0xFF) == cylinder
                            && ids[at + 1] == head
                            && record >= 1
                            && record <= sectors
                            && ids[at + 3] == SIZE_CODE
                            && (seen & 1L << record) == 0;
            if (!standard) {
                return false;
            }
            seen |= 1L << record;
        }
        return true;
    }
}
