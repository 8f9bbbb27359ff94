package pentimento.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import pentimento.jit.JitTranslator;
import pentimento.lockstep.Cuts;

/**
 * The guests that test the system architecture - code that changes, aliases, DMA into code, page
 * tables, modes, gates, tasks, faults - do the same when whatever can be translated is, before its
 * first execution, in regions of random extent.
 */
class TranslatedSystemTest {
    private static final long NIGHTLY_SEEDS = 8;

    @TestFactory
    Stream<DynamicTest> guestsEndInTheSameState() {
        return SystemGuest.all(Path.of("")).stream()
                .map(g -> DynamicTest.dynamicTest(g.name(), () -> compare(g, extremes(g), 1)));
    }

    @Tag("nightly")
    @TestFactory
    Stream<DynamicTest> guestsEndInTheSameStateHoweverTheyAreCut() {
        return SystemGuest.all(Path.of("")).stream()
                .map(
                        g ->
                                DynamicTest.dynamicTest(
                                        g.name(), () -> compare(g, g.processors(), NIGHTLY_SEEDS)));
    }

    /** The oldest and the newest processor. */
    private static Set<String> extremes(SystemGuest guest) {
        return new LinkedHashSet<>(
                List.of(guest.processors().getFirst(), guest.processors().getLast()));
    }

    private static void compare(SystemGuest guest, Collection<String> processors, long seeds) {
        for (String processor : processors) {
            SystemGuest.Outcome interpreted = guest.run(processor, builder -> builder);
            for (long seed = 1; seed <= seeds; seed++) {
                JitTranslator eager = JitTranslator.eager(new Cuts(seed));
                JitTranslator atOnce = JitTranslator.atOnce(new Cuts(seed));
                for (JitTranslator translator : new JitTranslator[] {eager, atOnce}) {
                    assertThat(guest.run(processor, b -> b.translator(translator)))
                            .as("%s on %s, cuts of seed %d", guest.name(), processor, seed)
                            .isEqualTo(interpreted);
                    assertThat(translator.counts().executed()).isPositive();
                }
            }
        }
    }
}
