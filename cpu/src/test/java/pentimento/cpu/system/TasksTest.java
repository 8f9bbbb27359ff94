package pentimento.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static pentimento.cpu.state.CpuException.NO_ERROR_CODE;
import static pentimento.cpu.system.BareProcessor.BEYOND;
import static pentimento.cpu.system.BareProcessor.CODE_0;
import static pentimento.cpu.system.BareProcessor.CODE_3;
import static pentimento.cpu.system.BareProcessor.DATA_0;
import static pentimento.cpu.system.BareProcessor.DATA_3;
import static pentimento.cpu.system.BareProcessor.DIRECTORY;
import static pentimento.cpu.system.BareProcessor.FREE;
import static pentimento.cpu.system.BareProcessor.LDT_SELECTOR;
import static pentimento.cpu.system.BareProcessor.LEVEL;
import static pentimento.cpu.system.BareProcessor.NEXT_EIP;
import static pentimento.cpu.system.BareProcessor.TSS;
import static pentimento.cpu.system.BareProcessor.TSS_16;
import static pentimento.cpu.system.BareProcessor.TSS_16_SELECTOR;
import static pentimento.cpu.system.BareProcessor.TSS_B;
import static pentimento.cpu.system.BareProcessor.TSS_B_SELECTOR;
import static pentimento.cpu.system.BareProcessor.TSS_SELECTOR;

import org.junit.jupiter.api.Test;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;
import pentimento.cpu.system.Interrupts.Source;

/** SDM vol. 3A, chapter 7. */
class TasksTest {
    private static final int TASK_GATE = 0x85, NOT_PRESENT = 0x80;
    private static final int AVAILABLE = 0x89, BUSY = 0x8B, NEW_EIP = 0x9100, NEW_ESP = 0x15000;

    private final BareProcessor machine = withTaskB(BareProcessor.ring(0), CODE_0, DATA_0);

    private static BareProcessor withTaskB(BareProcessor machine, int cs, int ss) {
        machine.write32(TSS_B + 0x1C, DIRECTORY);
        machine.write32(TSS_B + 0x20, NEW_EIP);
        machine.write32(TSS_B + 0x24, Flags.IF | Flags.CF);
        for (int i = 0; i < 8; i++) {
            machine.write32(TSS_B + 0x28 + 4 * i, 0x11111111 * (i + 1));
        }
        machine.write32(TSS_B + 0x28 + 4 * CpuState.ESP, NEW_ESP);
        int[] selectors = {ss, cs, ss, ss, 0, ss};
        for (int i = 0; i < selectors.length; i++) {
            machine.write32(TSS_B + 0x48 + 4 * i, selectors[i]);
        }
        return machine;
    }

    private void jump() {
        machine.system.transfers().jump(TSS_B_SELECTOR, 0);
    }

    /**
     * A fault in the context of the new task: a trap, because EIP is that of its first instruction.
     */
    private void assertFaultInNewTask(int vector, int code) {
        CpuException fault = catchThrowableOfType(CpuException.class, this::jump);
        assertThat(fault).isNotNull();
        assertThat(BareProcessor.describe(fault)).isEqualTo(BareProcessor.describe(vector, code));
        assertThat(fault.isTrap()).isTrue();
        assertThat(machine.cpu.eip).isEqualTo(NEW_EIP);
        assertThat(machine.cpu.tr.selector).isEqualTo(TSS_B_SELECTOR);
        assertThat(machine.accessByte(TSS_B_SELECTOR)).isEqualTo(BUSY);
    }

    // ---------------------------------------------------------------- 7.3: the switch

