package pentimento.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.state.CpuState.EAX;
import static pentimento.cpu.state.CpuState.ECX;
import static pentimento.cpu.state.CpuState.EDI;
import static pentimento.cpu.state.CpuState.ESI;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REP in pieces does what single iterations do: overlaps, page ends, wrap-around. */
class BlockMovesTest {
    private static TestBoard board(String code, Random random) {
        TestBoard board = TestBoard.realMode().skippingFaults().code(code + "F4");
        byte[] noise = new byte[0x6000];
        random.nextBytes(noise);
        board.memory.write(0x1000, noise, 0, noise.length);
        int from = 0x1000 + random.nextInt(0x4000);
        int distance = random.nextInt(64) - 32;
        board.with(EAX, random.nextInt()).with(ECX, random.nextInt(0x1800)).with(ESI, from);
        return board.with(EDI, random.nextBoolean() ? from + distance : 0xFF00 + distance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"F3A4", "F3A5", "F366A5", "F3AA", "F3AB", "F366AB", "FD F3A5"})
    void piecesEqualSingleIterations(String code) {
        requireSame(12, random -> board(code, random));
    }

    private static void requireSame(int seeds, Function<Random, TestBoard> boards) {
        for (int seed = 0; seed < seeds; seed++) {
            TestBoard whole = boards.apply(new Random(seed));
            TestBoard single = boards.apply(new Random(seed));
            whole.run(0x2000, 0x2000);
            single.run(0x2000, 1);
            assertThat(single.cpu.view()).as("seed %d", seed).isEqualTo(whole.cpu.view());
            assertThat(single.digest()).as("seed %d", seed).isEqualTo(whole.digest());
        }
    }

    /** REPE and REPNE CMPS and SCAS, over elements most of which are equal, or none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "F3A6", "F3A7", "F366A7", "F2A6", "F2A7", "F266A7", "F3AE", "F3AF", "F2AE", "F2AF",
                "F266AF", "FD F3A6", "FD F2AE"
            })
    void comparisonsInPiecesEqualSingleOnes(String code) {
        requireSame(24, random -> comparing(code, random));
    }

    private static TestBoard comparing(String code, Random random) {
        TestBoard board = TestBoard.realMode().skippingFaults().code(code + "F4");
        byte[] equal = new byte[0x6000];
        Arrays.fill(equal, (byte) random.nextInt());
        board.memory.write(0x1000, equal, 0, equal.length);
        int from = 0x1000 + random.nextInt(0x4000), other = 0x1000 + random.nextInt(0x4000);
        board.memory.write8(from + random.nextInt(0x1800), random.nextInt());
        board.memory.write8(other + random.nextInt(0x1800), random.nextInt());
        int same = random.nextBoolean() ? board.memory.read32(from) : random.nextInt();
        board.with(EAX, same).with(ECX, random.nextInt(0x1800)).with(ESI, from);
        return board.with(EDI, random.nextBoolean() ? other : 0xFF00 + random.nextInt(64));
    }
}
