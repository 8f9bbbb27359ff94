package pentimento.cpu.interpreter;

import java.util.ArrayList;
import java.util.List;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.XmmState;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;

/** The registers at one moment, and what has changed since. */
public final class RegisterImage {
    private static final String[] GENERAL = {
        "EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI"
    };
    private static final String[] SEGMENTS = {"ES", "CS", "SS", "DS", "FS", "GS"};
    private static final String[] FLAG_NAMES = {
        "CF", "PF", "AF", "ZF", "SF", "TF", "IF", "DF", "OF", "NT", "RF", "VM", "AC", "VIF", "VIP",
        "ID"
    };
    private static final int[] FLAG_BITS = {
        Flags.CF, Flags.PF, Flags.AF, Flags.ZF, Flags.SF, Flags.TF, Flags.IF, Flags.DF, Flags.OF,
        Flags.NT, Flags.RF, Flags.VM, Flags.AC, Flags.VIF, Flags.VIP, Flags.ID
    };
    private static final String[] CONTROL = {
        "CR0", "CR2", "CR3", "CR4", "GDTR", "IDTR", "LDTR", "TR"
    };

    private static final int MMX_EXPONENT = 0xFFFF;

    private final CpuState state;
    private final FpuState fpu;
    private final XmmState xmm;

    private final int[] general = new int[GENERAL.length];
    private final int[] selectors = new int[SEGMENTS.length];
    private final int[] control = new int[CONTROL.length];
    private final int[] debug = new int[8];
    private final long[] significand = new long[8];
    private final int[] signExponent = new int[8];
    private final long[] vectors = new long[16];
    private int flags, statusWord, controlWord, mxcsr;

    public RegisterImage(CpuState state, FpuState fpu, XmmState xmm) {
        this.state = state;
        this.fpu = fpu;
        this.xmm = xmm;
    }

    private int control(int n) {
        return switch (n) {
            case 0 -> state.cr0;
            case 1 -> state.cr2;
            case 2 -> state.cr3;
            case 3 -> state.cr4;
            case 4 -> state.gdtBase;
            case 5 -> state.idtBase;
            case 6 -> state.ldtr.selector;
            default -> state.tr.selector;
        };
    }

    void capture() {
        System.arraycopy(state.gpr, 0, general, 0, general.length);
        for (int i = 0; i < selectors.length; i++) {
            selectors[i] = state.segments[i].selector;
        }
        for (int i = 0; i < control.length; i++) {
            control[i] = control(i);
        }
        System.arraycopy(state.dr, 0, debug, 0, debug.length);
        flags = state.flags.value();
        statusWord = fpu.statusWord();
        controlWord = fpu.control;
        System.arraycopy(fpu.significand, 0, significand, 0, significand.length);
        System.arraycopy(fpu.signExponent, 0, signExponent, 0, signExponent.length);
        mxcsr = xmm.mxcsr();
        System.arraycopy(xmm.xmm, 0, vectors, 0, vectors.length);
    }

    /**
     * @return name and new value of each register that differs from the captured image; flags by
     *     name, with a sign
     */
    List<String> changes() {
        var changes = new ArrayList<String>();
        for (int i = 0; i < general.length; i++) {
            add(changes, GENERAL[i], "%08X", general[i], state.gpr[i]);
        }
        for (int i = 0; i < selectors.length; i++) {
            add(changes, SEGMENTS[i], "%04X", selectors[i], state.segments[i].selector);
        }
        addFlags(changes);
        for (int i = 0; i < control.length; i++) {
            add(changes, CONTROL[i], i < 6 ? "%08X" : "%04X", control[i], control(i));
        }
        for (int i = 0; i < debug.length; i++) {
            add(changes, "DR" + i, "%08X", debug[i], state.dr[i]);
        }
        addFloatingPoint(changes);
        return changes;
    }

    private static void add(List<String> to, String name, String format, int old, int value) {
        if (old != value) {
            to.add(name + "=" + String.format(format, value));
        }
    }

    private void addFlags(List<String> changes) {
        int value = state.flags.value(), changed = value ^ flags;
        for (int i = 0; i < FLAG_BITS.length; i++) {
            if ((changed & FLAG_BITS[i]) != 0) {
                changes.add(((value & FLAG_BITS[i]) != 0 ? "+" : "-") + FLAG_NAMES[i]);
            }
        }
        if ((changed & Flags.IOPL) != 0) {
            changes.add("IOPL=" + state.flags.iopl());
        }
    }

    private void addFloatingPoint(List<String> changes) {
        add(changes, "FCW", "%04X", controlWord, fpu.control);
        add(changes, "FSW", "%04X", statusWord, fpu.statusWord());
        for (int i = 0; i < significand.length; i++) {
            long bits = fpu.significand[i];
            int exponent = fpu.signExponent[i];
            if (bits == significand[i] && exponent == signExponent[i]) {
                continue;
            }
            changes.add(
                    exponent == MMX_EXPONENT
                            ? String.format("MM%d=%016X", i, bits)
                            : String.format("ST%d=%04X%016X", i - fpu.top & 7, exponent, bits));
        }
        add(changes, "MXCSR", "%08X", mxcsr, xmm.mxcsr());
        for (int i = 0; i < vectors.length; i += 2) {
            long low = xmm.xmm[i], high = xmm.xmm[i + 1];
            if (low != vectors[i] || high != vectors[i + 1]) {
                changes.add(String.format("XMM%d=%016X%016X", i / 2, high, low));
            }
        }
    }
}
