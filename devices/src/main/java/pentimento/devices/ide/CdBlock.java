package pentimento.devices.ide;

import java.util.Arrays;
import pentimento.devices.disk.CdImage;
import pentimento.devices.disk.IoOutcome;

/**
 * A block of mode 1 as READ CD gives it: the parts that byte 9 of the packet asks for, of 12 bytes
 * of sync, 4 of header, 2048 of data and 288 of EDC and ECC (which an ISO image has not: zeros).
 *
 * @see "MMC-2, 6.1.15: READ CD"
 */
final class CdBlock {
    static final int SYNC = 0x80, HEADER = 0x20, USER_DATA = 0x10, EDC_ECC = 0x08;
    private static final int SYNC_LENGTH = 12, HEADER_LENGTH = 4, EDC_ECC_LENGTH = 288;
    private static final int FRAMES = 75, SECONDS = 60, LEAD_IN = 150;

    /** The longest block. */
    static final int RAW = SYNC_LENGTH + HEADER_LENGTH + CdImage.BLOCK_SIZE + EDC_ECC_LENGTH;

    private CdBlock() {}

    static int length(int parts) {
        return ((parts & SYNC) != 0 ? SYNC_LENGTH : 0)
                + ((parts & HEADER) != 0 ? HEADER_LENGTH : 0)
                + ((parts & USER_DATA) != 0 ? CdImage.BLOCK_SIZE : 0)
                + ((parts & EDC_ECC) != 0 ? EDC_ECC_LENGTH : 0);
    }

    static IoOutcome read(CdImage disc, int block, int parts, byte[] buffer, int offset) {
        int at = offset;
        if ((parts & SYNC) != 0) {
            for (int i = 0; i < SYNC_LENGTH; i++) {
                buffer[at + i] = (byte) (i == 0 || i == SYNC_LENGTH - 1 ? 0 : 0xFF);
            }
            at += SYNC_LENGTH;
        }
        if ((parts & HEADER) != 0) {
            int msf = msf(block);
            buffer[at] = (byte) bcd(msf >> 16);
            buffer[at + 1] = (byte) bcd(msf >> 8 & 0xFF);
            buffer[at + 2] = (byte) bcd(msf & 0xFF);
            buffer[at + 3] = 1; // mode 1
            at += HEADER_LENGTH;
        }
        IoOutcome outcome = IoOutcome.OK;
        if ((parts & USER_DATA) != 0) {
            outcome = disc.read(block, buffer, at);
            at += CdImage.BLOCK_SIZE;
        }
        if ((parts & EDC_ECC) != 0) {
            Arrays.fill(buffer, at, at + EDC_ECC_LENGTH, (byte) 0);
        }
        return outcome;
    }

    /**
     * @return minute, second and frame in bits 23-16, 15-8, 7-0
     */
    static int msf(int block) {
        int frames = block + LEAD_IN;
        return frames / (FRAMES * SECONDS) << 16 | frames / FRAMES % SECONDS << 8 | frames % FRAMES;
    }

    static int block(int minute, int second, int frame) {
        return (minute * SECONDS + second) * FRAMES + frame - LEAD_IN;
    }

    private static int bcd(int value) {
        return value / 10 << 4 | value % 10;
    }
}