    @Test
    void section7_3_jumpSavesTheOldTaskAndLoadsTheNew() {
        machine.cpu.gpr[CpuState.EBX] = 0xB0B0B0B0;
        machine.set(Flags.ZF);
        jump();
        assertThat(machine.read32(TSS + 0x20)).isEqualTo(NEXT_EIP);
        assertThat(machine.read32(TSS + 0x24)).isEqualTo(Flags.ZF | Flags.ALWAYS_SET);
        assertThat(machine.read32(TSS + 0x34)).isEqualTo(0xB0B0B0B0);
        assertThat(machine.read32(TSS + 0x38)).isEqualTo(BareProcessor.stackTop(0));
        assertThat(machine.read32(TSS + 0x4C)).isEqualTo(CODE_0);
        assertThat(machine.cpu.eip).isEqualTo(NEW_EIP);
        assertThat(machine.cpu.flags.value()).isEqualTo(Flags.IF | Flags.CF | Flags.ALWAYS_SET);
        assertThat(machine.cpu.gpr[CpuState.EDI]).isEqualTo(0x88888888);
        assertThat(machine.esp()).isEqualTo(NEW_ESP);
        assertThat(machine.cpu.segments[Segment.FS].isNull()).isTrue();
        assertThat(machine.cpu.tr.base).isEqualTo(TSS_B);
        assertThat(machine.cpu.cr0 & CpuState.CR0_TS).isNotZero();
        assertThat(machine.accessByte(TSS_SELECTOR)).isEqualTo(AVAILABLE);
        assertThat(machine.accessByte(TSS_B_SELECTOR)).isEqualTo(BUSY);
        assertThat(machine.has(Flags.NT)).isFalse();
    }

    @Test
    void section7_4_callNestsAndIretReturns() {
        machine.system.transfers().call(TSS_B_SELECTOR, 0, true);
        assertThat(machine.has(Flags.NT)).isTrue();
        assertThat(machine.read16(TSS_B)).isEqualTo(TSS_SELECTOR);
        assertThat(machine.accessByte(TSS_SELECTOR)).isEqualTo(BUSY);
        assertThat(machine.accessByte(TSS_B_SELECTOR)).isEqualTo(BUSY);
        machine.cpu.eip = 0x9200;
        machine.system.transfers().iret(true);
        assertThat(machine.cpu.eip).isEqualTo(NEXT_EIP);
        assertThat(machine.cpu.tr.selector).isEqualTo(TSS_SELECTOR);
        assertThat(machine.accessByte(TSS_SELECTOR)).isEqualTo(BUSY);
        assertThat(machine.accessByte(TSS_B_SELECTOR)).isEqualTo(AVAILABLE);
        assertThat(machine.read32(TSS_B + 0x20)).isEqualTo(0x9200);
        assertThat(machine.read32(TSS_B + 0x24) & Flags.NT).isZero();
    }

    @Test
    void section7_2_5_taskGatesInGdtAndIdt() {
        machine.gate(FREE, TASK_GATE, TSS_B_SELECTOR, 0, 0);
        machine.system.transfers().jump(FREE, 0x1234);
        assertThat(machine.cpu.eip).isEqualTo(NEW_EIP);
        var other = withTaskB(BareProcessor.ring(3), CODE_0, DATA_0);
        other.idt(0x30, TASK_GATE, TSS_B_SELECTOR, 0);
        other.system.interrupts().deliver(0x30, NO_ERROR_CODE, Source.EXTERNAL);
        assertThat(other.cpu.cpl).isZero();
        assertThat(other.has(Flags.NT)).isTrue();
        assertThat(other.esp()).isEqualTo(NEW_ESP);
        other.system.transfers().iret(true);
        assertThat(other.cpu.cpl).isEqualTo(3);
        assertThat(other.cpu.eip).isEqualTo(NEXT_EIP);
    }

    @Test
    void section6_12_2_anErrorCodeGoesToTheNewStack() {
        machine.idt(Vector.DF, TASK_GATE, TSS_B_SELECTOR, 0);
        machine.system.interrupts().deliver(Vector.DF, 0, Source.EXCEPTION);
        assertThat(machine.esp()).isEqualTo(NEW_ESP - 4);
        assertThat(machine.stack32(0)).isZero();
    }

