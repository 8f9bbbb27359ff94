package pentimento.devices.pit;

import pentimento.memory.bus.Line;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * One counter of an 8254, as its datasheet draws it: the count register CR that is written, the
 * counting element CE, the output latch OL, the status latch, GATE and OUT. It knows clock pulses
 * only; {@link #advanceTo} moves it from one to a later one in a few steps, however far.
 */
final class Counter implements Stateful {
    /** No transition of OUT ahead. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int LSB_ONLY = 1, MSB_ONLY = 2; // RW; 3 is LSB, then MSB
    private static final int OUT = 0x80, NULL_COUNT = 0x40; // status byte, the rest as written
    private static final int CONTROL = 0x3F;

    private final Line out;
    private long clock; // the pulse up to which CE is right
    private int control; // RW1 RW0 M2 M1 M0 BCD
    private int countRegister;
    private int lowByte; // written and waiting for its high byte
    private int element; // CE, 0..modulus; in mode 3 even
    private int loaded; // the count that CE was last loaded from, 1..modulus
    private int outputLatch, statusLatch;
    private int latchedBytes; // of OL still to be read: 0..2
    private boolean statusLatched, readHighNext, writeHighNext;
    private boolean gate, gateLoads; // gateLoads: a trigger waits for the next clock
    private boolean countLoads; // a count waits for the next clock
    private boolean nullCount;
    private boolean counting; // CE was loaded since the control word
    private boolean halted; // mode 0: the first of two bytes stops counting
    private boolean armed; // one-shot and strobe: OUT has yet to act

    Counter(Line out, boolean gate) {
        this.out = out;
        this.gate = gate;
        control = 0x30;
        nullCount = true;
    }

    boolean isOutHigh() {
        return out.isHigh();
    }

    int mode() {
        int mode = control >> 1 & 7;
        return mode > 5 ? mode - 4 : mode; // 6 and 7 are 2 and 3
    }

    /**
     * @return the count that was written last, 1..10000h, or 0 before there is one
     */
    int divisor() {
        return counting || countLoads ? writtenCount() : 0;
    }

    boolean isGateHigh() {
        return gate;
    }

    // ---------------------------------------------------------------- the bus side

    /**
     * @param value bits 5-0 of the control word, RW not 0
     */
    void control(int value) {
        control = value & CONTROL;
        readHighNext = false;
        writeHighNext = false;
        latchedBytes = 0;
        statusLatched = false;
        nullCount = true;
        counting = false;
        halted = false;
        armed = false;
        countLoads = false;
        gateLoads = false;
        out.set(mode() != 0);
    }

    void latchCount() {
        if (latchedBytes == 0) {
            outputLatch = visibleCount();
            latchedBytes = readWrite() == (LSB_ONLY | MSB_ONLY) ? 2 : 1;
        }
    }

    void latchStatus() {
        if (!statusLatched) {
            statusLatch =
                    (out.isHigh() ? OUT : 0) | (nullCount ? NULL_COUNT : 0) | control & CONTROL;
            statusLatched = true;
        }
    }

    int read() {
        if (statusLatched) {
            statusLatched = false;
            return statusLatch;
        }
        int count = latchedBytes > 0 ? outputLatch : visibleCount();
        if (latchedBytes > 0) {
            latchedBytes--;
        }
        return switch (readWrite()) {
            case LSB_ONLY -> count & 0xFF;
            case MSB_ONLY -> count >> 8;
            default -> {
                boolean high = readHighNext;
                readHighNext = !high;
                yield high ? count >> 8 : count & 0xFF;
            }
        };
    }

    void write(int value) {
        switch (readWrite()) {
            case LSB_ONLY -> count(value);
            case MSB_ONLY -> count(value << 8);
            default -> {
                if (writeHighNext) {
                    writeHighNext = false;
                    count(value << 8 | lowByte);
                } else {
                    writeHighNext = true;
                    lowByte = value;
                    if (mode() == 0) { // "writing the first byte disables counting"
                        halted = true;
                        out.lower();
                    }
                }
            }
        }
    }

    private int readWrite() {
        return control >> 4 & 3;
    }

    private void count(int value) {
        countRegister = value;
        nullCount = true;
        switch (mode()) {
            case 0 -> {
                halted = false;
                countLoads = true;
                out.lower();
            }
            case 4 -> countLoads = true;
            case 2, 3 -> countLoads |= !counting; // else at the end of the period
            default -> countLoads = true; // modes 1 and 5: once a trigger comes
        }
    }

    void gate(boolean high) {
        boolean rises = high && !gate;
        gate = high;
        switch (mode()) {
            case 2, 3 -> {
                if (!high) {
                    out.raise();
                }
                gateLoads |= rises && counting;
            }
            case 1, 5 -> gateLoads |= rises && (countLoads || counting);
            default -> {}
        }
    }

    // ---------------------------------------------------------------- the clock side

    void advanceTo(long pulse) {
        while (clock < pulse) {
            if (isLoadDue()) {
                clock++;
                load();
                continue;
            }
            if (!isRunning()) {
                clock = pulse;
                return;
            }
            long wait = pulsesToTransition();
            if (wait > pulse - clock) {
                pass(pulse - clock);
                clock = pulse;
                return;
            }
            pass(wait - 1);
            clock += wait;
            transition();
            skipPeriods(pulse);
        }
    }

    /**
     * @return the pulse at which OUT may change if nobody interferes, or {@link #NEVER}
     */
    long nextTransition() {
        if (isLoadDue()) {
            return clock + 1;
        }
        if (!isRunning()) {
            return NEVER;
        }
        long wait = pulsesToTransition();
        return wait == NEVER ? NEVER : clock + wait;
    }

    private boolean isLoadDue() {
        return countLoads && !needsTrigger() || gateLoads;
    }

    private boolean needsTrigger() {
        return mode() == 1 || mode() == 5;
    }

    private boolean isRunning() {
        return counting && !halted && (gate || needsTrigger());
    }

    private boolean isPeriodic() {
        return mode() == 2 || mode() == 3;
    }

    private int modulus() {
        return isBcd() ? 10_000 : 0x1_0000;
    }

    private boolean isBcd() {
        return (control & 1) != 0;
    }

    private void load() {
        countLoads = false;
        gateLoads = false;
        reload();
        counting = true;
        armed = !isPeriodic();
        switch (mode()) {
            case 0 -> {}
            case 1 -> out.lower();
            default -> out.raise();
        }
    }

    /** CR to CE. In mode 3 an odd count loses its lowest bit. */
    private void reload() {
        loaded = writtenCount();
        element = mode() == 3 ? loaded & ~1 : loaded;
        nullCount = false;
    }

    /**
     * @return pulses until OUT changes, at least 1
     */
    private long pulsesToTransition() {
        return switch (mode()) {
            case 0, 1 -> armed ? element : NEVER;
            case 2 -> loaded == 1 ? NEVER : out.isHigh() ? element - 1 : 1;
            case 3 -> {
                if (loaded == 1) {
                    yield NEVER;
                }
                boolean oneMore = (loaded & 1) != 0 && out.isHigh();
                yield element / 2 + (oneMore ? 1 : 0);
            }
            default -> armed ? element : out.isHigh() ? NEVER : 1;
        };
    }

    /** Counts down over pulses at which OUT stays. */
    private void pass(long pulses) {
        if (mode() == 3) {
            element -= (int) Math.min(element, 2 * pulses);
        } else if (isPeriodic()) {
            element -= (int) Math.min(element - 1, pulses);
        } else {
            element = (int) Math.floorMod(element - pulses, (long) modulus());
        }
    }

    /** The pulse at which OUT changes. */
    private void transition() {
        switch (mode()) {
            case 0, 1 -> {
                element = 0;
                armed = false;
                out.raise();
            }
            case 2 -> {
                if (out.isHigh()) {
                    element = 1;
                    out.lower();
                } else {
                    reload();
                    out.raise();
                }
            }
            case 3 -> {
                reload();
                out.set(!out.isHigh());
            }
            default -> {
                if (armed) {
                    element = 0;
                    armed = false;
                    out.lower();
                } else {
                    pass(1);
                    out.raise();
                }
            }
        }
    }

    /** Whole periods change nothing: leaves them out. */
    private void skipPeriods(long pulse) {
        if (isPeriodic() && loaded > 1 && !nullCount) {
            clock += (pulse - clock) / loaded * loaded;
        }
    }

    private int writtenCount() {
        int count = isBcd() ? fromBcd(countRegister) : countRegister;
        return count == 0 ? modulus() : count;
    }

    private int visibleCount() {
        int count = element % modulus();
        return isBcd() ? toBcd(count) : count & 0xFFFF;
    }

    private static int fromBcd(int digits) {
        return (digits >> 12) * 1000
                + (digits >> 8 & 15) * 100
                + (digits >> 4 & 15) * 10
                + (digits & 15);
    }

    private static int toBcd(int count) {
        return count / 1000 << 12 | count / 100 % 10 << 8 | count / 10 % 10 << 4 | count % 10;
    }

    @Override
    public void exchange(StateCodec state) {
        clock = state.i64("clock", clock);
        control = state.u8("control", control);
        countRegister = state.u16("countRegister", countRegister);
        lowByte = state.u8("lowByte", lowByte);
        element = state.i32("element", element);
        loaded = state.i32("loaded", loaded);
        outputLatch = state.u16("outputLatch", outputLatch);
        statusLatch = state.u8("statusLatch", statusLatch);
        latchedBytes = state.u8("latchedBytes", latchedBytes);
        statusLatched = state.bool("statusLatched", statusLatched);
        readHighNext = state.bool("readHighNext", readHighNext);
        writeHighNext = state.bool("writeHighNext", writeHighNext);
        gate = state.bool("gate", gate);
        gateLoads = state.bool("gateLoads", gateLoads);
        countLoads = state.bool("countLoads", countLoads);
        nullCount = state.bool("nullCount", nullCount);
        counting = state.bool("counting", counting);
        halted = state.bool("halted", halted);
        armed = state.bool("armed", armed);
        out.exchange(state, "out");
    }
}
