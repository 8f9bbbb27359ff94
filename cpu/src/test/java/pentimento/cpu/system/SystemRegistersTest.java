package pentimento.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.system.BareProcessor.BEYOND;
import static pentimento.cpu.system.BareProcessor.CODE_0;
import static pentimento.cpu.system.BareProcessor.CODE_3;
import static pentimento.cpu.system.BareProcessor.CONFORMING_0;
import static pentimento.cpu.system.BareProcessor.DATA_0;
import static pentimento.cpu.system.BareProcessor.DATA_3;
import static pentimento.cpu.system.BareProcessor.FREE;
import static pentimento.cpu.system.BareProcessor.LDT_SELECTOR;
import static pentimento.cpu.system.BareProcessor.LEVEL;
import static pentimento.cpu.system.BareProcessor.READ_ONLY;
import static pentimento.cpu.system.BareProcessor.TSS;
import static pentimento.cpu.system.BareProcessor.TSS_B_SELECTOR;
import static pentimento.cpu.system.BareProcessor.TSS_SELECTOR;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.MsrTable;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;
import pentimento.memory.state.StateImage;

/** SDM vol. 3A, 2.4-2.8, 5.10; vol. 1, 18.5; vol. 4. */
class SystemRegistersTest {
    private final BareProcessor machine = BareProcessor.ring(0);

    // ---------------------------------------------------------------- CRn

    @ParameterizedTest
    @CsvSource({"80000000", "20000001"})
    void section2_5_refusedCombinationsOfCr0(String value) {
        int cr0 = Integer.parseUnsignedInt(value, 16);
        machine.assertFault(Vector.GP, 0, () -> machine.system.controls().moveToCr(0, cr0));
    }

    @Test
    void section2_5_reservedBitsOfCr0AreIgnoredAndEtIsFixed() {
        machine.system.controls().moveToCr(0, 0x1FFAFFC1);
        assertThat(machine.system.controls().moveFromCr(0))
                .isEqualTo(0x00050011 & 0x1FFAFFC1 | 0x11);
    }

    @Test
    void section2_5_lmswSetsPeButDoesNotClearIt() {
        var real = BareProcessor.real();
        real.system.controls().lmsw(0xF);
        assertThat(real.cpu.cr0 & 0xF).isEqualTo(0xF);
        real.system.controls().lmsw(0);
        assertThat(real.cpu.cr0 & 0xF).isEqualTo(1);
        assertThat(real.system.controls().smsw() & 0xFFFF).isEqualTo(0x11);
    }

    @Test
    void section2_5_reservedBitsOfCr4AreRefused() {
        machine.assertFault(Vector.GP, 0, () -> machine.system.controls().moveToCr(4, 0x800));
        machine.system.controls().moveToCr(4, 0x7FF);
        var pentium = BareProcessor.ring(0, CpuModel.PENTIUM);
        pentium.assertFault(Vector.GP, 0, () -> pentium.system.controls().moveToCr(4, 0x80));
        var i486 = BareProcessor.ring(0, CpuModel.I486);
        i486.assertFault(Vector.UD, -1, () -> i486.system.controls().moveFromCr(4));
    }

    @Test
    void onlyLevel0MayMoveControlRegisters() {
        var outer = BareProcessor.ring(1);
        var controls = outer.system.controls();
        outer.assertFault(Vector.GP, 0, () -> controls.moveFromCr(0));
        outer.assertFault(Vector.GP, 0, () -> controls.moveToCr(3, 0));
        outer.assertFault(Vector.GP, 0, controls::clts);
        outer.assertFault(Vector.GP, 0, () -> controls.lmsw(0));
        outer.assertFault(Vector.GP, 0, () -> controls.invlpg(0));
        outer.assertFault(Vector.GP, 0, () -> controls.moveFromDr(0));
        outer.assertFault(Vector.UD, -1, () -> controls.moveToCr(1, 0));
        assertThat(controls.smsw() & 1).isEqualTo(1);
    }

    @Test
    void cltsClearsTaskSwitched() {
        machine.cpu.cr0 |= CpuState.CR0_TS;
        machine.system.controls().clts();
        assertThat(machine.cpu.cr0 & CpuState.CR0_TS).isZero();
    }

