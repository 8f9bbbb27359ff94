package pentimento.cpu.fpu.x87;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;
import pentimento.cpu.system.BareProcessor;
import pentimento.memory.bus.Line;
import pentimento.memory.state.StateDigest;

/**
 * Every form with a memory operand, at CPL 3 with paging: its size, its alignment, and that a fault
 * changes nothing, so that it can be restarted.
 */
class MemoryOperandsTest {
    private static final int PAGE = 0x31000, PRESENT_USER = 7;
    private static final int FLAT_DATA = BareProcessor.FLAT | BareProcessor.DATA | 0x60;

    /**
     * @param esc 0..7 for D8..DF
     * @param alignment what SDM vol. 3A, table 6-7 asks for
     */
    record Form(int esc, int reg, int size, int alignment, boolean stores) {
        @Override
        public String toString() {
            return String.format("%02X /%d m%d", 0xD8 + esc, reg, 8 * size);
        }
    }

    private static Form load(int code, int reg, int size) {
        return new Form(code - 0xD8, reg, size, Math.min(Integer.highestOneBit(size), 8), false);
    }

    private static Form store(int code, int reg, int size) {
        return new Form(code - 0xD8, reg, size, Math.min(Integer.highestOneBit(size), 8), true);
    }

    private static Form image(int code, int reg, int size, boolean stores) {
        return new Form(code - 0xD8, reg, size, 4, stores);
    }

    static Stream<Form> forms() {
        Stream<Form> arithmetic =
                Stream.iterate(0, n -> n + 1)
                        .limit(8)
                        .flatMap(
                                n ->
                                        Stream.of(
                                                load(0xD8, n, 4),
                                                load(0xDA, n, 4),
                                                load(0xDC, n, 8),
                                                load(0xDE, n, 2)));
        // @formatter:off
        Stream<Form> others = Stream.of(
                load(0xD9, 0, 4), store(0xD9, 2, 4), store(0xD9, 3, 4), image(0xD9, 4, 28, false),
                load(0xD9, 5, 2), image(0xD9, 6, 28, true), store(0xD9, 7, 2),
                load(0xDB, 0, 4), store(0xDB, 1, 4), store(0xDB, 2, 4), store(0xDB, 3, 4),
                load(0xDB, 5, 10), store(0xDB, 7, 10),
                load(0xDD, 0, 8), store(0xDD, 1, 8), store(0xDD, 2, 8), store(0xDD, 3, 8),
                image(0xDD, 4, 108, false), image(0xDD, 6, 108, true), store(0xDD, 7, 2),
                load(0xDF, 0, 2), store(0xDF, 1, 2), store(0xDF, 2, 2), store(0xDF, 3, 2),
                load(0xDF, 4, 10), load(0xDF, 5, 8), store(0xDF, 6, 10), store(0xDF, 7, 8));
        // @formatter:on
        return Stream.concat(arithmetic, others);
    }

    private final BareProcessor machine = BareProcessor.ring(3);
    private final CpuState cpu = machine.cpu;
    private final FpuState fpu = new FpuState();
    private final X87 x87 =
            new X87(
                    cpu,
                    new SegmentedMemory(cpu, machine.memory),
                    fpu,
                    CpuModel.CORE,
                    Line.unconnected());

    MemoryOperandsTest() {
        machine.page(0);
        fpu.initialise();
        fpu.push(0x3FFF, Long.MIN_VALUE);
        fpu.push(0x4000, 0xC000_0000_0000_0001L);
        fpu.opcode = 0x111;
    }

    private void execute(Form form, int segment, int offset) {
        execute(form.esc, form.reg, segment, offset, true);
    }

    private void execute(int esc, int reg, int segment, int offset, boolean operand32) {
        Escape row = EscapeMap.row(esc, reg << 3, CpuModel.CORE);
        if (x87.begin(row)) {
            row.body().execute(x87, 0, cpu.segments[segment], offset, operand32);
        }
    }

