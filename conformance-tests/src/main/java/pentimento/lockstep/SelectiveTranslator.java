package pentimento.lockstep;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CodeView;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.Translator;
import pentimento.jit.JitTranslator;
import pentimento.jit.discover.Limits;

/**
 * Translates as another translator does, and can do it again with fewer regions: only the first so
 * many, the last of them cut shorter. Its answers depend on nothing but the guest and the cuts.
 */
final class SelectiveTranslator implements Translator {
    static final int ALL = Integer.MAX_VALUE;

    /** Makes the translator. */
    @FunctionalInterface
    interface Factory {
        Factory STANDARD =
                (cuts, isAtOnce) ->
                        isAtOnce ? JitTranslator.atOnce(cuts) : JitTranslator.eager(cuts);

        /**
         * @param isAtOnce true to translate everything, false what is executed twice
         */
        Translator make(Supplier<Limits> cuts, boolean isAtOnce);
    }

    /**
     * The last time that a region was executed.
     *
     * @param given budget
     * @param left of the budget
     * @param gpr general registers after it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Visit(CompiledRegion region, int given, int left, int[] gpr, int eip, int eflags) {
        /**
         * @return the registers after it, as text
         */
        String registers() {
            var text = new StringBuilder();
            for (int n = 0; n < GENERAL.size(); n++) {
                text.append(String.format("%s=%08X ", GENERAL.get(n), gpr[n]));
            }
            return text.append(String.format("EIP=%08X EFL=%08X", eip, eflags)).toString();
        }
    }

    private static final List<String> GENERAL =
            List.of("EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI");

    private final Factory factory;
    private Translator translator;
    private Supplier<Limits> cuts = () -> Limits.STANDARD;
    private int most = ALL, longestLast = ALL;
    private int installed;
    private boolean isObserved;
    private Limits lastCut = Limits.STANDARD;
    private Optional<Visit> visit = Optional.empty();
    private long executedBefore;

    SelectiveTranslator(Factory factory) {
        this.factory = factory;
        translator = Translator.NONE;
        restart(cuts, false);
    }

    /** Begins again; the processor has forgotten all code. */
    void restart(Supplier<Limits> newCuts, boolean isAtOnce) {
        executedBefore = executed();
        cuts = newCuts;
        most = ALL;
        longestLast = ALL;
        isObserved = false;
        installed = 0;
        visit = Optional.empty();
        translator = factory.make(this::limits, isAtOnce);
    }

    /**
     * Makes only the first regions.
     *
     * @param regions how many; all are observed
     * @param longest instructions of the last
     */
    void restrict(int regions, int longest) {
        most = regions;
        longestLast = longest;
        isObserved = true;
    }

    private boolean isLast() {
        return installed == most - 1;
    }

    private Limits limits() {
        Limits next = cuts.get();
        if (isLast()) {
            lastCut = next;
            return next.instructions() <= longestLast
                    ? next
                    : new Limits(longestLast, next.accesses(), next.calls());
        }
        return next;
    }

    /**
     * @return limits of the last region before it was cut shorter
     */
    Limits lastCut() {
        return lastCut;
    }

    /**
     * @return regions installed since the begin
     */
    int installed() {
        return installed;
    }

    /**
     * @return the last visit to the last region that may be made
     */
    Optional<Visit> visit() {
        return visit;
    }

    /**
     * @return counts that retired in regions
     */
    long executed() {
        return executedBefore
                + (translator instanceof JitTranslator jit ? jit.counts().executed() : 0);
    }

    @Override
    public int threshold() {
        return translator.threshold();
    }

    @Override
    public int hot(CodeBlock block, int linear, CodeView code) {
        return installed >= most ? NEVER : translator.hot(block, linear, new View(code));
    }

    @Override
    public void outgrown(CompiledRegion region, CodeView code) {
        if (installed < most) {
            translator.outgrown(region, new View(code));
        }
    }

    @Override
    public void boundary(CodeView code) {
        translator.boundary(new View(code));
    }

    /** Counts the regions, and lets the last be observed. */
    private final class View extends ForwardingView {
        View(CodeView code) {
            super(code);
        }

        @Override
        public boolean install(CompiledRegion region) {
            boolean isWatched = isObserved && isLast();
            boolean done = super.install(isWatched ? new Observed(region) : region);
            if (done) {
                installed++;
            }
            return done;
        }
    }

    private final class Observed extends ForwardingRegion {
        Observed(CompiledRegion region) {
            super(region);
        }

        @Override
        public int run(Processor processor, int budget, int entry) {
            int left = -1;
            try {
                left = super.run(processor, budget, entry);
            } finally {
                visit =
                        Optional.of(
                                new Visit(
                                        this,
                                        budget,
                                        left < 0 ? processor.remaining : left,
                                        Arrays.copyOf(processor.gpr, GENERAL.size()),
                                        processor.state.eip,
                                        processor.flags.value()));
            }
            return left;
        }
    }
}
