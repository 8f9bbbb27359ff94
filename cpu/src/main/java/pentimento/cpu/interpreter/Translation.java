package pentimento.cpu.interpreter;

import java.util.LinkedHashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CodeView;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Operation;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.RegionExit;
import pentimento.cpu.translation.Translator;

/** The interpreter's side of the translator: offers hot blocks, enters regions. */
final class Translation implements CodeView {
    /** A region that is left with less may have been left because of that. */
    private static final int SHORT = 1_000;

    /** A region that was left so often for the same block should contain it. */
    private static final int ARRIVALS = 250;

    /** A block whose region could not be entered looks for another one after so many executions. */
    private static final int AGAIN = 100;

    /**
     * After so many executions a block gets specialised forms, if it has not been translated by
     * then: forms that are about to be replaced would cost more than they give.
     */
    private static final int SPECIALISED_AT = 40_000;

    private final Core core;
    private final CodeCache cache;
    private final BlockBuilder builder;
    private Translator translator = Translator.NONE;
    private boolean isJoined;
    private int specialisedAt;
    private boolean wasCut; // the last region may have been left for want of budget
    private @Nullable CompiledRegion running;
    private int context;

    Translation(Core core, CodeCache cache, BlockBuilder builder) {
        this.core = core;
        this.cache = cache;
        this.builder = builder;
        cache.onDrop(this::blocksDropped);
        specialiseAfter(SPECIALISED_AT);
    }

    void translator(Translator newTranslator) {
        translator = newTranslator;
        isJoined = true;
        specialiseAfter(SPECIALISED_AT);
    }

    void specialiseAfter(int executions) {
        specialisedAt = executions;
        builder.lookAt(Math.min(executions, translator.threshold()));
    }

    /** A block has reached the heat at which it asked to be looked at. */
    void heated(Block block, int linear, int inContext) {
        if (block.heat() >= specialisedAt && !block.isSpecialised) {
            builder.specialise(block, linear);
        }
        context = inContext;
        if (block.attachOther(core, inContext)) {
            return;
        }
        int wait = translator.threshold();
        if (block.heat() < wait) {
            wait -= block.heat();
        } else if (core.linear.isDirect()) { // else no region may be entered
            wait = translator.hot(block, linear, this);
        }
        int next = block.heat() + Math.min(wait, Integer.MAX_VALUE - block.heat());
        block.lookAt(block.isSpecialised ? next : Math.min(next, specialisedAt));
    }

    /** A block's links did not tell its successor: an indirect jump, most likely. */
    void followed(Block block, Block successor) {
        if (isJoined) {
            block.reach(successor);
        }
    }

    /**
     * @return true if where slices begin and end should not count as executions
     */
    boolean isPatient() {
        return translator.threshold() >= AGAIN;
    }

    void boundary() {
        translator.boundary(this);
    }

    /**
     * Runs the region that begins with a block, and those that it leads to.
     *
     * @return false if the budget is short
     */
    boolean run(Block block, int inContext) {
        CompiledRegion region = block.region;
        int entry = block.regionEntry;
        if (region == null || !region.fits(entry, core, inContext)) {
            if (block.attachOther(core, inContext)) {
                return run(block, inContext);
            }
            block.detach();
            block.lookAt(block.heat() + Math.min(translator.threshold(), AGAIN));
            return true; // as a plain block
        }
        Counter counter = core.counter;
        long before = counter.total();
        Block at = block;
        while (counter.remaining >= region.least(entry)) {
            long retired = counter.total();
            run(region, entry);
            if (region.isOutgrown()) {
                outgrown(region, inContext);
            }
            if (counter.total() == retired) {
                break; // it begins with an instruction for the interpreter
            }
            at = core.attention ? Block.NONE : next(at, region, inContext);
            region = at.region;
            if (region == null) {
                break;
            }
            entry = at.regionEntry;
        }
        return counter.total() != before;
    }

