package pentimento.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.state.CpuException.NO_ERROR_CODE;
import static pentimento.cpu.system.BareProcessor.BEYOND;
import static pentimento.cpu.system.BareProcessor.BIG;
import static pentimento.cpu.system.BareProcessor.CODE;
import static pentimento.cpu.system.BareProcessor.CODE_0;
import static pentimento.cpu.system.BareProcessor.CODE_3;
import static pentimento.cpu.system.BareProcessor.CONFORMING_0;
import static pentimento.cpu.system.BareProcessor.DATA_0;
import static pentimento.cpu.system.BareProcessor.DATA_3;
import static pentimento.cpu.system.BareProcessor.FLAT;
import static pentimento.cpu.system.BareProcessor.FREE;
import static pentimento.cpu.system.BareProcessor.HANDLER;
import static pentimento.cpu.system.BareProcessor.LEVEL;
import static pentimento.cpu.system.BareProcessor.NEXT_EIP;
import static pentimento.cpu.system.BareProcessor.RING;
import static pentimento.cpu.system.BareProcessor.TSS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;
import pentimento.cpu.system.Interrupts.Source;

/** SDM vol. 3A, chapter 6; vol. 2A, INT n. */
class InterruptsTest {
    private static final int INTERRUPT_GATE = 0x8E, TRAP_GATE = 0x8F, TRAP_GATE_16 = 0x87;
    private static final int NOT_PRESENT = 0x80, EXT = 1, IDT = 2;

    private static void deliver(BareProcessor machine, int vector, int code, Source source) {
        machine.system.interrupts().deliver(vector, code, source);
    }

    private static void external(BareProcessor machine, int vector) {
        deliver(machine, vector, NO_ERROR_CODE, Source.EXTERNAL);
    }

    private static void software(BareProcessor machine, int vector) {
        deliver(machine, vector, NO_ERROR_CODE, Source.SOFTWARE);
    }

    // ---------------------------------------------------------------- real mode

    @Test
    void section20_1_4_realModePushesThreeWordsAndUsesTheVectorTable() {
        var machine = BareProcessor.real();
        machine.write32(4 * 0x21, 0x12345678);
        machine.set(Flags.IF | Flags.TF | Flags.CF);
        machine.cpu.halted = true;
        external(machine, 0x21);
        assertThat(machine.cpu.cs().selector).isEqualTo(0x1234);
        assertThat(machine.cpu.eip).isEqualTo(0x5678);
        assertThat(machine.esp()).isEqualTo(0x6FFA);
        assertThat(machine.stack16(0)).isEqualTo(NEXT_EIP);
        assertThat(machine.stack16(2)).isEqualTo(0x303);
        assertThat(machine.cpu.flags.value()).isEqualTo(3);
        assertThat(machine.cpu.halted).isFalse();
    }

    @Test
    void realModeFaultsOfTheStackDoubleAndShutDown() {
        var machine = BareProcessor.real();
        machine.cpu.gpr[CpuState.ESP] = 1;
        external(machine, 0x21);
        assertThat(machine.shutdowns).isEqualTo(1);
        assertThat(machine.cpu.halted).isTrue();
    }

    @Test
    void aVectorBeyondTheTableIsAGeneralProtection() {
        var machine = BareProcessor.real();
        machine.cpu.idtLimit = 0x7F;
        machine.write32(4 * Vector.GP, 0x00100020);
        external(machine, 0x20);
        assertThat(machine.cpu.eip).isEqualTo(0x20);
        assertThat(machine.shutdowns).isZero();
        machine.cpu.idtLimit = 0;
        external(machine, 0x20);
        assertThat(machine.shutdowns).isEqualTo(1);
    }

    // ---------------------------------------------------------------- 6.12: gates

    @Test
    void section6_12_1_sameLevelPushesFlagsCsEipAndErrorCode() {
        var machine = BareProcessor.ring(0);
        machine.set(Flags.IF | Flags.TF | Flags.NT);
        int flags = machine.cpu.flags.value();
        deliver(machine, Vector.GP, 0x1234, Source.EXCEPTION);
        assertThat(machine.esp()).isEqualTo(BareProcessor.stackTop(0) - 16);
        assertThat(machine.stack32(0)).isEqualTo(0x1234);
        assertThat(machine.stack32(1)).isEqualTo(NEXT_EIP);
        assertThat(machine.stack32(2)).isEqualTo(CODE_0);
        assertThat(machine.stack32(3)).isEqualTo(flags | Flags.RF);
        assertThat(machine.cpu.eip).isEqualTo(HANDLER + Vector.GP);
        assertThat(machine.cpu.flags.value()).isEqualTo(Flags.ALWAYS_SET);
    }

