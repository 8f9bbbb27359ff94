package pentimento.jit;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CodeView;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.Translator;
import pentimento.cpu.translation.X87Key;
import pentimento.jit.cache.RegionCache;
import pentimento.jit.cache.RegionCompiler;
import pentimento.jit.cache.RegionCompiler.Finished;
import pentimento.jit.discover.Limits;
import pentimento.jit.discover.Region;
import pentimento.jit.discover.RegionFinder;
import pentimento.jit.runtime.FaultingRegion;

/** The phases in a row: a hot block comes in, a region goes back. One per machine. */
@SuppressWarnings("exports") // its clients are the processor and tests
public final class JitTranslator implements Translator {
    private static final int HOT = 30_000, MOST_REGIONS = 4_000, WORTH_IT = 4, ARRIVALS = 500;

    /**
     * The first regions cost more: HotSpot has not compiled the translator yet, and is busy with
     * the interpreter.
     */
    private static final int FIRST_REGIONS = 10, FIRST_HOT = 100_000;

    private final int threshold;
    private final boolean waits;
    private final Optional<Supplier<Limits>> cuts;
    private final RegionCompiler compiler = new RegionCompiler();
    private final RegionCache cache = new RegionCache(MOST_REGIONS);
    private final Set<Region> inTheMaking = Collections.newSetFromMap(new IdentityHashMap<>());

    private JitTranslator(int threshold, boolean waits, Optional<Supplier<Limits>> cuts) {
        this.threshold = threshold;
        this.waits = waits;
        this.cuts = cuts;
    }

    /** Translates what is hot, on a thread beside the machine's. */
    public static JitTranslator background() {
        return new JitTranslator(HOT, false, Optional.empty());
    }

    /** Translates at once whatever is executed for the second time: for tests. */
    public static JitTranslator eager() {
        return new JitTranslator(2, true, Optional.empty());
    }

    /**
     * As {@link #eager()}, with regions cut as a test wants.
     *
     * @param cuts gives the limits of the next region
     */
    public static JitTranslator eager(Supplier<Limits> cuts) {
        return new JitTranslator(2, true, Optional.of(cuts));
    }

    /**
     * Translates everything before it is executed for the first time, block by block: for tests of
     * single instructions.
     *
     * @param cuts gives the limits of the next region
     */
    public static JitTranslator atOnce(Supplier<Limits> cuts) {
        return new JitTranslator(1, true, Optional.of(cuts));
    }

    /** Keeps the code of the regions made from now on, for {@link #listings}. */
    public void keep() {
        compiler.keep();
    }

    /**
     * @return the regions in use whose code was kept and covers a linear address: guest code beside
     *     bytecode
     */
    public List<String> listings(int linear) {
        return cache.listings(linear);
    }

    public TranslationCounts counts() {
        return new TranslationCounts(
                cache.made(),
                cache.inUse(),
                cache.overwritten(),
                cache.evicted(),
                cache.replaced(),
                cache.executed(),
                cache.exits(),
                compiler.nanos());
    }

    @Override
    public int threshold() {
        return threshold;
    }

    @Override
    public int hot(CodeBlock block, int linear, CodeView code) {
        int flat = block.flat();
        if (flat < 0) {
            return NEVER; // its instruction crosses a page
        }
        int needed = threshold(flat);
        if (block.executions() < needed) {
            return needed - block.executions();
        }
        if (isInTheMaking(block) || isPassing(block)) {
            return threshold;
        }
        Optional<Region> region = find(block, linear, code, x87(code));
        if (region.isEmpty()) {
            return NEVER;
        }
        needed = threshold(region.get().begin().flat());
        if (block.executions() < needed) {
            return needed - block.executions();
        }
        make(region.get(), code);
        return threshold;
    }

    private int threshold(int flat) {
        if (cuts.isPresent()) {
            return threshold;
        }
        boolean isFirst = !waits && cache.made() < FIRST_REGIONS;
        return cache.threshold(flat, isFirst ? FIRST_HOT : threshold);
    }

    private Optional<Region> find(CodeBlock block, int linear, CodeView code, X87Key x87) {
        Limits limits = cuts.map(Supplier::get).orElseGet(() -> cache.limits(block.flat()));
        return new RegionFinder(block, linear, code, limits, cache::isSlow, x87)
                .find()
                .filter(this::isWorthIt);
    }

    private void make(Region region, CodeView code) {
        if (waits) {
            finish(compiler.compile(region, code.processor()), code);
        } else if (!isInTheMaking(region.begin()) && compiler.submit(region, code.processor())) {
            inTheMaking.add(region);
        }
    }

    /**
     * The blocks of a loop get hot at the same time, and each would have a region of its own that
     * begins with it, for HotSpot to compile.
     */
    private boolean isInTheMaking(CodeBlock block) {
        return inTheMaking.stream().anyMatch(region -> region.members().contains(block));
    }

    /**
     * Part of a region, and mostly executed where the end of a slice left it: the interpreter soon
     * comes to the region's begin again. A region of its own would be one more copy for HotSpot to
     * compile.
     */
    private boolean isPassing(CodeBlock block) {
        return !waits && block.isTranslated() && block.arrivals() < ARRIVALS;
    }

    private boolean isWorthIt(Region region) {
        return waits || region.instructionCount() >= WORTH_IT;
    }

    @Override
    public void outgrown(CompiledRegion region, CodeView code) {
        CompiledRegion.Entry first = region.entries().getFirst();
        if (!(region instanceof FaultingRegion faulting) || isInTheMaking(first.block())) {
            return;
        }
        boolean hasLearned = cache.learn(faulting);
        if (cache.isToBeFormedAgain(faulting)) {
            find(first.block(), region.key().csBase() + first.eip(), code, x87AtBegin(region, code))
                    .filter(again -> hasLearned || !region.blocks().containsAll(again.members()))
                    .ifPresent(
                            again -> {
                                cache.formsAgain(faulting);
                                make(again, code);
                            });
        }
    }

    private static X87Key x87(CodeView code) {
        Processor processor = code.processor();
        return X87Key.of(processor.state, processor.fpu);
    }

    /** A region that has just been left and does not use the x87 has not changed it either. */
    private static X87Key x87AtBegin(CompiledRegion left, CodeView code) {
        X87Key wanted = left.key().x87();
        return wanted.isUsed() ? wanted : x87(code);
    }

    @Override
    public void boundary(CodeView code) {
        for (var f = compiler.poll(); f.isPresent(); f = compiler.poll()) {
            finish(f.get(), code);
        }
    }

    private void finish(Finished finished, CodeView code) {
        inTheMaking.remove(finished.region());
        Optional<CompiledRegion> compiled = finished.compiled();
        if (compiled.isEmpty()) {
            cache.tooLarge(finished.region().members().getFirst().flat());
        } else if (code.install(compiled.get())) {
            cache.add(compiled.get(), finished.code());
        }
    }
}
