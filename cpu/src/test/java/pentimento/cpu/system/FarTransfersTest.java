package pentimento.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pentimento.cpu.system.BareProcessor.BEYOND;
import static pentimento.cpu.system.BareProcessor.BIG;
import static pentimento.cpu.system.BareProcessor.CODE;
import static pentimento.cpu.system.BareProcessor.CODE_0;
import static pentimento.cpu.system.BareProcessor.CODE_3;
import static pentimento.cpu.system.BareProcessor.CONFORMING_0;
import static pentimento.cpu.system.BareProcessor.DATA;
import static pentimento.cpu.system.BareProcessor.DATA_0;
import static pentimento.cpu.system.BareProcessor.DATA_3;
import static pentimento.cpu.system.BareProcessor.FLAT;
import static pentimento.cpu.system.BareProcessor.FREE;
import static pentimento.cpu.system.BareProcessor.LEVEL;
import static pentimento.cpu.system.BareProcessor.NEXT_EIP;
import static pentimento.cpu.system.BareProcessor.OTHER;
import static pentimento.cpu.system.BareProcessor.RING;
import static pentimento.cpu.system.BareProcessor.TSS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/** SDM vol. 2A, CALL, IRET, JMP; vol. 2B, RET; vol. 3A, 5.8. */
class FarTransfersTest {
    private static final int CALL_GATE_32 = 0x8C, CALL_GATE_16 = 0x84, NOT_PRESENT = 0x80;
    private static final int TARGET = 0x9000;

    private static void assertAt(BareProcessor machine, int selector, int eip) {
        assertThat(machine.cpu.cs().selector).isEqualTo(selector);
        assertThat(machine.cpu.eip).isEqualTo(eip);
    }

    private static void push(BareProcessor machine, int... values) {
        for (int value : values) {
            machine.cpu.gpr[CpuState.ESP] -= 4;
            machine.write32(machine.cpu.ss().base + machine.esp(), value);
        }
    }

    // ---------------------------------------------------------------- real mode

    @Test
    void realModeJump() {
        var machine = BareProcessor.real();
        machine.system.transfers().jump(0x1234, 0x5678);
        assertAt(machine, 0x1234, 0x5678);
        assertThat(machine.cpu.cs().base).isEqualTo(0x12340);
        machine.assertFault(Vector.GP, 0, () -> machine.system.transfers().jump(0x1234, 0x10000));
    }

    @Test
    void realModeCallAndReturn() {
        var machine = BareProcessor.real();
        machine.system.transfers().call(0x2000, 0x10, false);
        assertAt(machine, 0x2000, 0x10);
        assertThat(machine.esp()).isEqualTo(0x6FFC);
        assertThat(machine.stack16(0)).isEqualTo(NEXT_EIP);
        assertThat(machine.stack16(1)).isZero();
        machine.system.transfers().ret(false, 6);
        assertAt(machine, 0, NEXT_EIP);
        assertThat(machine.esp()).isEqualTo(0x7006);
    }

    @Test
    void realModeCallWrapsSpAndKeepsTheUpperHalfOfEsp() {
        var machine = BareProcessor.real();
        machine.cpu.gpr[CpuState.ESP] = 0xABCD0000;
        machine.system.transfers().call(0x2000, 0x10, false);
        assertThat(machine.esp()).isEqualTo(0xABCDFFFC);
        machine.cpu.gpr[CpuState.ESP] = 1;
        machine.assertFault(
                Vector.SS, 0, () -> machine.system.transfers().call(0x2000, 0x10, false));
    }

    @Test
    void realModeIretLoadsIoplAndUnblocksNmi() {
        var machine = BareProcessor.real();
        machine.cpu.nmiBlocked = true;
        machine.cpu.gpr[CpuState.ESP] = 0x6FFA;
        machine.write16(0x6FFA, 0x123);
        machine.write16(0x6FFC, 0x456);
        machine.write16(0x6FFE, 0xFFFF);
        machine.system.transfers().iret(false);
        assertAt(machine, 0x456, 0x123);
        assertThat(machine.cpu.flags.value()).isEqualTo(0x7FD7);
        assertThat(machine.cpu.nmiBlocked).isFalse();
        assertThat(machine.esp()).isEqualTo(0x7000);
    }

