package pentimento.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.system.BareProcessor.TABLE;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;
import pentimento.cpu.system.BareProcessor;

/** Operands of eight bytes: MMX, halves of XMM registers, double-precision numbers. */
class QuadwordAccessTest {
    private static final int PAGE = 0x31000, NEXT = 0x32000, PRESENT = 7;
    private static final long VALUE = 0x8877_6655_4433_2211L;

    private final BareProcessor machine = BareProcessor.ring(3);
    private final SegmentedMemory memory = new SegmentedMemory(machine.cpu, machine.memory);
    private final Segment data = machine.cpu.segments[Segment.DS];

    @BeforeEach
    void pages() {
        machine.page(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {PAGE, PAGE + 4, NEXT - 8, NEXT - 7, NEXT - 4, NEXT - 1})
    void whatIsStoredIsLoaded(int offset) {
        for (int i = 0; i < 2; i++) { // the second time through the fast tables
            memory.write64(data, offset, VALUE + i);
            assertThat(memory.read64(data, offset)).isEqualTo(VALUE + i);
        }
        assertThat(memory.read8(data, offset + 7)).isEqualTo(0x88);
    }

    @ParameterizedTest
    @ValueSource(ints = {NEXT - 7, NEXT - 4, NEXT - 1})
    void aFaultOnTheSecondPageStoresNothing(int offset) {
        machine.pte(NEXT, 0);
        machine.assertFault(Vector.PF, 6, () -> memory.write64(data, offset, VALUE));
        assertThat(machine.cpu.cr2).isEqualTo(NEXT);
        for (int at = offset; at < NEXT; at++) {
            assertThat(machine.physical.read8(at)).isZero();
        }
        assertThat(machine.read32(TABLE + (NEXT >>> 10))).isZero();
        machine.pte(NEXT, PRESENT);
        memory.write64(data, offset, VALUE);
        assertThat(memory.read64(data, offset)).isEqualTo(VALUE);
    }

    /** SDM vol. 3A, table 6-7: double-precision numbers and quadwords must be 8-byte aligned. */
    @Test
    void theyAreAlignedToEightIfAlignmentIsChecked() {
        machine.cpu.cr0 |= CpuState.CR0_AM;
        machine.set(Flags.AC);
        machine.memory.privilegeChanged();
        machine.assertFault(Vector.AC, 0, () -> memory.read64(data, PAGE + 4));
        machine.assertFault(Vector.AC, 0, () -> memory.write64(data, PAGE + 4, VALUE));
        memory.write64(data, PAGE + 8, VALUE);
        assertThat(memory.read64(data, PAGE + 8)).isEqualTo(VALUE);
    }

    @Test
    void allEightBytesLieWithinTheLimit() {
        data.set(data.selector, 0, PAGE + 6, data.access & ~Segment.GRANULARITY);
        machine.assertFault(Vector.GP, 0, () -> memory.read64(data, PAGE));
        machine.assertFault(Vector.GP, 0, () -> memory.write64(data, PAGE, VALUE));
        memory.write64(data, PAGE - 1, VALUE);
    }
}