    @Test
    void a286TaskHasSixteenBitRegisters() {
        machine.write16(TSS_16 + 0x0E, 0x9100);
        machine.write16(TSS_16 + 0x10, Flags.CF);
        machine.write16(TSS_16 + 0x12, 0xAAAA);
        machine.write16(TSS_16 + 0x1A, 0x5000);
        int[] selectors = {DATA_0, CODE_0, DATA_0, DATA_0};
        for (int i = 0; i < 4; i++) {
            machine.write16(TSS_16 + 0x22 + 2 * i, selectors[i]);
        }
        machine.system.transfers().call(TSS_16_SELECTOR, 0, true);
        assertThat(machine.cpu.eip).isEqualTo(0x9100);
        assertThat(machine.cpu.gpr[CpuState.EAX] & 0xFFFF).isEqualTo(0xAAAA);
        assertThat(machine.cpu.segments[Segment.FS].isNull()).isTrue();
        assertThat(machine.read16(TSS_16)).isEqualTo(TSS_SELECTOR);
        machine.cpu.gpr[CpuState.EAX] = 0xBBBB;
        machine.cpu.eip = 0x9102;
        machine.system.transfers().iret(true);
        assertThat(machine.read16(TSS_16 + 0x0E)).isEqualTo(0x9102);
        assertThat(machine.read16(TSS_16 + 0x12)).isEqualTo(0xBBBB);
        assertThat(machine.cpu.eip).isEqualTo(NEXT_EIP);
    }

    @Test
    void aTaskMayBeginInVirtual8086Mode() {
        machine.write32(TSS_B + 0x24, Flags.VM | Flags.IF);
        machine.write32(TSS_B + 0x20, 0x100);
        machine.write32(TSS_B + 0x4C, 0x1234);
        jump();
        assertThat(machine.cpu.isVirtual8086()).isTrue();
        assertThat(machine.cpu.cpl).isEqualTo(3);
        assertThat(machine.cpu.cs().base).isEqualTo(0x12340);
    }

    @Test
    void section7_3_cr3AndLdtComeWithTheTask() {
        machine.page(0);
        machine.write32(0x26000, BareProcessor.TABLE | 7);
        machine.write32(TSS_B + 0x1C, 0x26000);
        machine.write32(TSS_B + 0x60, LDT_SELECTOR);
        jump();
        assertThat(machine.cpu.cr3).isEqualTo(0x26000);
        assertThat(machine.cpu.ldtr.selector).isEqualTo(LDT_SELECTOR);
        assertThat(machine.cpu.ldtr.base).isEqualTo(BareProcessor.LDT);
    }

    @Test
    void section7_3_localBreakpointsEndAndTheTrapBitRaisesDebug() {
        machine.system.controls().moveToDr(7, 0x403);
        machine.write16(TSS_B + 0x64, 1);
        jump();
        assertThat(machine.cpu.dr[7]).isEqualTo(0x402);
        assertThat(machine.system.breakpoints().isEnabled()).isTrue();
        assertThat(machine.system.breakpoints().afterInstruction(false)).isTrue();
        assertThat(machine.cpu.dr[6]).isEqualTo(0xFFFF8FF0);
    }

    // ---------------------------------------------------------------- table 7-1: faults

    @Test
    void table7_1_faultsOfTheOldTask() {
        var transfers = machine.system.transfers();
        machine.assertFault(Vector.GP, TSS_SELECTOR, () -> transfers.jump(TSS_SELECTOR, 0));
        machine.descriptor(TSS_B_SELECTOR, TSS_B, 0x67, AVAILABLE - NOT_PRESENT);
        machine.assertFault(Vector.NP, TSS_B_SELECTOR, this::jump);
        machine.descriptor(TSS_B_SELECTOR, TSS_B, 0x66, AVAILABLE);
        machine.assertFault(Vector.TS, TSS_B_SELECTOR, this::jump);
        machine.gate(FREE, TASK_GATE - NOT_PRESENT, TSS_B_SELECTOR, 0, 0);
        machine.assertFault(Vector.NP, FREE, () -> transfers.jump(FREE, 0));
        machine.gate(FREE, TASK_GATE, BEYOND, 0, 0);
        machine.assertFault(Vector.GP, BEYOND, () -> transfers.jump(FREE, 0));
        machine.gate(FREE, TASK_GATE, 0x0C, 0, 0);
        machine.assertFault(Vector.GP, 0x0C, () -> transfers.jump(FREE, 0));
        machine.gate(FREE, TASK_GATE, DATA_0, 0, 0);
        machine.assertFault(Vector.GP, DATA_0, () -> transfers.jump(FREE, 0));
        assertThat(machine.read32(TSS + 0x20)).as("nothing was saved").isZero();
    }

