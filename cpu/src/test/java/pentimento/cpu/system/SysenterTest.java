package pentimento.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.system.BareProcessor.CODE_0;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.CpuidLeaves;
import pentimento.cpu.model.Feature;
import pentimento.cpu.model.MsrTable;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/** SYSENTER and SYSEXIT by their operation sections. @see "SDM vol. 2B; vol. 3A, 5.8.7" */
class SysenterTest {
    private static final int STACK = 0x1_5000, ENTRY = 0xC000_9000, USER_STACK = 0x1_6000;
    private static final int USER_CODE = 0x9500, SEP = 0x800;

    private BareProcessor machine = BareProcessor.ring(3);

    private void registers(int selector) {
        int level = machine.cpu.cpl;
        machine.cpu.cpl = 0;
        machine.system.msrs().write(MsrTable.SYSENTER_CS, selector & 0xFFFFFFFFL);
        machine.system.msrs().write(MsrTable.SYSENTER_ESP, STACK);
        machine.system.msrs().write(MsrTable.SYSENTER_EIP, ENTRY);
        machine.cpu.cpl = level;
        machine.cpu.gpr[CpuState.ECX] = USER_STACK;
        machine.cpu.gpr[CpuState.EDX] = USER_CODE;
    }

    private static void assertFlat(Segment segment, int type, int dpl) {
        assertThat(segment.base).isZero();
        assertThat(segment.limit).isEqualTo(-1);
        int rights = Segment.GRANULARITY | Segment.BIG | Segment.PRESENT | Segment.NOT_SYSTEM;
        assertThat(segment.access).isEqualTo(rights | dpl << Segment.DPL_SHIFT | type);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 8, 10",
        "B, 8, 10",
        "4, 4, C",
        "FFFC, FFFC, 4",
        "FFFF, FFFC, 4",
        "10008, 8, 10"
    })
    void enterTakesSelectorsFromTheMsrAndTheRestFromNowhere(String msr, String cs, String ss) {
        registers(Integer.parseInt(msr, 16));
        machine.cpu.gdtLimit = 0; // no descriptor is read
        machine.set(Flags.IF | Flags.RF | Flags.DF | Flags.NT | Flags.TF);
        machine.system.sysenter().enter();
        assertThat(machine.cpu.cs().selector).isEqualTo(Integer.parseInt(cs, 16));
        assertThat(machine.cpu.ss().selector).isEqualTo(Integer.parseInt(ss, 16));
        assertFlat(machine.cpu.cs(), 0xB, 0);
        assertFlat(machine.cpu.ss(), 0x3, 0);
        assertThat(machine.cpu.cpl).isZero();
        assertThat(machine.cpu.eip).isEqualTo(ENTRY);
        assertThat(machine.esp()).isEqualTo(STACK);
        assertThat(machine.has(Flags.IF | Flags.RF | Flags.VM)).isFalse();
        assertThat(machine.has(Flags.DF)).isTrue();
        assertThat(machine.has(Flags.NT)).isTrue();
        assertThat(machine.has(Flags.TF)).isTrue();
        assertThat(machine.cpu.gpr[CpuState.ECX]).isEqualTo(USER_STACK);
    }

    @ParameterizedTest
    @CsvSource({"8, 1B, 23", "B, 1B, 23", "FFF4, 7, F", "4, 17, 1F"})
    void exitGoesToLevel3(String msr, String cs, String ss) {
        machine = BareProcessor.ring(0);
        registers(Integer.parseInt(msr, 16));
        machine.cpu.gdtLimit = 0;
        machine.set(Flags.IF | Flags.NT);
        machine.system.sysenter().exit();
        assertThat(machine.cpu.cs().selector).isEqualTo(Integer.parseInt(cs, 16));
        assertThat(machine.cpu.ss().selector).isEqualTo(Integer.parseInt(ss, 16));
        assertFlat(machine.cpu.cs(), 0xB, 3);
        assertFlat(machine.cpu.ss(), 0x3, 3);
        assertThat(machine.cpu.cpl).isEqualTo(3);
        assertThat(machine.cpu.eip).isEqualTo(USER_CODE);
        assertThat(machine.esp()).isEqualTo(USER_STACK);
        assertThat(machine.has(Flags.IF)).isTrue();
        assertThat(machine.has(Flags.NT)).isTrue();
    }

    @Test
    void enterLeavesVirtual8086Mode() {
        machine = BareProcessor.virtual8086(0);
        registers(CODE_0);
        int ds = machine.cpu.segments[Segment.DS].selector;
        machine.system.sysenter().enter();
        assertThat(machine.has(Flags.VM)).isFalse();
        assertThat(machine.cpu.cpl).isZero();
        assertFlat(machine.cpu.cs(), 0xB, 0);
        assertThat(machine.cpu.segments[Segment.DS].selector).isEqualTo(ds);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 0x10000})
    void aNullSelectorInTheMsrIsRefused(int selector) {
        registers(selector);
        machine.assertFault(Vector.GP, 0, () -> machine.system.sysenter().enter());
        machine = BareProcessor.ring(0);
        registers(selector);
        machine.assertFault(Vector.GP, 0, () -> machine.system.sysenter().exit());
    }

    @Test
    void realModeHasNeither() {
        machine = BareProcessor.real();
        registers(CODE_0);
        machine.assertFault(Vector.GP, 0, () -> machine.system.sysenter().enter());
        machine.assertFault(Vector.GP, 0, () -> machine.system.sysenter().exit());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void exitNeedsLevel0(int level) {
        machine = BareProcessor.ring(level);
        registers(CODE_0);
        machine.assertFault(Vector.GP, 0, () -> machine.system.sysenter().exit());
        machine = BareProcessor.virtual8086(3);
        registers(CODE_0);
        machine.assertFault(Vector.GP, 0, () -> machine.system.sysenter().exit());
    }

    /**
     * Systems test for SEP, and for a family of 6 also for a model and stepping of 3 or more each:
     * a Pentium Pro announces what it has not.
     *
     * @see "SDM vol. 2B, SYSENTER"
     */
    @ParameterizedTest
    @EnumSource
    void systemsFindOutWhetherItIsThere(CpuModel model) {
        boolean announced =
                model.has(Feature.CPUID)
                        && (new CpuidLeaves(model).leaf(1).edx() & SEP) != 0
                        && !(model.family() == 6
                                && (model.signature() >>> 4 & 0xF) < 3
                                && (model.signature() & 0xF) < 3);
        assertThat(announced).isEqualTo(model.compareTo(CpuModel.PENTIUM2) >= 0);
        assertThat(model.has(Feature.SYSENTER)).isEqualTo(announced);
    }
}