    // ---------------------------------------------------------------- tables

    @Test
    void lgdtTakes24BitsOfTheBaseWithA16BitOperand() {
        machine.write32(0x6000, 0x56780123);
        machine.write16(0x6004, 0x1234);
        Segment ds = machine.cpu.segments[Segment.DS];
        machine.system.tables().lgdt(ds, 0x6000, false);
        assertThat(machine.cpu.gdtBase).isEqualTo(0x345678);
        assertThat(machine.cpu.gdtLimit).isEqualTo(0x123);
        machine.system.tables().lidt(ds, 0x6000, true);
        assertThat(machine.cpu.idtBase).isEqualTo(0x12345678);
        machine.system.tables().sidt(ds, 0x6010, true);
        assertThat(machine.read16(0x6010)).isEqualTo(0x123);
        assertThat(machine.read32(0x6012)).isEqualTo(0x12345678);
    }

    @Test
    void lldtChecks() {
        var tables = machine.system.tables();
        machine.assertFault(Vector.GP, 4, () -> tables.lldt(4));
        machine.assertFault(Vector.GP, BEYOND, () -> tables.lldt(BEYOND));
        machine.assertFault(Vector.GP, DATA_0, () -> tables.lldt(DATA_0));
        machine.descriptor(FREE, 0, 0xFF, 0x02);
        machine.assertFault(Vector.NP, FREE, () -> tables.lldt(FREE));
        tables.lldt(LDT_SELECTOR);
        assertThat(tables.sldt()).isEqualTo(LDT_SELECTOR);
        tables.lldt(0);
        assertThat(machine.cpu.ldtr.isNull()).isTrue();
    }

    @Test
    void ltrChecksAndMarksBusy() {
        var tables = machine.system.tables();
        machine.assertFault(Vector.GP, 0, () -> tables.ltr(0));
        machine.assertFault(Vector.GP, TSS_SELECTOR, () -> tables.ltr(TSS_SELECTOR));
        machine.assertFault(Vector.GP, 0x0C, () -> tables.ltr(0x0C));
        tables.ltr(TSS_B_SELECTOR);
        assertThat(tables.str()).isEqualTo(TSS_B_SELECTOR);
        assertThat(machine.accessByte(TSS_B_SELECTOR)).isEqualTo(0x8B);
        var real = BareProcessor.real();
        real.assertFault(Vector.UD, -1, () -> real.system.tables().ltr(8));
        real.assertFault(Vector.UD, -1, () -> real.system.tables().sldt());
        var outer = BareProcessor.ring(3);
        outer.assertFault(Vector.GP, 0, () -> outer.system.tables().ltr(TSS_B_SELECTOR));
    }

    // ---------------------------------------------------------------- 5.10: LAR, LSL, VERR, VERW

    @Test
    void section5_10_1_larShowsRights() {
        var queries = machine.system.queries();
        assertThat(queries.lar(CODE_0)).isEqualTo(0x00CF9B00);
        assertThat(queries.lar(TSS_SELECTOR)).isEqualTo(0x00008B00);
        assertThat(queries.lar(0)).isEqualTo(-1);
        assertThat(queries.lar(BEYOND)).isEqualTo(-1);
        assertThat(queries.lar(DATA_0 | 3)).isEqualTo(-1);
        assertThat(queries.lar(CONFORMING_0 | 3)).isEqualTo(0x00CF9F00);
        machine.gate(FREE, 0x8E, CODE_0, 0, 0);
        assertThat(queries.lar(FREE)).as("interrupt gates are invalid").isEqualTo(-1);
        machine.gate(FREE, 0x8C, CODE_0, 0, 0);
        assertThat(queries.lar(FREE)).isEqualTo(0x00008C00);
    }

    @Test
    void section5_10_3_lslShowsTheLimitInBytes() {
        var queries = machine.system.queries();
        assertThat(queries.lsl(DATA_0)).isTrue();
        assertThat(queries.limit()).isEqualTo(-1);
        assertThat(queries.lsl(TSS_SELECTOR)).isTrue();
        assertThat(queries.limit()).isEqualTo(0x67);
        machine.gate(FREE, 0x8C, CODE_0, 0, 0);
        assertThat(queries.lsl(FREE)).isFalse();
    }