    @Test
    void section7_3_levelsAreCheckedForJumpAndCallOnly() {
        var outer = withTaskB(BareProcessor.ring(3), CODE_0, DATA_0);
        outer.assertFault(
                Vector.GP, TSS_B_SELECTOR, () -> outer.system.transfers().jump(TSS_B_SELECTOR, 0));
        outer.gate(FREE, TASK_GATE, TSS_B_SELECTOR, 0, 0);
        outer.assertFault(Vector.GP, FREE, () -> outer.system.transfers().call(FREE, 0, true));
        outer.gate(FREE, TASK_GATE + 3 * LEVEL, TSS_B_SELECTOR, 0, 0);
        outer.system.transfers().call(FREE, 0, true);
        assertThat(outer.cpu.cpl).isZero();
    }

    @Test
    void iretToATaskThatIsNotBusyIsAnInvalidTss() {
        machine.set(Flags.NT);
        machine.write16(TSS, TSS_B_SELECTOR);
        machine.assertFault(Vector.TS, TSS_B_SELECTOR, () -> machine.system.transfers().iret(true));
        machine.write16(TSS, 0x0C);
        machine.assertFault(Vector.TS, 0x0C, () -> machine.system.transfers().iret(true));
    }

    @Test
    void table7_1_aBadLdt() {
        machine.write32(TSS_B + 0x60, DATA_0);
        assertFaultInNewTask(Vector.TS, DATA_0);
    }

    @Test
    void table7_1_aBadCodeSegment() {
        machine.write32(TSS_B + 0x4C, DATA_0);
        assertFaultInNewTask(Vector.TS, DATA_0);
    }

    @Test
    void table7_1_anAbsentCodeSegment() {
        machine.descriptor(FREE, 0, -1, 0xC01B);
        machine.write32(TSS_B + 0x4C, FREE);
        assertFaultInNewTask(Vector.NP, FREE);
    }

    @Test
    void table7_1_aStackOfAnotherLevel() {
        machine.write32(TSS_B + 0x50, DATA_3);
        assertFaultInNewTask(Vector.TS, DATA_3 & ~3);
    }

    @Test
    void table7_1_anAbsentStack() {
        machine.descriptor(FREE, 0, -1, 0xC013);
        machine.write32(TSS_B + 0x50, FREE);
        assertFaultInNewTask(Vector.SS, FREE);
    }

    @Test
    void table7_1_dataOfAnInnerLevel() {
        withTaskB(machine, CODE_3, DATA_3);
        machine.write32(TSS_B + 0x54, DATA_0);
        assertFaultInNewTask(Vector.TS, DATA_0);
        assertThat(machine.cpu.cpl).isEqualTo(3);
    }

    @Test
    void anEipBeyondTheNewCodeSegment() {
        machine.descriptor(FREE, 0, 0xFFF, 0x409B);
        machine.write32(TSS_B + 0x4C, FREE);
        assertFaultInNewTask(Vector.GP, 0);
    }

    @Test
    void anAbsentPageOfTheNewTssFaultsInTheOldTask() {
        machine.page(0);
        machine.pte(TSS_B, 0);
        machine.assertFault(Vector.PF, 0, this::jump);
        assertThat(machine.cpu.cr2).isEqualTo(TSS_B + 0x1C);
        assertThat(machine.accessByte(TSS_SELECTOR)).isEqualTo(BUSY);
    }
}
