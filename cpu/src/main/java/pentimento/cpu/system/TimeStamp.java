package pentimento.cpu.system;

import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Frequency;
import pentimento.memory.time.Scheduler;

/**
 * The time-stamp counter: a constant frequency of virtual time, plus an offset that writes move.
 * The exact count must be published before it is read.
 *
 * @see "SDM vol. 3B, 17.17; vol. 2B, RDTSC, RDPMC"
 */
public final class TimeStamp implements Stateful {
    private static final int COUNTERS = 2;
    private static final long LOW = 0xFFFFFFFFL;

    private final CpuState cpu;
    private final Scheduler time;
    private final Frequency frequency;
    private final NotModelled notModelled;
    private final long writable;
    private long offset;

    TimeStamp(
            CpuState cpu,
            CpuModel model,
            Scheduler time,
            Frequency frequency,
            NotModelled notModelled) {
        this.cpu = cpu;
        writable = model.has(Feature.SSE3) ? -1 : LOW;
        this.time = time;
        this.frequency = frequency;
        this.notModelled = notModelled;
    }

    long value() {
        return frequency.ticksAt(time.nanos()) + offset;
    }

    /**
     * A write loads the low half and clears the high one; since the Pentium 4 with SSE3 it loads
     * both.
     *
     * @see "SDM vol. 3B, 17.17 (time-stamp counter)"
     */
    void write(long value) {
        offset = (value & writable) - frequency.ticksAt(time.nanos());
    }

    /** RESET clears the counter. */
    void reset() {
        write(0);
    }

    /**
     * RDTSC: EDX:EAX.
     *
     * @throws CpuException #GP(0) under CR4.TSD outside of level 0
     */
    public void rdtsc() {
        if ((cpu.cr4 & CpuState.CR4_TSD) != 0 && cpu.cpl != 0) {
            throw cpu.fault(Vector.GP, 0);
        }
        result(value());
    }

    /**
     * RDPMC: EDX:EAX. Nothing is counted.
     *
     * @throws CpuException #GP(0) unless level 0 or CR4.PCE, or beyond the last counter
     */
    public void rdpmc() {
        boolean allowed = (cpu.cr4 & CpuState.CR4_PCE) != 0 || cpu.cpl == 0;
        int counter = cpu.gpr[CpuState.ECX];
        if (!allowed || Integer.compareUnsigned(counter, COUNTERS) >= 0) {
            throw cpu.fault(Vector.GP, 0);
        }
        notModelled.report("CPU", "performance counter", counter);
        result(0);
    }

    private void result(long value) {
        cpu.gpr[CpuState.EAX] = (int) value;
        cpu.gpr[CpuState.EDX] = (int) (value >>> 32);
    }

    @Override
    public void exchange(StateCodec state) {
        offset = state.i64("offset", offset);
    }
}