    @SuppressWarnings("ShortCircuitBoolean") // one branch in place of five
    private void run(CompiledRegion region, int entry) {
        Counter counter = core.counter;
        int before = counter.remaining;
        long retired = counter.total();
        core.interpretNext = false;
        core.remaining = before;
        running = region;
        boolean thrown = true;
        try {
            core.remaining = region.run(core, before, entry);
            thrown = false;
        } finally {
            running = null;
            counter.remaining = core.remaining;
            wasCut = core.remaining < SHORT;
            boolean isPlain =
                    !(thrown | wasCut | region.isDropped() | core.interpretNext | core.attention);
            region.ran(
                    (int) (counter.total() - retired), // a device may have cut the budget
                    isPlain ? RegionExit.OUTSIDE : exit(region, thrown));
        }
    }

    private RegionExit exit(CompiledRegion region, boolean thrown) {
        if (region.isDropped()) {
            return RegionExit.OVERWRITTEN;
        }
        if (thrown) {
            return RegionExit.EXCEPTION;
        }
        if (core.interpretNext) {
            return RegionExit.INTERPRETED;
        }
        return core.attention ? RegionExit.ATTENTION : RegionExit.BUDGET;
    }

    private void outgrown(CompiledRegion region, int inContext) {
        if (!region.isDropped()) {
            context = inContext;
            translator.outgrown(region, this);
        }
    }

    /**
     * Where a region was left for, if that is translated too. The links of the block by which it
     * was entered tell that soonest: the host knows what they point at before it knows EIP.
     */
    private Block next(Block entered, CompiledRegion from, int inContext) {
        int linear = core.cs.base + core.state.eip;
        Block block = entered.link;
        boolean isLinked = true;
        if (!block.isAt(linear, inContext)) {
            block = entered.otherLink;
            if (!block.isAt(linear, inContext)) {
                block = cache.recent(linear, inContext);
                isLinked = false;
            }
        }
        CompiledRegion region = block.region;
        if (region == null) {
            if (!wasCut && ++block.arrivals % ARRIVALS == 0) {
                outgrown(from, inContext);
            }
            return Block.NONE;
        }
        if (!isLinked) {
            entered.link(block);
        }
        return region.fits(block.regionEntry, core, inContext) ? block : Block.NONE;
    }

    /**
     * A store is about to hit code. It does not happen if that is the code that stores; if it is an
     * instruction that the code calls, the region is left after it.
     */
    private void blocksDropped() {
        if (running != null && running.isDropped()) {
            if (!core.isExecutingCall) {
                throw core.stale;
            }
            core.attention = true;
        }
    }

    // ---------------------------------------------------------------- what the translator asks

    @Override
    public Processor processor() {
        return core;
    }

    @Override
    public CpuModel model() {
        return core.model;
    }

    @Override
    public int context() {
        return context;
    }

    @Override
    public Optional<CodeBlock> find(int linear) {
        int index = core.linear.probeCode(linear);
        Block block = index < 0 ? Block.NONE : cache.find(index, context & Context.DECODING);
        return block == Block.NONE || block.heat() == 0 ? Optional.empty() : Optional.of(block);
    }

    @Override
    public Operation operation(DecodedOp op) {
        return builder.operation(op);
    }

    @Override
    public boolean install(CompiledRegion region) {
        if (region.blocks().stream().anyMatch(CodeBlock::isDropped)) {
            return false;
        }
        for (CodeBlock member : region.blocks()) {
            if (member instanceof Block block) {
                block.join(region);
            }
        }
        var before = new LinkedHashSet<CompiledRegion>();
        for (int i = 0; i < region.entries().size(); i++) {
            if (region.entries().get(i).block() instanceof Block block) {
                if (block.region != null) {
                    before.add(block.region);
                }
                block.attach(region, i);
            }
        }
        before.stream().filter(region::supersedes).forEach(CompiledRegion::replace);
        return true;
    }
}
