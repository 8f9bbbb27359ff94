package pentimento.devices.fdc;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * What SPECIFY, CONFIGURE, PERPENDICULAR MODE and LOCK set.
 *
 * @see "Intel 82077AA datasheet, order 290166, 5.2.6 to 5.2.10"
 */
final class FdcParameters implements Stateful {
    /** Of LOCK's first byte, and of a byte of DUMPREG. */
    static final int LOCK_BIT = 0x80;

    /** CONFIGURE's second byte; its reset value has the FIFO off and polling on. */
    private static final int IMPLIED_SEEK = 0x40,
            NO_FIFO = 0x20,
            NO_POLLING = 0x10,
            THRESHOLD = 0xF;

    private static final int NON_DMA = 1; // SPECIFY's third byte
    private static final int OVERWRITE = 0x80, GAP_AND_WGATE = 3, PERPENDICULAR_DRIVES = 0x3C;
    private static final long STEP_NANOS = 1_000_000;

    private int specify1, specify2; // SRT HUT, HLT ND
    private int configuration = NO_FIFO;
    private int precompensationTrack;
    private int perpendicular;
    private boolean locked;

    /** A software reset: LOCK keeps the FIFO's setting, threshold and precompensation track. */
    void reset() {
        if (locked) {
            configuration &= NO_FIFO | THRESHOLD;
        } else {
            configuration = NO_FIFO;
            precompensationTrack = 0;
        }
        perpendicular &= ~GAP_AND_WGATE;
    }

    void hardReset() {
        locked = false;
        specify1 = 0;
        specify2 = 0;
        perpendicular = 0;
    }

    void specify(int stepAndUnload, int loadAndDma) {
        specify1 = stepAndUnload;
        specify2 = loadAndDma;
    }

    void configure(int bits, int precompensation) {
        configuration = bits & (IMPLIED_SEEK | NO_FIFO | NO_POLLING | THRESHOLD);
        precompensationTrack = precompensation;
    }

    void perpendicularMode(int value) {
        int drives = (value & OVERWRITE) != 0 ? value : perpendicular;
        perpendicular = drives & PERPENDICULAR_DRIVES | value & GAP_AND_WGATE;
    }

    void lock(boolean locks) {
        locked = locks;
    }

    boolean usesDma() {
        return (specify2 & NON_DMA) == 0;
    }

    boolean seeksImplicitly() {
        return (configuration & IMPLIED_SEEK) != 0;
    }

    boolean polls() {
        return (configuration & NO_POLLING) == 0;
    }

    /** Bytes of the FIFO that make a request, 1..16. */
    int threshold() {
        return (configuration & NO_FIFO) != 0 ? 1 : (configuration & THRESHOLD) + 1;
    }

    /** SRT counts down from 16 ms in steps of 1 ms at 500 kbps. */
    long stepNanos(DataRate rate) {
        return rate.scaled((16 - (specify1 >> 4)) * STEP_NANOS);
    }

    /** The last six bytes of DUMPREG. */
    void dump(int[] bytes, int from, int sectorCount) {
        int at = from;
        bytes[at++] = specify1;
        bytes[at++] = specify2;
        bytes[at++] = sectorCount;
        bytes[at++] = (locked ? LOCK_BIT : 0) | perpendicular;
        bytes[at++] = configuration;
        bytes[at] = precompensationTrack;
    }

    @Override
    public void exchange(StateCodec state) {
        specify1 = state.u8("specify1", specify1);
        specify2 = state.u8("specify2", specify2);
        configuration = state.u8("configuration", configuration);
        precompensationTrack = state.u8("precompensationTrack", precompensationTrack);
        perpendicular = state.u8("perpendicular", perpendicular);
        locked = state.bool("locked", locked);
    }
}