    @Test
    void section6_7_1_iretUnblocksNmiEvenIfItFaults() {
        var machine = BareProcessor.ring(0);
        machine.cpu.nmiBlocked = true;
        push(machine, Flags.ALWAYS_SET, 0, TARGET);
        assertThatThrownBy(() -> machine.system.transfers().iret(true))
                .isInstanceOf(CpuException.class);
        assertThat(machine.cpu.nmiBlocked).isFalse();
    }

    // ---------------------------------------------------------------- 5.8.1: direct

    @Test
    void section5_8_1_nonconformingCodeMustBeOfThisLevel() {
        var machine = BareProcessor.ring(1);
        machine.system.transfers().jump(CODE_0 + RING, TARGET);
        assertAt(machine, CODE_0 + RING, TARGET);
        machine.assertFault(
                Vector.GP, CODE_0, () -> machine.system.transfers().jump(CODE_0, TARGET));
        machine.assertFault(
                Vector.GP, CODE_3 & ~3, () -> machine.system.transfers().jump(CODE_3, TARGET));
        machine.assertFault(
                Vector.GP,
                CODE_0 + RING & ~3,
                () -> machine.system.transfers().jump(CODE_0 + RING | 2, TARGET));
    }

    @Test
    void section5_8_1_2_conformingCodeKeepsTheLevel() {
        var machine = BareProcessor.ring(3);
        machine.system.transfers().jump(CONFORMING_0, TARGET);
        assertAt(machine, CONFORMING_0 | 3, TARGET);
        assertThat(machine.cpu.cpl).isEqualTo(3);
        var inner = BareProcessor.ring(0);
        inner.descriptor(FREE, 0, -1, FLAT | BareProcessor.CONFORMING + 2 * LEVEL);
        inner.assertFault(Vector.GP, FREE, () -> inner.system.transfers().jump(FREE, TARGET));
    }

    @Test
    void jumpChecksInOrder() {
        var machine = BareProcessor.ring(0);
        var transfers = machine.system.transfers();
        machine.assertFault(Vector.GP, 0, () -> transfers.jump(3, TARGET));
        machine.assertFault(Vector.GP, BEYOND, () -> transfers.jump(BEYOND, TARGET));
        machine.assertFault(Vector.GP, DATA_0, () -> transfers.jump(DATA_0, TARGET));
        machine.descriptor(FREE, 0, 0x8FFF, BIG | CODE - NOT_PRESENT);
        machine.assertFault(Vector.NP, FREE, () -> transfers.jump(FREE, TARGET));
        machine.descriptor(FREE, 0, 0x8FFF, BIG | CODE);
        machine.assertFault(Vector.GP, 0, () -> transfers.jump(FREE, TARGET));
        machine.descriptor(FREE, 0, 0x9000, BIG | CODE - 1);
        transfers.jump(FREE, TARGET);
        assertThat(machine.accessByte(FREE)).isEqualTo(CODE);
    }

    @Test
    void callPushesDoublewordsOrWords() {
        var machine = BareProcessor.ring(3);
        machine.system.transfers().call(CODE_3, TARGET, true);
        assertThat(machine.stack32(0)).isEqualTo(NEXT_EIP);
        assertThat(machine.stack32(1)).isEqualTo(CODE_3);
        machine.system.transfers().call(CODE_3, TARGET, false);
        assertThat(machine.stack16(0)).isEqualTo(TARGET);
        assertThat(machine.stack16(1)).isEqualTo(CODE_3);
    }

    @Test
    void aCallWithoutRoomIsAStackFault() {
        var machine = BareProcessor.ring(3);
        machine.cpu.ss().set(DATA_3, 0, 0xFFFF, BIG | DATA + 3 * LEVEL);
        machine.cpu.gpr[CpuState.ESP] = 0x10008;
        machine.assertFault(
                Vector.SS, 0, () -> machine.system.transfers().call(CODE_3, TARGET, true));
    }

    // ---------------------------------------------------------------- 5.8.3: call gates