    @Test
    void section5_10_2_verrAndVerw() {
        var outer = BareProcessor.ring(3);
        var queries = outer.system.queries();
        assertThat(queries.verr(DATA_3)).isTrue();
        assertThat(queries.verw(DATA_3)).isTrue();
        assertThat(queries.verr(DATA_0)).isFalse();
        assertThat(queries.verr(CONFORMING_0)).isTrue();
        assertThat(queries.verw(CODE_3)).isFalse();
        assertThat(queries.verr(TSS_SELECTOR)).isFalse();
        outer.descriptor(FREE, 0, 1, READ_ONLY + 3 * LEVEL);
        assertThat(queries.verr(FREE)).isTrue();
        assertThat(queries.verw(FREE)).isFalse();
        var virtual = BareProcessor.virtual8086(3);
        virtual.assertFault(Vector.UD, -1, () -> virtual.system.queries().requireDescriptors());
    }

    // ---------------------------------------------------------------- vol. 1, 18.5: I/O permission

    private static BareProcessor withMap(int limit) {
        var outer = BareProcessor.ring(3);
        outer.cpu.tr.set(TSS_SELECTOR, TSS, limit, 0x8B);
        outer.write16(TSS + 0x66, 0x68);
        outer.write32(TSS + 0x68, 0xFFFFFF7F);
        outer.write32(TSS + 0x6C, 0xFFFFFFF0);
        return outer;
    }

    @Test
    void vol1_18_5_2_theMapAllowsOnlyIfAllBitsAreClear() {
        var outer = withMap(0x200);
        var permission = outer.system.ioPermission();
        permission.check(7, 1);
        outer.assertFault(Vector.GP, 0, () -> permission.check(7, 2));
        outer.assertFault(Vector.GP, 0, () -> permission.check(6, 1));
        permission.check(0x20, 4);
        outer.assertFault(Vector.GP, 0, () -> permission.check(0x21, 4));
    }

    @Test
    void vol1_18_5_2_theSecondByteMustLieWithinTheLimit() {
        var outer = withMap(0x6D);
        outer.system.ioPermission().check(0x20, 1);
        var shorter = withMap(0x6C);
        shorter.assertFault(Vector.GP, 0, () -> shorter.system.ioPermission().check(0x20, 1));
        var noMap = withMap(0x66);
        noMap.assertFault(Vector.GP, 0, () -> noMap.system.ioPermission().check(7, 1));
    }

    @Test
    void vol1_18_5_1_ioplOpensAllPortsButNotInVirtual8086Mode() {
        var outer = withMap(0x67);
        outer.set(Flags.IOPL);
        outer.system.ioPermission().check(0x3F8, 1);
        var virtual = BareProcessor.virtual8086(3);
        virtual.write16(TSS + 0x66, 0x68);
        virtual.assertFault(Vector.GP, 0, () -> virtual.system.ioPermission().check(0x3F8, 1));
    }

    // ---------------------------------------------------------------- MSRs, SYSENTER, TSC

    @ParameterizedTest
    @CsvSource({"PENTIUM3, 0", "PENTIUM4, 0", "PRESCOTT, 5"})
    void aWriteOfTheTscLoadsTheUpperHalfOnLaterModels(CpuModel model, int upper) {
        var machine = BareProcessor.ring(0, model);
        machine.system.msrs().write(MsrTable.TSC, 5L << 32 | 7);
        assertThat(machine.system.msrs().read(MsrTable.TSC)).isEqualTo((long) upper << 32 | 7);
    }

    @Test
    void vol4_registersThatDoNotExistAreRefused() {
        var msrs = machine.system.msrs();
        machine.assertFault(Vector.GP, 0, () -> msrs.read(0xC0000080));
        assertThat(machine.notModelled).hasSize(1);
        assertThat(msrs.read(0x8B) >>> 32).isNotZero();
        assertThat(msrs.read(0x17)).isZero();
        msrs.write(0x79, 0x1000);
        msrs.write(0x1B, 0xFEE00800L);
        assertThat(msrs.read(0x1B)).isEqualTo(0xFEE00900L);
        var outer = BareProcessor.ring(3);
        outer.assertFault(Vector.GP, 0, () -> outer.system.msrs().read(0x10));
    }

