package pentimento.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static pentimento.cpu.system.BareProcessor.CODE_0;
import static pentimento.cpu.system.BareProcessor.HANDLER;
import static pentimento.cpu.system.BareProcessor.LEVEL;
import static pentimento.cpu.system.BareProcessor.TSS;

import org.junit.jupiter.api.Test;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;

/** SDM vol. 3B, 20.3 and 20.4: VME and PVI; vol. 2: CLI, STI, PUSHF, POPF, IRET. */
class VirtualModeExtensionsTest {
    private static final int MAP_BASE = 0x88, BITMAP = MAP_BASE - 32;

    private static BareProcessor vme(int iopl) {
        var machine = BareProcessor.virtual8086(iopl);
        machine.cpu.cr4 = CpuState.CR4_VME;
        machine.write16(TSS + 0x66, MAP_BASE);
        machine.cpu.tr.set(0x50, TSS, 0x200, 0x8B);
        machine.write32(4 * 0x21, 0x04560123);
        return machine;
    }

    private static void redirectOff(BareProcessor machine, int vector) {
        machine.physical.write8(TSS + BITMAP + vector / 8, 1 << vector % 8);
    }

    private static void pushWord(BareProcessor machine, int value) {
        machine.cpu.gpr[CpuState.ESP] -= 2;
        machine.write16(machine.cpu.ss().base + machine.esp(), value);
    }

    @Test
    void method5_iopl3AndBitClearUsesTheProgramsVectorTable() {
        var machine = vme(3);
        int flags = machine.cpu.flags.value();
        machine.system.interrupts().softwareInterrupt(0x21);
        assertThat(machine.cpu.isVirtual8086()).isTrue();
        assertThat(machine.cpu.cs().selector).isEqualTo(0x456);
        assertThat(machine.cpu.eip).isEqualTo(0x123);
        assertThat(machine.stack16(0)).isEqualTo(0x100);
        assertThat(machine.stack16(1)).isEqualTo(0x1000);
        assertThat(machine.stack16(2)).isEqualTo(flags & 0xFFFF);
        assertThat(machine.has(Flags.IF)).isFalse();
    }

    @Test
    void method6_belowIopl3TheVirtualFlagTakesThePlaceOfIf() {
        var machine = vme(0);
        machine.set(Flags.VIF);
        machine.system.interrupts().softwareInterrupt(0x21);
        assertThat(machine.stack16(2)).isEqualTo(0x3202);
        assertThat(machine.has(Flags.VIF)).isFalse();
        assertThat(machine.has(Flags.IF)).isTrue();
        var masked = vme(0);
        masked.system.interrupts().softwareInterrupt(0x21);
        assertThat(masked.stack16(2)).isEqualTo(0x3002);
    }

    @Test
    void methods3And4_bitSetGoesToTheMonitor() {
        var machine = vme(0);
        redirectOff(machine, 0x21);
        machine.assertFault(
                Vector.GP, 0, () -> machine.system.interrupts().softwareInterrupt(0x21));
        var allowed = vme(3);
        redirectOff(allowed, 0x21);
        allowed.idt(0x21, 0x8E + 3 * LEVEL, CODE_0, HANDLER);
        allowed.system.interrupts().softwareInterrupt(0x21);
        assertThat(allowed.cpu.isVirtual8086()).isFalse();
        assertThat(allowed.cpu.eip).isEqualTo(HANDLER);
    }

    @Test
    void cliAndStiWorkOnTheVirtualFlag() {
        var machine = vme(0);
        machine.system.flags().sti();
        assertThat(machine.has(Flags.VIF)).isTrue();
        machine.system.flags().cli();
        assertThat(machine.has(Flags.VIF)).isFalse();
        assertThat(machine.has(Flags.IF)).isTrue();
        machine.set(Flags.VIP);
        machine.assertFault(Vector.GP, 0, () -> machine.system.flags().sti());
        machine.cpu.cr4 = 0;
        machine.assertFault(Vector.GP, 0, () -> machine.system.flags().cli());
        var real = vme(3);
        real.system.flags().cli();
        assertThat(real.has(Flags.IF)).isFalse();
    }

    @Test
    void pushfShowsTheVirtualFlagAndIopl3() {
        var machine = vme(0);
        assertThat(machine.system.flags().pushfImage(false) & 0xFFFF).isEqualTo(0x3002);
        machine.set(Flags.VIF);
        assertThat(machine.system.flags().pushfImage(false) & 0xFFFF).isEqualTo(0x3202);
        machine.assertFault(Vector.GP, 0, () -> machine.system.flags().pushfImage(true));
        machine.cpu.cr4 = 0;
        machine.assertFault(Vector.GP, 0, () -> machine.system.flags().pushfImage(false));
    }