    @Test
    void section5_8_4_gatesCheckTheirDplThenPresence() {
        var machine = BareProcessor.ring(3);
        var transfers = machine.system.transfers();
        machine.gate(FREE, CALL_GATE_32 + 2 * LEVEL, CODE_3, TARGET, 0);
        machine.assertFault(Vector.GP, FREE, () -> transfers.call(FREE, 0, true));
        machine.gate(FREE, CALL_GATE_32 + 3 * LEVEL - NOT_PRESENT, CODE_3, TARGET, 0);
        machine.assertFault(Vector.NP, FREE, () -> transfers.call(FREE, 0, true));
        machine.gate(FREE, CALL_GATE_32 + 3 * LEVEL, 0, TARGET, 0);
        machine.assertFault(Vector.GP, 0, () -> transfers.call(FREE, 0, true));
        machine.gate(FREE, CALL_GATE_32 + 3 * LEVEL, BEYOND, TARGET, 0);
        machine.assertFault(Vector.GP, BEYOND, () -> transfers.call(FREE, 0, true));
        machine.gate(FREE, CALL_GATE_32 + 3 * LEVEL, DATA_3, TARGET, 0);
        machine.assertFault(Vector.GP, DATA_3 & ~3, () -> transfers.call(FREE, 0, true));
        machine.gate(FREE, CALL_GATE_32 + 3 * LEVEL, OTHER, TARGET, 0);
        machine.descriptor(OTHER, 0, -1, FLAT | CODE - NOT_PRESENT);
        machine.assertFault(Vector.NP, OTHER, () -> transfers.call(FREE, 0, true));
        machine.descriptor(OTHER, 0, 0x8FFF, BIG | CODE);
        machine.assertFault(Vector.GP, 0, () -> transfers.call(FREE, 0, true));
    }

    @ParameterizedTest
    @CsvSource({"3,0", "3,1", "3,2", "2,0", "2,1", "1,0"})
    void section5_8_5_callGatesBetweenRingsCopyParametersToTheInnerStack(int from, int to) {
        var machine = BareProcessor.ring(from);
        machine.gate(FREE, CALL_GATE_32 + 3 * LEVEL, CODE_0 + to * 0x10, TARGET, 3);
        push(machine, 0x33, 0x22, 0x11);
        int outerEsp = machine.esp();
        machine.system.transfers().call(FREE | from, 0xDEAD, true);
        assertAt(machine, CODE_0 + to * RING, TARGET);
        assertThat(machine.cpu.cpl).isEqualTo(to);
        assertThat(machine.cpu.ss().selector).isEqualTo(DATA_0 + to * RING);
        assertThat(machine.esp()).isEqualTo(BareProcessor.stackTop(to) - 4 * 7);
        int[] expected = {
            NEXT_EIP, CODE_0 + from * RING, 0x11, 0x22, 0x33, outerEsp, DATA_0 + from * RING
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat(machine.stack32(i)).isEqualTo(expected[i]);
        }
        machine.system.transfers().ret(true, 12);
        assertAt(machine, CODE_0 + from * RING, NEXT_EIP);
        assertThat(machine.cpu.cpl).isEqualTo(from);
        assertThat(machine.esp()).isEqualTo(outerEsp + 12);
        assertThat(machine.cpu.ss().selector).isEqualTo(DATA_0 + from * RING);
    }

    @Test
    void aCallGateToTheSameLevelPushesInTheGatesWidth() {
        var machine = BareProcessor.ring(3);
        machine.gate(FREE, CALL_GATE_16 + 3 * LEVEL, CODE_3, 0x12349000, 5);
        machine.system.transfers().call(FREE, 0, true);
        assertAt(machine, CODE_3, TARGET);
        assertThat(machine.stack16(0)).isEqualTo(NEXT_EIP);
        assertThat(machine.stack16(1)).isEqualTo(CODE_3);
    }

    @Test
    void a16BitCallGateCopiesWords() {
        var machine = BareProcessor.ring(3);
        machine.gate(FREE, CALL_GATE_16 + 3 * LEVEL, CODE_0, TARGET, 2);
        push(machine, 0x22221111);
        machine.system.transfers().call(FREE, 0, true);
        assertThat(machine.esp()).isEqualTo(BareProcessor.stackTop(0) - 12);
        assertThat(machine.stack16(2)).isEqualTo(0x1111);
        assertThat(machine.stack16(3)).isEqualTo(0x2222);
        assertThat(machine.stack16(5)).isEqualTo(DATA_3);
    }

