package pentimento.cpu.system;

import java.util.Arrays;
import java.util.List;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.MsrTable;
import pentimento.cpu.model.MsrTable.Msr;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** RDMSR and WRMSR. @see "SDM vol. 4" */
public final class Msrs implements Stateful {
    private static final long APIC_ENABLE = 0x800;

    private final CpuState cpu;
    private final TimeStamp timeStamp;
    private final NotModelled notModelled;
    private final List<Msr> registers;
    private final int[] indexes;
    private final long[] values;

    Msrs(CpuState cpu, CpuModel model, TimeStamp timeStamp, NotModelled notModelled) {
        this.cpu = cpu;
        this.timeStamp = timeStamp;
        this.notModelled = notModelled;
        registers = new MsrTable(model).registers();
        indexes = registers.stream().mapToInt(Msr::index).toArray();
        values = new long[indexes.length];
        reset();
    }

    void reset() {
        for (int i = 0; i < values.length; i++) {
            values[i] = registers.get(i).reset();
        }
    }

    /**
     * @throws CpuException #GP(0) unless CPL is 0 and the register exists
     */
    public long read(int index) {
        int at = find(index);
        return index == MsrTable.TSC ? timeStamp.value() : values[at];
    }

    /**
     * @throws CpuException #GP(0) unless CPL is 0 and the register exists
     */
    public void write(int index, long value) {
        int at = find(index);
        switch (index) {
            case MsrTable.TSC -> timeStamp.write(value);
            case MsrTable.UPDATE_TRIGGER -> notModelled.report("CPU", "microcode update", value);
            default -> {
                if (index == MsrTable.APIC_BASE && (value & APIC_ENABLE) != 0) {
                    notModelled.report("CPU", "local APIC", value);
                }
                long writable = registers.get(at).writable();
                values[at] = values[at] & ~writable | value & writable;
            }
        }
    }

    private int find(int index) {
        if (cpu.cpl != 0) {
            throw cpu.fault(Vector.GP, 0);
        }
        int at = Arrays.binarySearch(indexes, index);
        if (at < 0) {
            notModelled.report("CPU", String.format("MSR %08X", index), 0);
            throw cpu.fault(Vector.GP, 0);
        }
        return at;
    }

    private int stored(int index) {
        int at = Arrays.binarySearch(indexes, index);
        return at < 0 ? 0 : (int) values[at];
    }

    int sysenterCs() {
        return stored(MsrTable.SYSENTER_CS) & 0xFFFF;
    }

    int sysenterEsp() {
        return stored(MsrTable.SYSENTER_ESP);
    }

    int sysenterEip() {
        return stored(MsrTable.SYSENTER_EIP);
    }

    @Override
    public void exchange(StateCodec state) {
        state.longs("values", values);
    }
}