    @Test
    void sysenterAndSysexit() {
        machine.assertFault(Vector.GP, 0, () -> machine.system.sysenter().enter());
        machine.system.msrs().write(0x174, CODE_0);
        machine.system.msrs().write(0x175, 0x15000);
        machine.system.msrs().write(0x176, 0x9000);
        machine.cpu.gpr[CpuState.ECX] = 0x16000;
        machine.cpu.gpr[CpuState.EDX] = 0x9500;
        machine.system.sysenter().exit();
        assertThat(machine.cpu.cpl).isEqualTo(3);
        assertThat(machine.cpu.cs().selector).isEqualTo(0x1B);
        assertThat(machine.cpu.ss().selector).isEqualTo(0x23);
        assertThat(machine.cpu.eip).isEqualTo(0x9500);
        assertThat(machine.esp()).isEqualTo(0x16000);
        machine.assertFault(Vector.GP, 0, () -> machine.system.sysenter().exit());
        machine.set(Flags.IF);
        machine.system.sysenter().enter();
        assertThat(machine.cpu.cpl).isZero();
        assertThat(machine.cpu.cs().selector).isEqualTo(CODE_0);
        assertThat(machine.cpu.ss().selector).isEqualTo(CODE_0 + 8);
        assertThat(machine.cpu.ss().allows(0xFFFFFFF0, 4, true)).isTrue();
        assertThat(machine.has(Flags.IF)).isFalse();
        assertThat(machine.cpu.eip).isEqualTo(0x9000);
    }

    @Test
    void vol3B_17_17_theTimeStampFollowsVirtualTime() {
        machine.time.elapse(1000);
        machine.system.timeStamp().rdtsc();
        assertThat(machine.cpu.gpr[CpuState.EAX]).isEqualTo(100);
        machine.system.msrs().write(0x10, 0x1_0000_0005L);
        machine.time.elapse(10);
        assertThat(machine.system.msrs().read(0x10)).isEqualTo(6);
        var outer = BareProcessor.ring(3);
        outer.system.timeStamp().rdtsc();
        outer.cpu.cr4 = CpuState.CR4_TSD;
        outer.assertFault(Vector.GP, 0, () -> outer.system.timeStamp().rdtsc());
        outer.assertFault(Vector.GP, 0, () -> outer.system.timeStamp().rdpmc());
    }

    @Test
    void stateSurvivesSavingAndLoading() {
        machine.system.msrs().write(0x174, 8);
        machine.system.msrs().write(0x10, 77);
        machine.system.controls().moveToDr(0, 0x1234);
        machine.system.controls().moveToDr(7, 0xD0001);
        StateImage cpu = StateImage.save(machine.cpu), system = StateImage.save(machine.system);
        var copy = new BareProcessor();
        cpu.load(copy.cpu);
        system.load(copy.system);
        assertThat(copy.system.msrs().read(0x174)).isEqualTo(8);
        assertThat(copy.system.msrs().read(0x10)).isEqualTo(77);
        assertThat(copy.system.breakpoints().isEnabled()).isTrue();
        copy.memory.write8(0x1235, 1);
        assertThat(copy.system.breakpoints().afterInstruction(false)).isTrue();
    }

    @Test
    void table9_1_afterReset() {
        var fresh = new BareProcessor();
        assertThat(fresh.cpu.cs().base + fresh.cpu.eip).isEqualTo(0xFFFFFFF0);
        assertThat(fresh.cpu.cr0).isEqualTo(0x60000010);
        assertThat(fresh.cpu.gpr[CpuState.EDX]).isEqualTo(0x673);
        assertThat(fresh.cpu.dr[6]).isEqualTo(0xFFFF0FF0);
        assertThat(fresh.cpu.dr[7]).isEqualTo(0x400);
        assertThat(fresh.cpu.flags.value()).isEqualTo(2);
    }
}
