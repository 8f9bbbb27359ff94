package pentimento.cpu.system;

import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * TR6 and TR7, the TLB's test registers of the 386 and 486, and TR3 to TR5, the cache's of the 486.
 * They hold what is written; the commands that a write gives to the TLB or the cache are reported
 * as not modelled.
 *
 * @see "Intel 80386 Programmer's Reference Manual, 10.6 (TLB testing); i486 Programmer's Reference
 *     Manual, 10.5"
 */
public final class TestRegisters implements Stateful {
    private static final int CACHE_DATA = 3, CACHE_CONTROL = 5, TLB_COMMAND = 6, TLB_DATA = 7;

    /** TR5: a cache write, read or flush; 0 enables the buffers. */
    private static final int CACHE_COMMAND = 0b11;

    private final CpuState cpu;
    private final NotModelled notModelled;
    private final int first;
    private final int[] values = new int[8];

    TestRegisters(CpuState cpu, CpuModel model, NotModelled notModelled) {
        this.cpu = cpu;
        this.notModelled = notModelled;
        first = model.has(Feature.CACHE_CONTROL) ? CACHE_DATA : TLB_COMMAND;
    }

    /**
     * @param n 0..7
     * @throws CpuException #UD if TRn does not exist, #GP(0) unless CPL is 0
     */
    public int read(int n) {
        require(n);
        return values[n];
    }

    /**
     * @param n 0..7
     * @throws CpuException as {@link #read}
     */
    public void write(int n, int value) {
        require(n);
        values[n] = value;
        if (n == TLB_COMMAND || n == CACHE_CONTROL && (value & CACHE_COMMAND) != 0) {
            notModelled.report("cpu", "TR" + n, value);
        }
    }

    private void require(int n) {
        if (n < first || n > TLB_DATA) {
            throw cpu.fault(Vector.UD);
        }
        if (cpu.cpl != 0) {
            throw cpu.fault(Vector.GP, 0);
        }
    }

    @Override
    public void exchange(StateCodec state) {
        state.ints("tr", values);
    }
}
