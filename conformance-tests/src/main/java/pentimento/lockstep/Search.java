package pentimento.lockstep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import pentimento.lockstep.Difference.Cause;
import pentimento.lockstep.SelectiveTranslator.Visit;
import pentimento.machine.Machine;

/**
 * Finds the first wrong instruction of a chapter that ended in two states. It bisects the moment at
 * which the states part; then how many of the regions, in the order of their making, it takes; then
 * how long the last of these must be: the instruction at its end is the wrong one. At last it tries
 * the instructions before that moment each in a region of its own.
 */
final class Search {
    private static final int ALL = SelectiveTranslator.ALL, MOST_ALONE = 400, LONGEST_PATH = 30;
    private static final double BEYOND_COUNTS = 200;

    /** A chapter, and the right way through it. */
    private record Passage(Chapter chapter, Reference reference) {}

    /**
     * Where states part.
     *
     * @param moment the first, in ns
     * @param regions how many it takes, 0 if none
     * @param longest instructions of the last
     */
    private record Parting(
            Passage passage,
            long moment,
            int regions,
            int longest,
            Optional<Visit> visit,
            String translated) {
        int left() {
            return visit.map(Visit::left).orElse(0);
        }

        int given() {
            return visit.map(Visit::given).orElse(0);
        }

        String region() {
            return visit.map(
                            v ->
                                    String.format(
                                            "region %d at EIP %x, cut to %d instructions, %d counts"
                                                    + " in its last visit",
                                            regions,
                                            v.region().entries().getFirst().eip(),
                                            longest,
                                            v.given() - v.left()))
                    .orElse("no region");
        }
    }

    private final Machine interpreting;
    private final Machine translating;
    private final SelectiveTranslator translator;

    Search(Machine interpreting, Machine translating, SelectiveTranslator translator) {
        this.interpreting = interpreting;
        this.translating = translating;
        this.translator = translator;
    }

    /**
     * @param moment of the chapter at which the states differ, in ns
     */
    Difference locate(Chapter chapter, long moment) {
        var passage = new Passage(chapter, new Reference(interpreting, chapter));
        if (!differ(passage, moment, ALL, ALL)) {
            return report(new Parting(passage, moment, 0, 0, Optional.empty(), ""), Cause.ONCE);
        }
        Parting parting = part(passage, moment);
        if (parting.regions == 0) {
            return report(parting, Cause.SLICES);
        }
        Chapter plain = Chapter.plain(before(parting, Math.min(parting.given(), MOST_ALONE)));
        var alone = new Passage(plain, new Reference(interpreting, plain));
        double nanosPerCount = 1e9 / interpreting.config().countsPerSecond();
        long beyond = parting.moment + (long) (BEYOND_COUNTS * nanosPerCount);
        return differ(alone, beyond, ALL, ALL)
                ? report(part(alone, beyond), Cause.INSTRUCTION)
                : report(parting, Cause.REGION);
    }

    private Parting part(Passage passage, long moment) {
        long begin = passage.chapter.nanos();
        long first = least(begin, moment, m -> differ(passage, m, ALL, ALL));
        if (differ(passage, first, 0, ALL)) {
            return new Parting(passage, first, 0, 0, Optional.empty(), translating.registers());
        }
        differ(passage, first, ALL, ALL);
        int made = translator.installed();
        int regions = (int) least(0, made, n -> differ(passage, first, (int) n, ALL));
        differ(passage, first, regions, ALL);
        int whole = translator.lastCut().instructions();
        int longest = (int) least(0, whole, n -> differ(passage, first, regions, (int) n));
        long parted = least(begin, first, m -> differ(passage, m, regions, longest));
        differ(passage, parted, regions, longest);
        var visit = translator.visit();
        String registers = visit.map(Visit::registers).orElseGet(translating::registers);
        return new Parting(passage, parted, regions, longest, visit, registers);
    }

    /**
     * @return the least number above {@code no} for which something is so, as it is for {@code yes}
     */
    private static long least(long no, long yes, LongPredicate isSo) {
        long without = no, with = yes;
        while (with - without > 1) {
            long middle = without + with >>> 1;
            if (isSo.test(middle)) {
                with = middle;
            } else {
                without = middle;
            }
        }
        return with;
    }

    private boolean differ(Passage passage, long moment, int regions, int longest) {
        Schedule schedule = passage.chapter.begin(translating, translator);
        translator.restrict(regions, longest);
        schedule.run(translating, moment);
        return !passage.reference.digest(moment).equals(translating.digest());
    }

    /**
     * @return the interpreting machine so many counts before a parting
     */
    private Machine before(Parting parting, int counts) {
        Reference reference = parting.passage.reference;
        long begin = parting.passage.chapter.nanos();
        long retired = reference.retired(parting.moment) - counts;
        return reference.at(
                least(
                        begin - 1,
                        parting.moment,
                        m -> m >= begin && reference.retired(m) >= retired));
    }

    private Difference report(Parting parting, Cause cause) {
        int path = Math.clamp(parting.given() - parting.left(), 1, LONGEST_PATH);
        before(parting, parting.left() + path);
        var instructions = new ArrayList<String>();
        String before = "";
        long retired = 0;
        for (int i = 0; i < path; i++) {
            instructions.add(interpreting.nextInstruction());
            before = interpreting.registers();
            retired = interpreting.statistics().retired();
            interpreting.run(Duration.ofNanos(1));
        }
        return new Difference(
                retired,
                cause,
                parting.region(),
                instructions.getLast(),
                before,
                interpreting.registers(),
                parting.translated,
                List.copyOf(instructions));
    }
}
