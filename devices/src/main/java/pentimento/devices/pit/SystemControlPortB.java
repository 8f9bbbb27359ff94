package pentimento.devices.pit;

import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Frequency;
import pentimento.memory.time.Scheduler;

/**
 * System control port B, port 61h of an AT: the gate of counter 2, speaker data, the refresh toggle
 * and the parity and channel checks, which never fail here.
 *
 * @see "IBM PC AT Technical Reference, 6280070, system board, port 61h"
 */
public final class SystemControlPortB implements PortDevice, Stateful {
    private static final int GATE2 = 0x01, SPEAKER_DATA = 0x02, WRITABLE = 0x0F;
    private static final int REFRESH = 0x10, OUT2 = 0x20, SPEAKER = 2;
    private static final int REFRESH_CLOCKS = 18; // counter 1 as the BIOS sets it: 15.085 us

    private final Scheduler time;
    private final Pit8254 pit;
    private int written; // bits 3-0; 2 and 3 disable the checks

    public SystemControlPortB(Scheduler time, Pit8254 pit) {
        this.time = time;
        this.pit = pit;
    }

    /** As a reset of the system board leaves it: no gate, no sound. */
    public void reset() {
        out8(0, 0);
    }

    /**
     * @return what drives the speaker now; an observer's view that changes nothing
     */
    public SpeakerState speaker() {
        return pit.speaker((written & SPEAKER_DATA) != 0);
    }

    @Override
    public int in8(int offset) {
        boolean refresh = (Frequency.PIT.ticksAt(time.nanos()) / REFRESH_CLOCKS & 1) != 0;
        return written | (refresh ? REFRESH : 0) | (pit.isOutHigh(SPEAKER) ? OUT2 : 0);
    }

    @Override
    public void out8(int offset, int value) {
        written = value & WRITABLE;
        pit.gate(SPEAKER).set((value & GATE2) != 0);
    }

    @Override
    public void exchange(StateCodec state) {
        written = state.u8("written", written);
        pit.gate(SPEAKER).exchange(state, "gate2");
    }
}