    @Test
    void jumpThroughAGateMayNotChangeTheLevel() {
        var machine = BareProcessor.ring(3);
        machine.gate(FREE, CALL_GATE_32 + 3 * LEVEL, CODE_0, TARGET, 0);
        machine.assertFault(Vector.GP, CODE_0, () -> machine.system.transfers().jump(FREE, 0));
        machine.gate(FREE, CALL_GATE_32 + 3 * LEVEL, CODE_3, TARGET, 0);
        machine.system.transfers().jump(FREE, 0);
        assertAt(machine, CODE_3, TARGET);
    }

    @Test
    void section5_8_5_theInnerStackIsChecked() {
        var machine = BareProcessor.ring(3);
        var transfers = machine.system.transfers();
        machine.gate(FREE, CALL_GATE_32 + 3 * LEVEL, CODE_0, TARGET, 0);
        machine.write32(TSS + 8, 0);
        machine.assertFault(Vector.TS, 0, () -> transfers.call(FREE, 0, true));
        machine.write32(TSS + 8, BEYOND);
        machine.assertFault(Vector.TS, BEYOND, () -> transfers.call(FREE, 0, true));
        machine.write32(TSS + 8, DATA_0 | 1);
        machine.assertFault(Vector.TS, DATA_0, () -> transfers.call(FREE, 0, true));
        machine.write32(TSS + 8, CODE_0);
        machine.assertFault(Vector.TS, CODE_0, () -> transfers.call(FREE, 0, true));
        machine.write32(TSS + 8, OTHER);
        machine.descriptor(OTHER, 0, -1, FLAT | DATA - NOT_PRESENT);
        machine.assertFault(Vector.SS, OTHER, () -> transfers.call(FREE, 0, true));
        machine.descriptor(OTHER, 0, 0xFFF, BIG | DATA);
        machine.assertFault(Vector.SS, OTHER, () -> transfers.call(FREE, 0, true));
        machine.cpu.tr.set(0x50, TSS, 7, 0x8B);
        machine.assertFault(Vector.TS, 0x50, () -> transfers.call(FREE, 0, true));
    }

    // ---------------------------------------------------------------- RET

    @Test
    void returnChecksInOrder() {
        var machine = BareProcessor.ring(1);
        var transfers = machine.system.transfers();
        push(machine, 3, TARGET);
        machine.assertFault(Vector.GP, 0, () -> transfers.ret(true, 0));
        push(machine, BEYOND | 1, TARGET);
        machine.assertFault(Vector.GP, BEYOND, () -> transfers.ret(true, 0));
        push(machine, CODE_0, TARGET);
        machine.assertFault(Vector.GP, CODE_0, () -> transfers.ret(true, 0));
        push(machine, DATA_0 + RING, TARGET);
        machine.assertFault(Vector.GP, DATA_0 + RING & ~3, () -> transfers.ret(true, 0));
        push(machine, CODE_0 + RING | 3, TARGET);
        machine.assertFault(Vector.GP, CODE_0 + RING & ~3, () -> transfers.ret(true, 0));
        machine.descriptor(FREE, 0, -1, FLAT | CODE + LEVEL - NOT_PRESENT);
        push(machine, FREE | 1, TARGET);
        machine.assertFault(Vector.NP, FREE, () -> transfers.ret(true, 0));
    }

    @Test
    void returnToAnOuterLevelChecksItsStack() {
        var machine = BareProcessor.ring(0);
        var transfers = machine.system.transfers();
        push(machine, 0, 0x5000, CODE_3, TARGET);
        machine.assertFault(Vector.GP, 0, () -> transfers.ret(true, 0));
        push(machine, DATA_0, 0x5000, CODE_3, TARGET);
        machine.assertFault(Vector.GP, DATA_0, () -> transfers.ret(true, 0));
        push(machine, OTHER | 3, 0x5000, CODE_3, TARGET);
        machine.descriptor(OTHER, 0, -1, FLAT | DATA + 3 * LEVEL - NOT_PRESENT);
        machine.assertFault(Vector.SS, OTHER, () -> transfers.ret(true, 0));
    }

