package pentimento.fuzz;

import java.util.Set;
import pentimento.cpu.Cpu;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** The registers of a processor between two runs, taken from its state without copying it all. */
final class Registers implements StateCodec {
    private static final Set<String> SECTIONS =
            Set.of("registers", "eflags", "es", "cs", "ss", "ds", "fs", "gs", "ldtr", "tr");
    private static final String[] NAMES = {"es", "cs", "ss", "ds", "fs", "gs", "ldtr", "tr"};
    static final int CS = 1, SS = 2, TR = 7;

    final int[] selector = new int[NAMES.length];
    final int[] base = new int[NAMES.length];
    final int[] limit = new int[NAMES.length];
    final int[] access = new int[NAMES.length];
    final int[] dr = new int[8];
    int eip, eflags, cr0, cr2, cr3, cr4, cpl, zero;
    boolean isHalted;
    private int segment = -1;

    Registers take(Cpu cpu) {
        cpu.exchange(this);
        return this;
    }

    int linear() {
        return base[CS] + eip;
    }

    boolean isCode32() {
        return (access[CS] & 0x4000) != 0;
    }

    boolean isProtected() {
        return (cr0 & 1) != 0;
    }

    boolean isVirtual8086() {
        return (eflags & 0x20000) != 0;
    }

    @Override
    public boolean isLoading() {
        return false;
    }

    @Override
    public boolean bool(String name, boolean value) {
        if (name.equals("halted")) {
            isHalted = value;
        }
        return value;
    }

    @Override
    public int u8(String name, int value) {
        cpl = value;
        return value;
    }

    @Override
    public int u16(String name, int value) {
        if (segment >= 0) {
            int[] field = name.equals("selector") ? selector : access;
            field[segment] = value;
        }
        return value;
    }

    @Override
    public int i32(String name, int value) {
        switch (name) {
            case "limit" -> limit[segment] = value;
            case "eip" -> eip = value;
            case "eflags" -> eflags = value;
            case "cr0" -> cr0 = value;
            case "cr2" -> cr2 = value;
            case "cr3" -> cr3 = value;
            case "cr4" -> cr4 = value;
            default -> {}
        }
        return value;
    }

    @Override
    public long i64(String name, long value) {
        base[segment] = (int) value;
        return value;
    }

    @Override
    public String text(String name, String value) {
        return value;
    }

    @Override
    public void bytes(String name, byte[] values) {}

    @Override
    public void ints(String name, int[] values) {
        if (name.equals("gpr")) {
            zero = values[8];
        } else {
            System.arraycopy(values, 0, dr, 0, dr.length);
        }
    }

    @Override
    public void longs(String name, long[] values) {}

    @Override
    public byte[] blob(String name, byte[] values) {
        return values;
    }

    @Override
    public void section(String name, Stateful component) {
        if (SECTIONS.contains(name)) {
            for (int i = 0; i < NAMES.length; i++) {
                if (NAMES[i].equals(name)) {
                    segment = i;
                }
            }
            component.exchange(this);
            segment = -1;
        }
    }
}