    @Test
    void section6_12_1_2_trapGatesLeaveIf() {
        var machine = BareProcessor.ring(0);
        machine.idt(0x30, TRAP_GATE, CODE_0, HANDLER);
        machine.set(Flags.IF);
        external(machine, 0x30);
        assertThat(machine.has(Flags.IF)).isTrue();
        external(machine, 0x31);
        assertThat(machine.has(Flags.IF)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"3,0", "3,1", "2,0", "1,0"})
    void section6_12_1_innerLevelsUseTheirStack(int from, int to) {
        var machine = BareProcessor.ring(from);
        machine.idt(0x30, INTERRUPT_GATE, CODE_0 + to * 0x10, HANDLER);
        machine.set(Flags.IF);
        external(machine, 0x30);
        assertThat(machine.cpu.cpl).isEqualTo(to);
        assertThat(machine.cpu.cs().selector).isEqualTo(CODE_0 + to * RING);
        assertThat(machine.cpu.ss().selector).isEqualTo(DATA_0 + to * RING);
        assertThat(machine.esp()).isEqualTo(BareProcessor.stackTop(to) - 20);
        assertThat(machine.stack32(3)).isEqualTo(BareProcessor.stackTop(from));
        assertThat(machine.stack32(4)).isEqualTo(DATA_0 + from * RING);
        machine.system.transfers().iret(true);
        assertThat(machine.cpu.cpl).isEqualTo(from);
        assertThat(machine.cpu.eip).isEqualTo(NEXT_EIP);
        assertThat(machine.esp()).isEqualTo(BareProcessor.stackTop(from));
    }

    @Test
    void aConformingHandlerKeepsTheLevel() {
        var machine = BareProcessor.ring(3);
        machine.idt(0x30, INTERRUPT_GATE, CONFORMING_0, HANDLER);
        external(machine, 0x30);
        assertThat(machine.cpu.cpl).isEqualTo(3);
        assertThat(machine.cpu.cs().selector).isEqualTo(CONFORMING_0 | 3);
    }

    @Test
    void gatesOfThe286PushWords() {
        var machine = BareProcessor.ring(0);
        machine.idt(0x30, TRAP_GATE_16, CODE_0, 0x12349000);
        external(machine, 0x30);
        assertThat(machine.cpu.eip).isEqualTo(0x9000);
        assertThat(machine.esp()).isEqualTo(BareProcessor.stackTop(0) - 6);
        assertThat(machine.stack16(0)).isEqualTo(NEXT_EIP);
    }

    // ---------------------------------------------------------------- checks

    @Test
    void section6_12_1_1_softwareInterruptsNeedTheGatesDpl() {
        var machine = BareProcessor.ring(3);
        machine.assertFault(
                Vector.GP,
                0x30 << 3 | IDT,
                () -> machine.system.interrupts().softwareInterrupt(0x30));
        machine.idt(0x30, INTERRUPT_GATE + 3 * LEVEL, CODE_0, HANDLER);
        machine.system.interrupts().softwareInterrupt(0x30);
        assertThat(machine.cpu.eip).isEqualTo(HANDLER);
        assertThat(machine.stack32(2) & Flags.RF).isZero();
    }

    @Test
    void icebpAndHardwareIgnoreTheDpl() {
        var machine = BareProcessor.ring(3);
        deliver(machine, Vector.DB, NO_ERROR_CODE, Source.ICEBP);
        assertThat(machine.cpu.eip).isEqualTo(HANDLER + Vector.DB);
    }