    @Test
    void returnToAnOuterLevelNullsDataOfInnerLevels() {
        var machine = BareProcessor.ring(0);
        machine.system.segments().load(Segment.ES, DATA_3);
        machine.system.segments().load(Segment.FS, CONFORMING_0);
        push(machine, DATA_3, 0x5000, CODE_3, TARGET);
        machine.system.transfers().ret(true, 0);
        assertThat(machine.cpu.segments[Segment.DS].isNull()).isTrue();
        assertThat(machine.cpu.segments[Segment.DS].selector).isZero();
        assertThat(machine.cpu.segments[Segment.GS].isNull()).isTrue();
        assertThat(machine.cpu.segments[Segment.ES].selector).isEqualTo(DATA_3);
        assertThat(machine.cpu.segments[Segment.FS].selector).isEqualTo(CONFORMING_0);
    }

    @Test
    void returnToA16BitStackLoadsOnlySp() {
        var machine = BareProcessor.ring(0);
        machine.descriptor(OTHER, 0, 0xFFFF, DATA + 3 * LEVEL);
        push(machine, OTHER | 3, 0x12345678, CODE_3, TARGET);
        int upper = machine.esp() & 0xFFFF0000;
        machine.system.transfers().ret(true, 0);
        assertThat(machine.esp()).isEqualTo(upper | 0x5678);
    }

    // ---------------------------------------------------------------- IRET

    @Test
    void iretToTheSameLevelLoadsWhatTheLevelMay() {
        var machine = BareProcessor.ring(3);
        push(machine, 0xFFFFFFFF & ~Flags.VM, CODE_3, TARGET);
        machine.system.transfers().iret(true);
        assertAt(machine, CODE_3, TARGET);
        int all = machine.cpu.flags.value();
        assertThat(all & (Flags.IF | Flags.IOPL | Flags.VIF | Flags.VIP)).isZero();
        int loaded =
                Flags.ARITHMETIC | Flags.TF | Flags.DF | Flags.NT | Flags.RF | Flags.AC | Flags.ID;
        assertThat(all & loaded).isEqualTo(loaded);
    }

    @Test
    void iretAtLevel0LoadsAll() {
        var machine = BareProcessor.ring(0);
        push(machine, 0x203302, CODE_0, TARGET);
        machine.system.transfers().iret(true);
        assertThat(machine.cpu.flags.value()).isEqualTo(0x203302);
    }

    @Test
    void iretToAnOuterLevelUsesTheOldLevelForTheFlags() {
        var machine = BareProcessor.ring(0);
        push(machine, DATA_3, 0x5000, 0x3202, CODE_3, TARGET);
        machine.system.transfers().iret(true);
        assertAt(machine, CODE_3, TARGET);
        assertThat(machine.cpu.flags.value()).isEqualTo(0x3202);
        assertThat(machine.esp()).isEqualTo(0x5000);
        assertThat(machine.cpu.cpl).isEqualTo(3);
    }

    @Test
    void iretToAnInnerLevelIsRefused() {
        var machine = BareProcessor.ring(3);
        push(machine, 2, CODE_0, TARGET);
        machine.assertFault(Vector.GP, CODE_0, () -> machine.system.transfers().iret(true));
    }

    @Test
    void section20_2_2_iretEntersVirtual8086ModeOnlyAtLevel0() {
        var machine = BareProcessor.ring(0);
        push(
                machine,
                0x5000,
                0x4000,
                0x3000,
                0x6000,
                0x2000,
                0x1FFE,
                Flags.VM | 0x202,
                0x1000,
                0x100);
        machine.system.transfers().iret(true);
        assertThat(machine.cpu.isVirtual8086()).isTrue();
        assertThat(machine.cpu.cpl).isEqualTo(3);
        assertAt(machine, 0x1000, 0x100);
        assertThat(machine.cpu.ss().base).isEqualTo(0x20000);
        assertThat(machine.esp()).isEqualTo(0x1FFE);
        assertThat(machine.cpu.segments[Segment.ES].selector).isEqualTo(0x6000);
        assertThat(machine.cpu.segments[Segment.DS].selector).isEqualTo(0x3000);
        assertThat(machine.cpu.segments[Segment.FS].selector).isEqualTo(0x4000);
        assertThat(machine.cpu.segments[Segment.GS].base).isEqualTo(0x50000);
        var outer = BareProcessor.ring(1);
        push(outer, Flags.VM | 2, CODE_0 + RING, TARGET);
        outer.system.transfers().iret(true);
        assertThat(outer.cpu.isVirtual8086()).isFalse();
    }
}
