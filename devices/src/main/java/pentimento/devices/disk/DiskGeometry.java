package pentimento.devices.disk;

/**
 * Cylinders, heads and sectors per track.
 *
 * @param cylinders 1..65535
 * @param heads 1..255
 * @param sectorsPerTrack 1..63
 */
public record DiskGeometry(int cylinders, int heads, int sectorsPerTrack) {
    public static final int MOST_HEADS = 255, MOST_SECTORS_PER_TRACK = 63;
    private static final int MOST_CYLINDERS = 65_535;

    public DiskGeometry {
        if (cylinders < 1
                || cylinders > MOST_CYLINDERS
                || heads < 1
                || heads > MOST_HEADS
                || sectorsPerTrack < 1
                || sectorsPerTrack > MOST_SECTORS_PER_TRACK) {
            throw new IllegalArgumentException(
                    cylinders
                            + "/"
                            + heads
                            + "/"
                            + sectorsPerTrack
                            + " is no disk geometry; give cylinders/heads/sectors, at most"
                            + " 65535/255/63.");
        }
    }

    /**
     * @param text "C/H/S" or "C,H,S"
     * @throws DiskImageException with a sentence for the user
     */
    public static DiskGeometry parse(String text) {
        String[] numbers = text.split("[/,]", -1);
        if (numbers.length == 3) {
            try {
                return new DiskGeometry(
                        Integer.parseInt(numbers[0].strip()),
                        Integer.parseInt(numbers[1].strip()),
                        Integer.parseInt(numbers[2].strip()));
            } catch (IllegalArgumentException e) {
                throw notAGeometry(text, e);
            }
        }
        throw notAGeometry(text, new IllegalArgumentException("three numbers are needed"));
    }

    private static DiskImageException notAGeometry(String text, IllegalArgumentException cause) {
        return new DiskImageException(
                "\""
                        + text
                        + "\" is no disk geometry; give cylinders/heads/sectors, at most"
                        + " 65535/255/63.",
                cause);
    }

    public long sectors() {
        return (long) cylinders * heads * sectorsPerTrack;
    }

    /**
     * @param sector 1..sectors per track
     */
    public long lba(int cylinder, int head, int sector) {
        return ((long) cylinder * heads + head) * sectorsPerTrack + sector - 1;
    }

    @Override
    public String toString() {
        return cylinders + "/" + heads + "/" + sectorsPerTrack;
    }
}