    @Test
    void section6_13_errorCodesOfSoftwareInterruptsHaveNoExt() {
        var machine = BareProcessor.ring(0);
        machine.cpu.idtLimit = 0xFF;
        machine.assertFault(Vector.GP, 0x20 << 3 | IDT, () -> software(machine, 0x20));
        machine.idt(0x10, 0x8C, CODE_0, HANDLER);
        machine.assertFault(Vector.GP, 0x10 << 3 | IDT, () -> software(machine, 0x10));
        machine.idt(0x10, INTERRUPT_GATE - NOT_PRESENT, CODE_0, HANDLER);
        machine.assertFault(Vector.NP, 0x10 << 3 | IDT, () -> software(machine, 0x10));
        machine.idt(0x10, INTERRUPT_GATE, 0, HANDLER);
        machine.assertFault(Vector.GP, 0, () -> software(machine, 0x10));
        machine.idt(0x10, INTERRUPT_GATE, BEYOND, HANDLER);
        machine.assertFault(Vector.GP, BEYOND, () -> software(machine, 0x10));
        machine.idt(0x10, INTERRUPT_GATE, CODE_3, HANDLER);
        machine.assertFault(Vector.GP, CODE_3 & ~3, () -> software(machine, 0x10));
        machine.descriptor(FREE, 0, -1, FLAT | CODE - NOT_PRESENT);
        machine.idt(0x10, INTERRUPT_GATE, FREE, HANDLER);
        machine.assertFault(Vector.NP, FREE, () -> software(machine, 0x10));
        machine.descriptor(FREE, 0, 0xFFF, BIG | CODE);
        machine.assertFault(Vector.GP, 0, () -> software(machine, 0x10));
        machine.assertFault(
                Vector.GP, EXT, () -> deliver(machine, 0x10, NO_ERROR_CODE, Source.ICEBP));
    }

    @Test
    void section6_13_faultsOfExternalEventsHaveExt() {
        var machine = BareProcessor.ring(0);
        machine.idt(0x30, INTERRUPT_GATE - NOT_PRESENT, CODE_0, HANDLER);
        external(machine, 0x30);
        assertThat(machine.cpu.eip).isEqualTo(HANDLER + Vector.NP);
        assertThat(machine.stack32(0)).isEqualTo(0x30 << 3 | IDT | EXT);
        assertThat(machine.stack32(1)).isEqualTo(NEXT_EIP);
    }

    @Test
    void aBadInnerStackIsAnInvalidTss() {
        var machine = BareProcessor.ring(3);
        machine.write32(TSS + 8, DATA_3);
        machine.idt(0x30, INTERRUPT_GATE + 3 * LEVEL, CODE_0, HANDLER);
        machine.assertFault(Vector.TS, DATA_3 & ~3, () -> software(machine, 0x30));
    }

    // ---------------------------------------------------------------- table 6-5: double fault

    @Test
    void table6_5_contributoryAfterContributoryDoubles() {
        var machine = BareProcessor.ring(0);
        machine.idt(Vector.GP, INTERRUPT_GATE - NOT_PRESENT, CODE_0, HANDLER);
        deliver(machine, Vector.GP, 0, Source.EXCEPTION);
        assertThat(machine.cpu.eip).isEqualTo(HANDLER + Vector.DF);
        assertThat(machine.stack32(0)).isZero();
        assertThat(machine.stack32(1)).isEqualTo(NEXT_EIP);
    }

    @Test
    void table6_5_contributoryAfterBenignIsServedInTurn() {
        var machine = BareProcessor.ring(0);
        machine.idt(Vector.UD, INTERRUPT_GATE - NOT_PRESENT, CODE_0, HANDLER);
        deliver(machine, Vector.UD, NO_ERROR_CODE, Source.EXCEPTION);
        assertThat(machine.cpu.eip).isEqualTo(HANDLER + Vector.NP);
    }

    @Test
    void table6_5_pageFaultAfterContributoryIsServedInTurnAndTheReverseDoubles() {
        var machine = BareProcessor.ring(0);
        machine.page(0);
        machine.pte(0x18000, 0);
        machine.cpu.idtBase = 0x18000 - 8 * Vector.PF;
        for (int vector = 0; vector < Vector.PF; vector++) {
            machine.write32(machine.cpu.idtBase + 8 * vector, 0);
        }
        deliver(machine, Vector.PF, 0, Source.EXCEPTION); // its gate is on an absent page
        assertThat(machine.shutdowns).isEqualTo(1); // and that of the double fault is empty
        var other = BareProcessor.ring(3);
        other.page(0);
        other.pte(BareProcessor.stackTop(1) - 0x1000, 0);
        other.idt(Vector.GP, INTERRUPT_GATE, CODE_0 + 0x10, HANDLER);
        other.write32(TSS + 4 + 8, BareProcessor.stackTop(1));
        deliver(other, Vector.GP, 0, Source.EXCEPTION);
        assertThat(other.cpu.eip).isEqualTo(HANDLER + Vector.PF);
        assertThat(other.cpu.cr2).isEqualTo(BareProcessor.stackTop(1) - 4);
    }