    private void faults(int vector, int errorCode, Form form, int segment, int offset) {
        String before = StateDigest.of(x87);
        machine.assertFault(vector, errorCode, () -> execute(form, segment, offset));
        assertThat(StateDigest.of(x87)).as("the unit is as before").isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aPageFaultInTheSecondPageChangesNothing(Form form) {
        int offset = PAGE - Math.max(form.size / 2, 1);
        machine.pte(PAGE, 0);
        machine.physical.write32(PAGE - 4, 0x3F80_0000);
        int before = machine.read32(PAGE - 4);
        faults(Vector.PF, form.stores ? 6 : 4, form, Segment.DS, offset);
        assertThat(cpu.cr2).isEqualTo(PAGE);
        assertThat(machine.read32(PAGE - 4)).as("no part is stored").isEqualTo(before);
        machine.pte(PAGE, PAGE | PRESENT_USER);
        execute(form, Segment.DS, offset); // restarted
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aPageFaultInTheFirstPageChangesNothing(Form form) {
        machine.pte(PAGE, 0);
        faults(Vector.PF, form.stores ? 6 : 4, form, Segment.DS, PAGE + 0xFFF);
        assertThat(cpu.cr2).isEqualTo(PAGE + 0xFFF);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void storesToReadOnlyPagesFault(Form form) {
        machine.pte(PAGE, PAGE | 5);
        if (form.stores) {
            faults(Vector.PF, 7, form, Segment.DS, PAGE);
        } else {
            execute(form, Segment.DS, PAGE);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theSegmentMustHoldTheWholeOperand(Form form) {
        int limit = PAGE + form.size - 1;
        cpu.segments[Segment.DS].set(0x43, 0, limit - 1, FLAT_DATA);
        cpu.segments[Segment.SS].set(0x43, 0, limit - 1, FLAT_DATA);
        faults(Vector.GP, 0, form, Segment.DS, PAGE);
        faults(Vector.SS, 0, form, Segment.SS, PAGE);
        cpu.segments[Segment.DS].set(0x43, 0, limit, FLAT_DATA);
        execute(form, Segment.DS, PAGE);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void sixtyFourKilobyteSegmentsDoNotWrap(Form form) {
        cpu.segments[Segment.DS].set(0x43, 0x100000, 0xFFFF, FLAT_DATA);
        faults(Vector.GP, 0, form, Segment.DS, 0xFFFF);
    }

    /** SDM vol. 3A, table 6-7. */
    @ParameterizedTest
    @MethodSource("forms")
    void alignmentIsCheckedByTheTypeOfTheOperand(Form form) {
        cpu.cr0 |= CpuState.CR0_AM;
        machine.set(Flags.AC);
        machine.memory.privilegeChanged();
        faults(Vector.AC, 0, form, Segment.DS, PAGE + form.alignment / 2);
        execute(form, Segment.DS, PAGE + form.alignment);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void imagesOf16BitsNeedWordsAligned(int reg) {
        cpu.cr0 |= CpuState.CR0_AM;
        machine.set(Flags.AC);
        machine.memory.privilegeChanged();
        for (int esc : List.of(1, 5)) {
            execute(esc, reg, Segment.DS, PAGE + 2, false);
            machine.assertFault(Vector.AC, 0, () -> execute(esc, reg, Segment.DS, PAGE + 1, false));
        }
    }

    @Test
    void theImageSurvivesAlignmentChecking() {
        cpu.cr0 |= CpuState.CR0_AM;
        machine.set(Flags.AC);
        machine.memory.privilegeChanged();
        execute(image(0xDD, 6, 108, true), Segment.DS, PAGE + 4);
        assertThat(fpu.occupied).isZero();
        execute(image(0xDD, 4, 108, false), Segment.DS, PAGE + 4);
        assertThat(fpu.significand[fpu.st(0)]).isEqualTo(0xC000_0000_0000_0001L);
        assertThat(fpu.signExponent[fpu.st(1)]).isEqualTo(0x3FFF);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aTrappedInstructionTouchesNoMemory(Form form) {
        machine.pte(PAGE, 0);
        cpu.cr0 |= CpuState.CR0_TS;
        faults(Vector.NM, CpuException.NO_ERROR_CODE, form, Segment.DS, PAGE);
    }
}
