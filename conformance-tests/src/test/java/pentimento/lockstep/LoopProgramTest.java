package pentimento.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pentimento.cpu.Disassembly;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.translation.Translator;
import pentimento.fuzz.StateDifference;
import pentimento.jit.JitTranslator;
import pentimento.lockstep.LoopProgram.Flavour;
import pentimento.memory.state.StateImage;

/** Hot loops of random instructions end in the same state, however they are cut and sliced. */
class LoopProgramTest {
    private static final int COUNTS = 4_000, WHOLE = Integer.MAX_VALUE, LONGEST_SLICE = 90;
    private static final int PROGRAMS = 40, NIGHTLY_PROGRAMS = 3_000;
    private static final CpuModel MODEL = CpuModel.CORE;

    private final LiveBoard interpreting = new LiveBoard(MODEL);
    private final LiveBoard translating = new LiveBoard(MODEL);

    @ParameterizedTest
    @EnumSource
    void someEndInTheSameState(Flavour flavour) {
        programs(flavour, 1, PROGRAMS);
    }

    @Tag("nightly")
    @ParameterizedTest
    @EnumSource
    void manyEndInTheSameState(Flavour flavour) {
        programs(flavour, 1_000_000, NIGHTLY_PROGRAMS);
    }

    private void programs(Flavour flavour, long seed, int count) {
        long executed = 0;
        for (long i = seed; i < seed + count; i++) {
            executed += compare(LoopProgram.of(i, flavour, MODEL), i);
        }
        assertThat(executed).as("counts in translated code").isGreaterThan(COUNTS / 2L * count);
    }

    private long compare(LiveProgram program, long seed) {
        var random = new Random(seed);
        int slice = random.nextBoolean() ? WHOLE : 1 + random.nextInt(LONGEST_SLICE);
        boolean isAtOnce = random.nextInt(4) == 0;
        long cuts = random.nextLong();
        Supplier<JitTranslator> translator =
                () ->
                        isAtOnce
                                ? JitTranslator.atOnce(new Cuts(cuts))
                                : JitTranslator.eager(new Cuts(cuts));
        interpreting.start(program, Translator.NONE).runTo(COUNTS, WHOLE);
        assertThat(interpreting.cpu.view().eip())
                .as("still in %s", program.name())
                .isBetween(LiveBoard.CODE, LiveBoard.CODE + program.code().length);
        JitTranslator used = translator.get();
        translating.start(program, used).runTo(COUNTS, slice);
        if (!translating.digest().equals(interpreting.digest())) {
            throw new AssertionError(program.name() + difference(program, translator, slice));
        }
        return used.counts().executed();
    }

    /** The shortest run that ends differently. */
    private String difference(LiveProgram program, Supplier<JitTranslator> translator, int slice) {
        int same = 0, different = COUNTS;
        while (different - same > 1) {
            int middle = (same + different) / 2;
            interpreting.start(program, Translator.NONE).runTo(middle, WHOLE);
            translating.start(program, translator.get()).runTo(middle, slice);
            if (interpreting.digest().equals(translating.digest())) {
                same = middle;
            } else {
                different = middle;
            }
        }
        interpreting.start(program, Translator.NONE).runTo(different, WHOLE);
        translating.start(program, translator.get()).runTo(different, slice);
        var text = new StringBuilder();
        text.append(String.format(" differs after %d counts%n", different));
        text.append(String.format("  interpreted %s%n", interpreting.cpu.view()));
        text.append(String.format("  translated  %s%n", translating.cpu.view()));
        var should = StateImage.save(interpreting);
        text.append("  in ").append(StateDifference.of(should, StateImage.save(translating)));
        text.append(String.format("%n"));
        Disassembly.of(MODEL, program.code(), LiveBoard.CODE, false)
                .forEach(line -> text.append(String.format("  %s%n", line)));
        return text.toString();
    }
}
