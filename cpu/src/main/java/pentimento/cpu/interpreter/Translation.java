package pentimento.cpu.interpreter;

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
    private final Core core;
    private final CodeCache cache;
    private final BlockBuilder builder;
    private Translator translator = Translator.NONE;
    private boolean isJoined;
    private @Nullable CompiledRegion running;
    private int context;

    Translation(Core core, CodeCache cache, BlockBuilder builder) {
        this.core = core;
        this.cache = cache;
        this.builder = builder;
        cache.onDrop(this::blocksDropped);
    }

    void translator(Translator newTranslator) {
        translator = newTranslator;
        isJoined = true;
        builder.lookAt(Math.min(Block.HOT, newTranslator.threshold()));
    }

    /** A block has reached the heat at which it asked to be looked at. */
    void heated(Block block, int linear, int inContext) {
        if (block.heat == Block.HOT) {
            builder.join(block);
        }
        context = inContext;
        if (block.attachOther(core, inContext)) {
            return;
        }
        int wait =
                block.heat < translator.threshold()
                        ? translator.threshold() - block.heat
                        : translator.hot(block, linear, this);
        int next = block.heat + Math.min(wait, Integer.MAX_VALUE - block.heat);
        // The improvement of the interpreter's own form is not skipped.
        block.hotAt = block.heat < Block.HOT ? Math.min(next, Block.HOT) : next;
    }

    /** A block's links did not tell its successor: an indirect jump, most likely. */
    void followed(Block block, Block successor) {
        if (isJoined) {
            block.reach(successor);
        }
    }

    void boundary() {
        translator.boundary(this);
    }

    /**
     * Runs the region that begins with a block.
     *
     * @return false if the budget is short
     */
    boolean run(Block block, int inContext) {
        CompiledRegion region = block.region;
        if (region == null || !region.fits(core, inContext)) {
            if (block.attachOther(core, inContext)) {
                return run(block, inContext);
            }
            block.detach();
            block.hotAt = block.heat + Math.min(translator.threshold(), Block.HOT);
            return true; // as a plain block
        }
        Counter counter = core.counter;
        int before = counter.remaining;
        if (before < region.least()) {
            return false;
        }
        long retired = counter.total();
        core.remaining = before;
        running = region;
        RegionExit exit = RegionExit.EXCEPTION;
        try {
            core.remaining = region.run(core, before);
            exit = exit(region);
        } finally {
            running = null;
            counter.remaining = core.remaining;
            region.ran(
                    (int) (counter.total() - retired), // a device may have cut the budget
                    region.isDropped() ? RegionExit.OVERWRITTEN : exit);
        }
        return counter.total() != retired;
    }

    private RegionExit exit(CompiledRegion region) {
        if (core.attention) {
            return RegionExit.ATTENTION;
        }
        return core.remaining < region.least() ? RegionExit.BUDGET : RegionExit.OUTSIDE;
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
        return block == Block.NONE || block.heat == 0 ? Optional.empty() : Optional.of(block);
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
        if (region.blocks().getFirst() instanceof Block first) {
            first.attach(region);
        }
        return true;
    }
}
