package pentimento.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;
import pentimento.cpu.system.Interrupts.Source;

/** SDM vol. 3B, 17.2 and 17.3. */
class BreakpointsTest {
    private static final int EXECUTE = 0, WRITE = 1, IO = 2, READ_WRITE = 3, ADDRESS = 0x6004;
    private static final int BYTE = 0, WORD = 1, DWORD = 3, NONE = 0xFFFF0FF0;

    private final BareProcessor machine = BareProcessor.ring(0);
    private final Breakpoints breakpoints = machine.system.breakpoints();

    private void enable(int n, int type, int length, int address) {
        machine.system.controls().moveToDr(n, address);
        int dr7 = machine.cpu.dr[7] | 1 << 2 * n | (type | length << 2) << 16 + 4 * n;
        machine.system.controls().moveToDr(7, dr7);
    }

    private int trapped() {
        return breakpoints.afterInstruction(false) ? machine.cpu.dr[6] & 0xF : -1;
    }

    @Test
    void section17_2_4_nothingIsEnabledAtFirst() {
        assertThat(breakpoints.isEnabled()).isFalse();
        enable(0, EXECUTE, BYTE, ADDRESS);
        assertThat(breakpoints.isEnabled()).isTrue();
        machine.system.controls().moveToDr(7, 0);
        assertThat(breakpoints.isEnabled()).isFalse();
        assertThat(machine.cpu.dr[7]).isEqualTo(0x400);
    }

    @Test
    void section17_3_1_1_instructionBreakpointsAreFaultsThatRfHoldsOff() {
        enable(1, EXECUTE, BYTE, ADDRESS);
        breakpoints.beforeInstruction(ADDRESS - 1);
        int dr6 = machine.cpu.dr[6];
        var fault =
                catchThrowableOfType(
                        CpuException.class, () -> breakpoints.beforeInstruction(ADDRESS));
        assertThat(fault.vector()).isEqualTo(Vector.DB);
        assertThat(fault.isTrap()).isFalse();
        assertThat(machine.cpu.dr[6]).isEqualTo(dr6 | 2);
        machine.set(Flags.RF);
        breakpoints.beforeInstruction(ADDRESS);
        assertThat(machine.has(Flags.RF)).isFalse();
    }

    @Test
    void section17_3_1_2_dataBreakpointsMatchAnyOverlap() {
        enable(0, WRITE, DWORD, ADDRESS);
        machine.memory.write8(ADDRESS - 1, 0);
        assertThat(trapped()).isEqualTo(-1);
        machine.memory.write16(ADDRESS - 1, 0);
        assertThat(trapped()).isEqualTo(1);
        machine.system.controls().moveToDr(6, 0);
        machine.memory.write8(ADDRESS + 3, 0);
        assertThat(trapped()).isEqualTo(1);
        machine.memory.read32(ADDRESS);
        assertThat(trapped()).isEqualTo(-1);
        machine.memory.write8(ADDRESS + 4, 0);
        assertThat(trapped()).isEqualTo(-1);
    }

    @Test
    void section17_2_4_readWriteMatchesLoadsToo() {
        enable(3, READ_WRITE, WORD, ADDRESS);
        machine.memory.read8(ADDRESS + 1);
        assertThat(trapped()).isEqualTo(8);
    }

    @Test
    void section17_2_4_ioBreakpointsNeedDebugExtensions() {
        enable(2, IO, BYTE, 0x3F8);
        assertThat(breakpoints.isEnabled()).isFalse();
        machine.system.controls().moveToCr(4, CpuState.CR4_DE);
        breakpoints.ioAccessed(0x3F7, 2);
        assertThat(trapped()).isEqualTo(4);
        breakpoints.ioAccessed(0x3F9, 1);
        assertThat(trapped()).isEqualTo(-1);
    }

    @Test
    void section17_3_1_4_singleStepSetsBs() {
        assertThat(breakpoints.afterInstruction(true)).isTrue();
        assertThat(machine.cpu.dr[6]).isEqualTo(NONE | 0x4000);
    }

    @Test
    void section17_3_1_3_generalDetectProtectsTheRegisters() {
        machine.system.controls().moveToDr(7, 0x2000);
        var fault =
                catchThrowableOfType(
                        CpuException.class, () -> machine.system.controls().moveFromDr(6));
        assertThat(fault.vector()).isEqualTo(Vector.DB);
        machine.system.interrupts().deliver(Vector.DB, -1, Source.EXCEPTION);
        assertThat(machine.system.controls().moveFromDr(6)).isEqualTo(NONE | 0x2000);
        assertThat(machine.stack32(2) & Flags.RF).isNotZero();
    }

    @Test
    void section17_2_2_dr4AndDr5AreAliasesUnlessDebugExtensions() {
        machine.system.controls().moveToDr(5, 0xFFFFDFFF);
        assertThat(machine.cpu.dr[7]).isEqualTo(0xFFFF07FF);
        assertThat(machine.system.controls().moveFromDr(4)).isEqualTo(NONE);
        machine.system.controls().moveToCr(4, CpuState.CR4_DE);
        machine.assertFault(Vector.UD, -1, () -> machine.system.controls().moveFromDr(4));
    }

    @Test
    void aFaultForgetsMatches() {
        enable(0, READ_WRITE, BYTE, ADDRESS);
        machine.memory.read8(ADDRESS);
        breakpoints.cancel();
        assertThat(trapped()).isEqualTo(-1);
    }
}
