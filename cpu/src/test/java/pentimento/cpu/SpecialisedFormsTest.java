package pentimento.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.state.CpuState;

/** General forms, specialised ones and pairs do the same. */
class SpecialisedFormsTest {
    private static final int COUNTS = 20_000, BYTES = 0x180;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomCodeDoesTheSame(boolean isFlat) {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            byte[] code = new byte[BYTES];
            random.nextBytes(code);
            for (int i = 0; i < BYTES; i += 1 + random.nextInt(12)) {
                code[i] = (byte) (0x70 + random.nextInt(16)); // Jcc, often after what it tests
            }
            TestBoard general = board(isFlat, code), specialised = board(isFlat, code);
            general.cpu.specialiseAfter(Integer.MAX_VALUE);
            specialised.cpu.specialiseAfter(1 + random.nextInt(3));
            int slice = 1 + random.nextInt(2_000);
            general.run(COUNTS, slice);
            specialised.run(COUNTS, COUNTS);
            assertThat(specialised.digest()).as("seed %d", seed).isEqualTo(general.digest());
        }
    }

    private static TestBoard board(boolean isFlat, byte[] code) {
        TestBoard board =
                isFlat
                        ? TestBoard.flat().skippingFaults32()
                        : TestBoard.realMode().skippingFaults();
        board.memory.write(TestBoard.CODE, code, 0, code.length);
        return board;
    }

    /** The count of ECX is done, the jump is not: EIP is that of the jump. */
    @Test
    void aFaultInTheSecondOfAPairLeavesTheFirstDone() {
        for (int executions : new int[] {1, Integer.MAX_VALUE}) {
            TestBoard board = TestBoard.flat().skippingFaults32();
            board.code("49 0F85F0FF0000 F4"); // dec ecx; jnz 17BF7h
            board.cpu.state().cs().set(8, 0, 0xFFFF, 0x409B);
            board.cpu.specialiseAfter(executions);
            board.with(CpuState.ECX, 5).run(2, 2);
            assertThat(board.register(CpuState.ECX)).isEqualTo(4);
            assertThat(board.memory.read32(TestBoard.STACK - 12)).isEqualTo(TestBoard.CODE + 1);
        }
    }
}