    @Test
    void section6_15_aFaultOfTheDoubleFaultShutsDown() {
        var machine = BareProcessor.ring(0);
        machine.cpu.idtLimit = 0;
        external(machine, 0x30);
        assertThat(machine.shutdowns).isEqualTo(1);
        assertThat(machine.cpu.halted).isTrue();
    }

    @Test
    void alignmentChecksWithoutEndShutDown() {
        var machine = BareProcessor.ring(3);
        machine.idt(Vector.AC, INTERRUPT_GATE, CONFORMING_0, HANDLER);
        machine.cpu.cr0 |= CpuState.CR0_AM;
        machine.set(Flags.AC);
        machine.cpu.gpr[CpuState.ESP] -= 1;
        machine.memory.privilegeChanged();
        deliver(machine, Vector.AC, 0, Source.EXCEPTION);
        assertThat(machine.shutdowns).isEqualTo(1);
    }

    // ---------------------------------------------------------------- virtual-8086 mode

    @Test
    void section20_2_3_fromVirtual8086ModeToLevel0() {
        var machine = BareProcessor.virtual8086(0);
        int flags = machine.cpu.flags.value();
        external(machine, 0x30);
        assertThat(machine.cpu.isVirtual8086()).isFalse();
        assertThat(machine.cpu.cpl).isZero();
        assertThat(machine.esp()).isEqualTo(BareProcessor.stackTop(0) - 36);
        int[] frame = {0x100, 0x1000, flags, 0x1000, 0x2000, 0x3000, 0x3000, 0x4000, 0x5000};
        for (int i = 0; i < frame.length; i++) {
            assertThat(machine.stack32(i)).isEqualTo(frame[i]);
        }
        assertThat(machine.cpu.segments[Segment.DS].isNull()).isTrue();
        assertThat(machine.cpu.segments[Segment.GS].isNull()).isTrue();
        machine.system.transfers().iret(true);
        assertThat(machine.cpu.flags.value()).isEqualTo(flags);
        assertThat(machine.cpu.segments[Segment.FS].base).isEqualTo(0x40000);
        assertThat(machine.cpu.eip).isEqualTo(0x100);
    }

    @Test
    void section20_2_3_theHandlerMustBeAtLevel0() {
        var machine = BareProcessor.virtual8086(3);
        machine.idt(0x30, INTERRUPT_GATE + 3 * LEVEL, CODE_0 + 0x10, HANDLER);
        machine.assertFault(Vector.GP, CODE_0 + 0x10, () -> software(machine, 0x30));
        machine.idt(0x30, INTERRUPT_GATE + 3 * LEVEL, CONFORMING_0, HANDLER);
        machine.assertFault(Vector.GP, CONFORMING_0, () -> software(machine, 0x30));
        machine.idt(0x30, INTERRUPT_GATE + 3 * LEVEL, CODE_3, HANDLER);
        machine.assertFault(Vector.GP, CODE_3 & ~3, () -> software(machine, 0x30));
    }

    @Test
    void section20_3_3_intNeedsIopl3() {
        var machine = BareProcessor.virtual8086(2);
        machine.idt(0x30, INTERRUPT_GATE + 3 * LEVEL, CODE_0, HANDLER);
        machine.assertFault(
                Vector.GP, 0, () -> machine.system.interrupts().softwareInterrupt(0x30));
        software(machine, 0x30); // INT3 and INTO are not sensitive to IOPL
        assertThat(machine.cpu.eip).isEqualTo(HANDLER);
        var allowed = BareProcessor.virtual8086(3);
        allowed.idt(0x30, INTERRUPT_GATE + 3 * LEVEL, CODE_0, HANDLER);
        allowed.system.interrupts().softwareInterrupt(0x30);
        assertThat(allowed.cpu.eip).isEqualTo(HANDLER);
    }
}
