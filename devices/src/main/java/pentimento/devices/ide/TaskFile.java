package pentimento.devices.ide;

import java.util.Arrays;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The registers of a command block that hold parameters. Each keeps the value before its last
 * write, as the 48-bit commands need it.
 *
 * @see "NCITS 361 (ATA-6), 6.2: 48-bit address feature set"
 */
final class TaskFile implements Stateful {
    static final int FEATURES = 1, COUNT = 2, LBA_LOW = 3, LBA_MID = 4, LBA_HIGH = 5, DEVICE = 6;
    static final int DEVICE_LBA = 0x40, DEVICE_SLAVE = 0x10, DEVICE_HEAD = 0x0F;
    private static final int DEVICE_ONES = 0xA0;
    private static final int REGISTERS = 7;

    private final int[] current = new int[REGISTERS];
    private final int[] previous = new int[REGISTERS];

    int read(int register, boolean beforeLastWrite) {
        return beforeLastWrite ? previous[register] : current[register];
    }

    void write(int register, int value) {
        previous[register] = current[register];
        current[register] = value;
    }

    int features() {
        return current[FEATURES];
    }

    int count() {
        return current[COUNT];
    }

    int lbaLow() {
        return current[LBA_LOW];
    }

    int device() {
        return current[DEVICE];
    }

    /** The cylinder, or a packet command's byte count. */
    int word() {
        return current[LBA_MID] | current[LBA_HIGH] << 8;
    }

    /** The drive shows a value; no write by the host. */
    void show(int register, int value) {
        current[register] = value & 0xFF;
    }

    void showWord(int value) {
        show(LBA_MID, value);
        show(LBA_HIGH, value >> 8);
    }

    /** What a drive shows after reset and diagnostics. */
    void signature(int cylinderLow, int cylinderHigh) {
        Arrays.fill(previous, 0);
        show(COUNT, 1);
        show(LBA_LOW, 1);
        show(LBA_MID, cylinderLow);
        show(LBA_HIGH, cylinderHigh);
        show(DEVICE, DEVICE_ONES);
    }

    boolean isLba() {
        return (device() & DEVICE_LBA) != 0;
    }

    int head() {
        return device() & DEVICE_HEAD;
    }

    long lba28() {
        return (long) head() << 24 | current[LBA_HIGH] << 16 | current[LBA_MID] << 8 | lbaLow();
    }

    void lba28(long lba) {
        show(DEVICE, device() & ~DEVICE_HEAD | (int) (lba >> 24) & DEVICE_HEAD);
        showWord((int) (lba >> 8));
        show(LBA_LOW, (int) lba);
    }

    void chs(int cylinder, int head, int sector) {
        show(DEVICE, device() & ~DEVICE_HEAD | head & DEVICE_HEAD);
        showWord(cylinder);
        show(LBA_LOW, sector);
    }

    long lba48() {
        return (long) previous[LBA_HIGH] << 40
                | (long) previous[LBA_MID] << 32
                | (long) previous[LBA_LOW] << 24
                | current[LBA_HIGH] << 16
                | current[LBA_MID] << 8
                | lbaLow();
    }

    void lba48(long lba) {
        previous[LBA_HIGH] = (int) (lba >> 40) & 0xFF;
        previous[LBA_MID] = (int) (lba >> 32) & 0xFF;
        previous[LBA_LOW] = (int) (lba >> 24) & 0xFF;
        showWord((int) (lba >> 8));
        show(LBA_LOW, (int) lba);
    }

    /** 1..256. */
    int count28() {
        return count() == 0 ? 256 : count();
    }

    /** 1..65536. */
    int count48() {
        int count = previous[COUNT] << 8 | current[COUNT];
        return count == 0 ? 65_536 : count;
    }

    void count48(int count) {
        previous[COUNT] = count >> 8 & 0xFF;
        show(COUNT, count);
    }

    @Override
    public void exchange(StateCodec state) {
        state.ints("current", current);
        state.ints("previous", previous);
    }
}