    @Test
    void popfLoadsTheVirtualFlag() {
        var machine = vme(0);
        machine.system.flags().popf(0x3201, false);
        assertThat(machine.has(Flags.VIF)).isTrue();
        assertThat(machine.has(Flags.CF)).isTrue();
        assertThat(machine.cpu.flags.iopl()).isZero();
        machine.assertFault(Vector.GP, 0, () -> machine.system.flags().popf(Flags.TF, false));
        machine.assertFault(Vector.GP, 0, () -> machine.system.flags().popf(0, true));
        machine.set(Flags.VIP);
        machine.assertFault(Vector.GP, 0, () -> machine.system.flags().popf(Flags.IF, false));
        machine.system.flags().popf(0, false);
        assertThat(machine.has(Flags.VIF)).isFalse();
    }

    @Test
    void iretLoadsTheVirtualFlag() {
        var machine = vme(0);
        pushWord(machine, Flags.IF | Flags.ZF);
        pushWord(machine, 0x700);
        pushWord(machine, 0x70);
        machine.system.transfers().iret(false);
        assertThat(machine.cpu.cs().base).isEqualTo(0x7000);
        assertThat(machine.has(Flags.VIF)).isTrue();
        assertThat(machine.has(Flags.ZF)).isTrue();
        machine.assertFault(Vector.GP, 0, () -> machine.system.transfers().iret(true));
        machine.cpu.cr4 = 0;
        machine.assertFault(Vector.GP, 0, () -> machine.system.transfers().iret(false));
    }

    @Test
    void section20_4_pviLetsLevel3UseTheVirtualFlag() {
        var machine = BareProcessor.ring(3);
        machine.assertFault(Vector.GP, 0, () -> machine.system.flags().cli());
        machine.cpu.cr4 = CpuState.CR4_PVI;
        machine.system.flags().sti();
        assertThat(machine.has(Flags.VIF)).isTrue();
        machine.set(Flags.VIP);
        machine.assertFault(Vector.GP, 0, () -> machine.system.flags().sti());
        var inner = BareProcessor.ring(2);
        inner.cpu.cr4 = CpuState.CR4_PVI;
        inner.assertFault(Vector.GP, 0, () -> inner.system.flags().sti());
    }

    @Test
    void aPendingVirtualInterruptIsRaisedOnReturnToTheProgram() {
        var machine = vme(0);
        machine.system.interrupts().deliver(0x30, -1, Interrupts.Source.EXTERNAL);
        int image = machine.cpu.ss().base + machine.esp() + 8;
        machine.write32(image, machine.read32(image) | Flags.VIF | Flags.VIP);
        var raised =
                catchThrowableOfType(
                        CpuException.class, () -> machine.system.transfers().iret(true));
        assertThat(BareProcessor.describe(raised)).isEqualTo("#13(0)");
        assertThat(raised.isTrap()).isTrue();
        assertThat(machine.cpu.isVirtual8086()).isTrue();
        assertThat(machine.cpu.eip).isEqualTo(0x100);
    }

    // ---------------------------------------------------------------- POPF elsewhere

    @Test
    void popfChangesIfByIoplAndIoplOnlyAtLevel0() {
        var outer = BareProcessor.ring(3);
        outer.system.flags().popf(-1, true);
        assertThat(outer.has(Flags.IF)).isFalse();
        assertThat(outer.cpu.flags.iopl()).isZero();
        assertThat(outer.has(Flags.AC)).isTrue();
        assertThat(outer.has(Flags.VM | Flags.RF | Flags.VIF | Flags.VIP)).isFalse();
        var inner = BareProcessor.ring(0);
        inner.system.flags().popf(-1, false);
        assertThat(inner.cpu.flags.value()).isEqualTo(0x7FD7);
        var middle = BareProcessor.ring(1);
        middle.set(1 << Flags.IOPL_SHIFT);
        middle.system.flags().popf(Flags.IF | Flags.IOPL, true);
        assertThat(middle.has(Flags.IF)).isTrue();
        assertThat(middle.cpu.flags.iopl()).isEqualTo(1);
    }

    @Test
    void acAndIdExistBySteps() {
        var i386 = BareProcessor.ring(0, CpuModel.I386);
        i386.system.flags().popf(-1, true);
        assertThat(i386.has(Flags.AC | Flags.ID)).isFalse();
        var i486 = BareProcessor.ring(0, CpuModel.I486);
        i486.system.flags().popf(-1, true);
        assertThat(i486.has(Flags.AC)).isTrue();
        assertThat(i486.has(Flags.ID)).isFalse();
    }
}
