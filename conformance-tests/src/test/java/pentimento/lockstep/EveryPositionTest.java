package pentimento.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.Cpu;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.Translator;
import pentimento.jit.JitTranslator;
import pentimento.memory.state.StateImage;

/**
 * Interrupts raised by stores, latched timers, shadows and halts at every position of a block,
 * beside loop heads, calls, returns and jumps: translated code counts and stops like interpreted.
 */
class EveryPositionTest {
    private static final int COUNTS = 2_000,
            SAMPLE = 13,
            LONGEST_SLICE = 60,
            WHOLE = Integer.MAX_VALUE,
            LEAST_INTERRUPTS = 5;
    private static final int ONE_IN = 4, LEAST_MOVES = 3;

    private final LiveBoard interpreting = new LiveBoard();
    private final Deque<LiveBoard> translating =
            new ArrayDeque<>(List.of(new LiveBoard(), new LiveBoard()));

    private static List<LiveProgram> sample() {
        List<LiveProgram> all = LiveProgram.all();
        return IntStream.range(0, all.size())
                .filter(i -> i % SAMPLE == 0)
                .mapToObj(all::get)
                .toList();
    }

    private void interpret(LiveProgram program) {
        interpreting.start(program, Translator.NONE).runTo(COUNTS, WHOLE);
        assertThat(interpreting.word(LiveProgram.INTERRUPTS))
                .as("interrupts of %s", program.name())
                .isGreaterThan(LEAST_INTERRUPTS);
    }

    private void assertSame(LiveProgram program, JitTranslator translator, int slice) {
        LiveBoard board = translating.getFirst().start(program, translator);
        board.runTo(COUNTS, slice);
        assertThat(board.cpu.view()).as(program.name()).isEqualTo(interpreting.cpu.view());
        assertThat(board.digest()).as(program.name()).isEqualTo(interpreting.digest());
        assertThat(translator.counts().executed()).as(program.name()).isPositive();
    }

    @Test
    void regionsOfAllSizes() {
        for (LiveProgram program : LiveProgram.all()) {
            var random = new Random(program.name().hashCode());
            interpret(program);
            var cuts = new Cuts(random.nextLong());
            boolean isAtOnce = random.nextBoolean();
            assertSame(
                    program,
                    isAtOnce ? JitTranslator.atOnce(cuts) : JitTranslator.eager(cuts),
                    random.nextBoolean() ? WHOLE : 1 + random.nextInt(LONGEST_SLICE));
        }
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void regionsOfAllSizesInManyWays(long seed) {
        var random = new Random(seed);
        for (LiveProgram program : LiveProgram.all()) {
            interpret(program);
            for (int slice : new int[] {WHOLE, 1 + random.nextInt(LONGEST_SLICE), 1}) {
                assertSame(program, JitTranslator.eager(), slice);
                assertSame(program, JitTranslator.eager(new Cuts(random.nextLong())), slice);
                assertSame(program, JitTranslator.atOnce(new Cuts(random.nextLong())), slice);
            }
        }
    }

    /**
     * After some regions the machine is saved and loaded into another one, which has regions of its
     * own and forgets them.
     */
    @Test
    void aSnapshotBetweenTwoRegions() {
        sample().forEach(program -> moved(program, 2));
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5})
    void aSnapshotBetweenAnyTwoRegions(long seed) {
        LiveProgram.all().forEach(program -> moved(program, seed));
    }

    private void moved(LiveProgram program, long seed) {
        var random = new Random(seed + program.name().hashCode());
        interpret(program);
        var isStopped = new AtomicBoolean();
        for (LiveBoard board : translating) {
            JitTranslator jit = JitTranslator.eager(new Cuts(random.nextLong()));
            board.start(
                    program,
                    new WrappingTranslator(
                            jit, region -> new Stopping(region, board.cpu, random, isStopped)));
        }
        int moves = 0;
        while (translating.getFirst().time.retired() < COUNTS) {
            LiveBoard board = translating.getFirst();
            board.run(COUNTS, WHOLE);
            if (isStopped.getAndSet(false)) {
                moves++;
                translating.addLast(translating.removeFirst());
                StateImage.save(board).load(translating.getFirst());
            }
        }
        assertThat(translating.getFirst().digest())
                .as(program.name())
                .isEqualTo(interpreting.digest());
        assertThat(moves).as("moves of %s", program.name()).isGreaterThan(LEAST_MOVES);
    }

    /** Lets the machine end its run after a region, at random. */
    private static final class Stopping extends ForwardingRegion {
        private final Cpu cpu;
        private final Random random;
        private final AtomicBoolean isStopped;

        Stopping(CompiledRegion region, Cpu cpu, Random random, AtomicBoolean isStopped) {
            super(region);
            this.cpu = cpu;
            this.random = random;
            this.isStopped = isStopped;
        }

        @Override
        public int run(Processor processor, int budget, int entry) {
            try {
                return super.run(processor, budget, entry);
            } finally {
                if (random.nextInt(ONE_IN) == 0) {
                    isStopped.set(true);
                    cpu.requestExit();
                }
            }
        }
    }
}
