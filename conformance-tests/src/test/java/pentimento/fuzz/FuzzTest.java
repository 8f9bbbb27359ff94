package pentimento.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.jit.JitTranslator;
import pentimento.jit.discover.Limits;

/**
 * A guest can never crash, hang or escape from the JVM, whatever it runs, and what it does depends
 * neither on slices nor on observers nor on snapshots. The same cases each time; {@code fuzz.sh}
 * runs as many others as one likes.
 */
class FuzzTest {
    private static final long LONGEST_CASE_SECONDS = 120;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
    private final Watchdog watchdog = new Watchdog(LONGEST_CASE_SECONDS, System.err);

    private CpuFuzzer processors(long seed, int cases) {
        watchdog.start();
        var fuzzer = new CpuFuzzer(seed, watchdog, out);
        fuzzer.run(done -> done < cases);
        assertThat(fuzzer.failed()).as(() -> text.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(fuzzer.passed()).isEqualTo(cases);
        return fuzzer;
    }

    private void machines(long seed, int programs) {
        watchdog.start();
        try (var fuzzer = new MachineFuzzer(seed, watchdog, out)) {
            fuzzer.run(done -> done < programs);
            assertThat(fuzzer.failed()).as(() -> text.toString(StandardCharsets.UTF_8)).isZero();
            assertThat(fuzzer.passed()).isEqualTo(programs);
        }
    }

    @Test
    void randomProcessorsKeepTheirPromises() {
        CpuFuzzer fuzzer = processors(1, 800);
        assertThat(fuzzer.runner().coverage().neverCompleted())
                .as("most rows of the opcode table are executed")
                .hasSizeLessThan(fuzzer.runner().forms().size() / 2);
    }

    @Test
    void randomProgramsOnWholeMachinesKeepThem() {
        machines(1, 6);
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4})
    void manyRandomProcessors(long seed) {
        CpuFuzzer fuzzer = processors(seed, 60_000);
        assertThat(fuzzer.runner().coverage().neverCompleted().size())
                .as("rows that never completed")
                .isLessThan(fuzzer.runner().forms().size() / 20);
    }

    @Tag("nightly")
    @Test
    void manyRandomProgramsOnWholeMachines() {
        machines(2, 1_000);
    }

    @Test
    void aCaseIsItsBytes() {
        var random = new Random(1);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = FuzzCase.random(random).bytes();
            assertThat(FuzzCase.of(bytes).bytes()).isEqualTo(bytes);
        }
        for (int length = 0; length < 100; length++) {
            assertThat(FuzzCase.of(new byte[length]).header()).hasSize(FuzzCase.HEADER);
        }
    }

    @Test
    void theSameSeedGivesTheSameCases() {
        assertThat(processors(5, 40).runner().counts())
                .isEqualTo(processors(5, 40).runner().counts());
    }

    /** Found with seed 101: the store changes what the TLB holds, time after time. */
    @Test
    @Timeout(value = LONGEST_CASE_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aStoreThatHitsItsOwnRegionHappensAtLast() {
        var fuzzed =
                FuzzCase.of(
                        HexFormat.of()
                                .parseHex(
                                        "00000c1b2c00301e75f1f464efa300d964fb0021b9c07579e0493ce49f6e3cdcafccbee8a3"
                                                + "7a4faaa9c79e775b1ea977454319fd738184bc0d520bd540916700dadc2f2553ffdf18b4cb"));
        var scene = new Scene(fuzzed, new Forms());
        var boards = List.of(new FuzzBoard(scene.model), new FuzzBoard(scene.model));
        boards.getFirst().cpu.translator(JitTranslator.atOnce(() -> new Limits(1, 9, 0)));
        for (FuzzBoard board : boards) {
            board.arrange(scene);
            board.cpu.run(scene.counts);
        }
        assertThat(boards.getFirst().time.retired()).isEqualTo(scene.counts);
        assertThat(boards.getFirst().digest()).isEqualTo(boards.getLast().digest());
    }

    @Test
    void aFailingCaseIsMadeSmall() {
        FuzzCase failing = FuzzCase.random(new Random(3)).withMutations(List.of(new byte[8]));
        byte[] culprit = failing.instructions().get(failing.instructions().size() / 2);
        var minimiser =
                new Minimiser(
                        c -> c.instructions().contains(culprit) && c.mutations().size() == 1,
                        1_000);
        FuzzCase small = minimiser.minimise(failing);
        assertThat(small.instructions()).containsExactly(culprit);
        assertThat(small.events()).isEmpty();
        assertThat(small.mutations()).hasSize(1);
        assertThat(small.header()).containsOnly(0);
    }

    @Test
    void aDifferenceIsNamedByItsField() {
        var forms = new Forms();
        var scene = new Scene(FuzzCase.random(new Random(1)), forms);
        var one = new FuzzBoard(scene.model);
        var other = new FuzzBoard(scene.model);
        one.arrange(scene);
        other.arrange(scene);
        assertThat(one.digest()).isEqualTo(other.digest());
        other.poke(Layout.DATA, (byte) 0x5A);
        assertThat(one.digest()).isNotEqualTo(other.digest());
        assertThat(
                        StateDifference.of(
                                pentimento.memory.state.StateImage.save(one),
                                pentimento.memory.state.StateImage.save(other)))
                .contains("1 fields")
                .contains(".memory.contents[c000] is 5a, should be 0");
    }
}
