package pentimento.cpu.fpu.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.simd.VectorUnit.DATA;
import static pentimento.cpu.fpu.simd.VectorUnit.FINE;
import static pentimento.cpu.state.CpuState.CR0_EM;
import static pentimento.cpu.state.CpuState.CR0_TS;
import static pentimento.cpu.state.CpuState.CR4_OSFXSR;
import static pentimento.cpu.state.CpuState.CR4_OSXMMEXCPT;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import pentimento.cpu.fpu.simd.OpcodeChart.Entry;

/**
 * When an instruction is there at all: EM, TS, OSFXSR, pending x87 errors, and which comes first.
 *
 * @see "SDM vol. 2A, 2.4 and tables 23-4 to 23-9; vol. 3A, 2.5, 12.1, 13.1 and table 13-1"
 */
class AvailabilityTest {
    private static final String UD = "#6", NM = "#7", MF = "#16", GP = "#13(0)", XM = "#19";

    /** Which registers an instruction works on. */
    private enum Kind {
        /** MOVNTI, CLFLUSH, fences: none. */
        NEITHER,
        MMX,
        XMM,
        /** Both: conversions, MOVQ2DQ, MOVDQ2Q. */
        BOTH,
        /** FXSAVE and FXRSTOR. */
        STATE
    }

    private final VectorUnit unit = new VectorUnit();

    /** On every instruction, with each kind of operand. */
    private void each(Consumer<Entry> test) {
        for (Entry entry : new OpcodeChart().entries()) {
            unit.reset();
            test.accept(entry);
        }
    }

    private void expect(Entry entry, String outcome) {
        assertThat(unit.outcome(entry, DATA)).as(entry.toString()).isEqualTo(outcome);
    }

    private static Kind kind(Entry entry) {
        boolean prefixed = entry.prefix() != 0;
        return switch (entry.opcode()) {
            case 0xC3 -> Kind.NEITHER;
            case 0xAE ->
                    entry.digit() < 2 ? Kind.STATE : entry.digit() < 4 ? Kind.XMM : Kind.NEITHER;
            case 0x2A -> // from memory no MMX register takes part
                    scalar(entry) || entry.memory() ? Kind.XMM : Kind.BOTH;
            case 0x2C, 0x2D -> scalar(entry) ? Kind.XMM : Kind.BOTH;
            case 0xD6 -> entry.prefix() == 0x66 ? Kind.XMM : Kind.BOTH;
            default ->
                    entry.opcode() >= 0x60
                                    && entry.opcode() != 0xC2
                                    && entry.opcode() != 0xC6
                                    && !prefixed
                            ? Kind.MMX
                            : Kind.XMM;
        };
    }

    private static boolean scalar(Entry entry) {
        return entry.prefix() == 0xF2 || entry.prefix() == 0xF3;
    }

    private static boolean usesMmx(Entry entry) {
        return kind(entry) == Kind.MMX || kind(entry) == Kind.BOTH;
    }

    private static boolean usesXmm(Entry entry) {
        return kind(entry) == Kind.XMM || kind(entry) == Kind.BOTH;
    }

    @Test
    void allIsWell() {
        each(
                entry -> {
                    expect(entry, FINE);
                });
    }

    @Test
    void emulation() {
        each(
                entry -> {
                    unit.cpu.cr0 |= CR0_EM;
                    String expected =
                            switch (kind(entry)) {
                                case NEITHER -> FINE;
                                case STATE -> NM;
                                default -> UD;
                            };
                    expect(entry, expected);
                    unit.cpu.cr0 |= CR0_TS;
                    unit.pendingX87Error();
                    expect(entry, expected);
                });
    }

    @Test
    void taskSwitched() {
        each(
                entry -> {
                    unit.cpu.cr0 |= CR0_TS;
                    unit.pendingX87Error();
                    expect(entry, kind(entry) == Kind.NEITHER ? FINE : NM);
                });
    }

    @Test
    void theSystemDoesNotSaveXmmRegisters() {
        each(
                entry -> {
                    unit.cpu.cr4 &= ~CR4_OSFXSR;
                    expect(entry, usesXmm(entry) ? UD : FINE);
                    unit.cpu.cr0 |= CR0_TS;
                    String otherwise = kind(entry) == Kind.NEITHER ? FINE : NM;
                    expect(entry, usesXmm(entry) ? UD : otherwise);
                });
    }

    @Test
    void aPendingX87Error() {
        each(
                entry -> {
                    unit.pendingX87Error();
                    expect(entry, usesMmx(entry) ? MF : FINE);
                });
    }

    /** Before faults of the operand. */
    @Test
    void availabilityComesBeforeTheOperand() {
        each(
                entry -> {
                    unit.page(DATA, 0);
                    unit.cpu.cr0 |= CR0_TS;
                    if (kind(entry) != Kind.NEITHER) {
                        assertThat(unit.outcome(entry, DATA + 8)).isEqualTo(NM);
                    }
                    unit.cpu.cr0 &= ~CR0_TS;
                    unit.pendingX87Error();
                    if (usesMmx(entry)) {
                        assertThat(unit.outcome(entry, DATA + 8)).isEqualTo(MF);
                    }
                });
    }

    /** SDM vol. 3A, 12.2: also one that only reads takes over the x87's stack. */
    @Test
    void mmxInstructionsClearTopAndTags() {
        each(
                entry -> {
                    unit.fpu.top = 5;
                    unit.fpu.occupied = 0x21;
                    expect(entry, FINE);
                    if (kind(entry) == Kind.STATE) {
                        return;
                    }
                    boolean isEmms = entry.opcode() == 0x77;
                    assertThat(unit.fpu.top).as(entry.toString()).isEqualTo(usesMmx(entry) ? 0 : 5);
                    assertThat(unit.fpu.occupied)
                            .as(entry.toString())
                            .isEqualTo(isEmms ? 0 : usesMmx(entry) ? 0xFF : 0x21);
                });
    }

    /** Numeric exceptions come last. */
    @Test
    void theOrderOfPriorities() {
        Runnable divide = () -> unit.execute(0, 0x5E, 5, DATA + 8, 0); // DIVPS xmm0, [DATA + 8]
        unit.xmm.mxcsr(0);
        unit.cpu.cr0 |= CR0_TS;
        unit.page(DATA, 0);
        assertThat(unit.outcome(divide)).isEqualTo(NM);
        unit.cpu.cr0 &= ~CR0_TS;
        assertThat(unit.outcome(divide)).isEqualTo(GP);
        Runnable aligned = () -> unit.execute(0, 0x5E, 5, DATA, 0);
        assertThat(unit.outcome(aligned)).isEqualTo("#14(4)");
        unit.page(DATA, VectorUnit.PRESENT);
        assertThat(unit.outcome(aligned)).isEqualTo(XM);
        unit.cpu.cr4 &= ~CR4_OSXMMEXCPT;
        assertThat(unit.outcome(aligned)).isEqualTo(UD);
    }
}
