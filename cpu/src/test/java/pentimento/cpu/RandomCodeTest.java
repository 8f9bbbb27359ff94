package pentimento.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.state.CpuState;
import pentimento.memory.state.StateImage;

/**
 * Random bytes as code: nothing escapes, nothing hangs, and the result depends neither on how the
 * run is sliced nor on a snapshot in between.
 */
class RandomCodeTest {
    private static final int SEEDS = 8, COUNTS = 6_000, STEP = 500, BYTES = 0x1000;

    private static TestBoard board(boolean flat, long seed) {
        TestBoard board =
                flat ? TestBoard.flat().skippingFaults32() : TestBoard.realMode().skippingFaults();
        var random = new Random(seed);
        byte[] code = new byte[BYTES];
        random.nextBytes(code);
        for (int i = 0; i < code.length; i++) {
            if (random.nextInt(4) == 0) {
                code[i] &= 0x3F; // more arithmetic
            }
            if ((code[i] & 0xFF) == 0xF4) {
                code[i] = 0x75;
            }
        }
        board.memory.write(TestBoard.CODE, code, 0, code.length);
        for (int i = 0; i < 8; i++) {
            board.with(i, i == CpuState.ESP ? TestBoard.STACK : random.nextInt(0x8000));
        }
        return board;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void slicesAreInvisible(boolean flat) {
        for (int seed = 0; seed < SEEDS; seed++) {
            TestBoard whole = board(flat, seed), sliced = board(flat, seed);
            for (int counts = 0; counts < COUNTS; counts += STEP) {
                whole.run(STEP, STEP);
                sliced.run(STEP, 1 + seed % 7);
                assertThat(sliced.cpu.view())
                        .as("seed %d after %d counts", seed, counts + STEP)
                        .isEqualTo(whole.cpu.view());
            }
            assertThat(sliced.digest()).as("seed %d", seed).isEqualTo(whole.digest());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void snapshotsAreInvisible(boolean flat) {
        for (int seed = 100; seed < 100 + SEEDS; seed++) {
            TestBoard straight = board(flat, seed);
            straight.run(COUNTS, COUNTS);
            TestBoard first = board(flat, seed), second = new TestBoard();
            first.run(COUNTS / 3, COUNTS);
            StateImage.save(first).load(second);
            second.run(COUNTS - COUNTS / 3, COUNTS);
            assertThat(second.digest()).as("seed %d", seed).isEqualTo(straight.digest());
        }
    }
}
