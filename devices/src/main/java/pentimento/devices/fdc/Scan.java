package pentimento.devices.fdc;

/**
 * The comparison of the SCAN commands.
 *
 * @see "Intel 8272A datasheet, Scan Commands"
 */
final class Scan {
    private static final byte MATCHES_ALL = (byte) 0xFF;

    private Scan() {}

    /**
     * FFh on either side matches anything; the first byte that differs decides.
     *
     * @return 0 if equal, else the sign of disk minus host
     */
    static int difference(byte[] onDisk, byte[] fromHost) {
        for (int i = 0; i < onDisk.length; i++) {
            boolean compared = onDisk[i] != MATCHES_ALL && fromHost[i] != MATCHES_ALL;
            if (compared && onDisk[i] != fromHost[i]) {
                return (onDisk[i] & 0xFF) - (fromHost[i] & 0xFF);
            }
        }
        return 0;
    }

    static boolean isSatisfied(FdcCommand command, int difference) {
        return switch (command) {
            case SCAN_LOW_OR_EQUAL -> difference <= 0;
            case SCAN_HIGH_OR_EQUAL -> difference >= 0;
            default -> difference == 0;
        };
    }
}
