package pentimento.cpu.fpu.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.simd.VectorUnit.DATA;
import static pentimento.cpu.fpu.simd.VectorUnit.FINE;
import static pentimento.cpu.fpu.simd.VectorUnit.NEXT_PAGE;
import static pentimento.cpu.fpu.simd.VectorUnit.READ_ONLY;

import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.cpu.fpu.simd.OpcodeChart.Entry;

/**
 * What memory operands raise, for every instruction of the chart: alignment, limits, pages.
 *
 * @see "SDM vol. 2A, 2.4; vol. 3A, tables 6-7 and 23-4 to 23-9 (exception conditions)"
 */
class OperandFaultsTest {
    private static final String GP = "#13(0)",
            AC = "#17(0)",
            WRITE = "#14(7)",
            ABSENT_READ = "#14(4)";

    /** Stores: MOVs to memory, STMXCSR, FXSAVE. */
    private static final Set<Integer> STORES =
            Set.of(0x11, 0x13, 0x17, 0x29, 0x2B, 0x7E, 0x7F, 0xC3, 0xD6, 0xE7);

    private final VectorUnit unit = new VectorUnit();

    /** On every instruction with a memory operand. */
    private void each(Consumer<Entry> test) {
        for (Entry entry : new OpcodeChart().entries()) {
            if (entry.bytes() > 0) {
                unit.reset();
                test.accept(entry);
            }
        }
    }

    private void expect(Entry entry, int offset, String outcome) {
        assertThat(unit.outcome(entry, offset)).as(entry.toString()).isEqualTo(outcome);
    }

    private static boolean stores(Entry entry) {
        boolean loads = entry.prefix() == 0xF3 && entry.opcode() == 0x7E;
        boolean saves = entry.opcode() == 0xAE && (entry.digit() == 0 || entry.digit() == 3);
        return STORES.contains(entry.opcode()) && !loads || saves;
    }

    /** At an aligned place near the end of a page: the last byte before the boundary. */
    private static int lastPlace(Entry entry) {
        return NEXT_PAGE - Math.max(entry.bytes(), 1);
    }

    @Test
    void sixteenBytesAreAlignedUnlessTheInstructionSaysOtherwise() {
        each(
                entry -> {
                    unit.memory.write32(unit.data(), DATA + 0x108, 0x1F80); // for LDMXCSR
                    expect(entry, DATA + 0x108, entry.aligned() ? GP : FINE);
                    unit.fill(DATA, 0x400, 0);
                    expect(entry, DATA + 0x100, FINE);
                });
    }

    @Test
    void alignmentToTheSizeIsCheckedUpToEight() {
        each(
                entry -> {
                    unit.checkAlignment();
                    int checked = Math.min(entry.bytes(), 8);
                    for (int misalignment = 1; misalignment < checked; misalignment *= 2) {
                        String expected = entry.aligned() ? GP : AC;
                        expect(entry, DATA + 0x100 + misalignment, expected);
                    }
                    if (!entry.aligned()) {
                        expect(entry, DATA + 0x100 + checked, FINE);
                    }
                });
    }

    @Test
    void allBytesLieWithinTheLimit() {
        each(
                entry -> {
                    int offset = DATA + 0x100, bytes = entry.bytes();
                    unit.limit(offset + bytes - 2);
                    expect(entry, offset, GP);
                    unit.limit(offset + bytes - 1);
                    expect(entry, offset, FINE);
                });
    }

    @Test
    void onlyTheBytesOfTheOperandAreTouched() {
        each(
                entry -> {
                    unit.page(NEXT_PAGE, 0);
                    expect(entry, lastPlace(entry), FINE);
                });
    }

    @Test
    void anAbsentSecondPageFaultsWithNothingStored() {
        each(
                entry -> {
                    if (entry.bytes() < 2 || entry.aligned()) {
                        return; // does not cross
                    }
                    int offset = NEXT_PAGE - entry.bytes() / 2;
                    unit.fill(DATA, NEXT_PAGE - DATA, 0x5A);
                    unit.page(NEXT_PAGE, 0);
                    expect(entry, offset, stores(entry) ? "#14(6)" : ABSENT_READ);
                    assertThat(unit.cpu.cr2).isEqualTo(NEXT_PAGE);
                    for (int at = offset; at < NEXT_PAGE; at++) {
                        assertThat(unit.machine.physical.read8(at)).isEqualTo(0x5A);
                    }
                });
    }

    @Test
    void onlyStoresNeedAWritablePage() {
        each(
                entry -> {
                    unit.page(DATA, READ_ONLY);
                    expect(entry, DATA, stores(entry) ? WRITE : FINE);
                });
    }

    @Test
    void misalignmentIsFoundBeforePageFaults() {
        each(
                entry -> {
                    unit.page(DATA, 0);
                    if (entry.aligned()) {
                        expect(entry, DATA + 8, GP);
                    }
                    assertThat(unit.outcome(entry, DATA)).startsWith("#14");
                });
    }

    // MASKMOVQ, MASKMOVDQU: SDM vol. 2A; what is masked out may or may not be looked at.

    @ParameterizedTest
    @CsvSource({"0, F7", "66, F7"})
    void maskedStoresTouchOnlyWhatTheMaskSelects(String prefix, String opcode) {
        int mandatory = Integer.parseInt(prefix, 16), code = Integer.parseInt(opcode, 16);
        int offset = NEXT_PAGE - 4;
        Runnable instruction = () -> unit.execute(mandatory, code, 0xC0 | 2 << 3 | 1, offset, 0);
        unit.page(NEXT_PAGE, 0);
        mask(0);
        assertThat(unit.outcome(instruction)).isEqualTo(FINE);
        mask(0x8080_8080L);
        assertThat(unit.outcome(instruction)).isEqualTo(FINE);
        unit.fill(offset, 4, 0x5A);
        mask(0x80_8080_8080L);
        assertThat(unit.outcome(instruction)).isEqualTo("#14(6)");
        assertThat(unit.machine.physical.read8(offset)).isEqualTo(0x5A);
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "102, 16"})
    void maskedStoresAreByBytes(int prefix, int bytes) {
        unit.fill(DATA, 17, 0x5A);
        mask(0x8000_7FFF_0080_00FFL);
        unit.fpu.significand[2] = 0x1122_3344_5566_7788L;
        unit.xmm.xmm[4] = 0x1122_3344_5566_7788L;
        unit.xmm.xmm[3] = 0x80L << 56;
        unit.xmm.xmm[5] = 0x99L << 56;
        unit.checkAlignment();
        unit.execute(prefix, 0xF7, 0xC0 | 2 << 3 | 1, DATA + 1, 0);
        assertThat(unit.machine.physical.read32(DATA + 1)).isEqualTo(0x5A66_5A88);
        assertThat(unit.machine.physical.read32(DATA + 5)).isEqualTo(0x115A_5A44);
        assertThat(unit.machine.physical.read8(DATA + 16)).isEqualTo(bytes == 16 ? 0x99 : 0x5A);
    }

    private void mask(long mask) {
        unit.fpu.significand[1] = mask;
        unit.xmm.xmm[2] = mask;
        unit.xmm.xmm[3] = 0;
    }
}
