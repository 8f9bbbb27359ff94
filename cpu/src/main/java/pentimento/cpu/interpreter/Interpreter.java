package pentimento.cpu.interpreter;

import java.util.function.IntSupplier;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.fpu.simd.Simd;
import pentimento.cpu.fpu.x87.X87;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.memory.LiveAccess;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;
import pentimento.cpu.system.Breakpoints;
import pentimento.cpu.system.Interrupts.Source;
import pentimento.cpu.system.SystemUnit;
import pentimento.cpu.translation.Translator;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/**
 * The loop that fetches blocks and executes them, and all that happens at instruction boundaries:
 * interrupts, traps, single step, the end of the budget.
 *
 * <p>Hot: its {@link BlockLoop}.
 */
public final class Interpreter implements Stateful {
    /** Executes blocks: what a {@link BlockLoop} and its specialised form have in common. */
    interface Loop {
        /**
         * @param begin EIP
         * @param context see {@link Context}
         * @return the block that the budget does not cover, or that a region executes; NONE if
         *     something wants attention
         */
        Block run(int begin, int context);

        /**
         * @return the form that takes longer to warm up and is faster then
         */
        Loop specialised();
    }

    /** A processor that executes so many counts has a loop compiled for itself. */
    private static final int SPECIALISED_AT = 50_000_000;

    private final Core core;
    private final CpuState state;
    private final Counter counter;
    private final CodeCache cache;
    private final BlockBuilder builder;
    private final Breakpoints breakpoints;
    private final Translation translation;
    private Loop loop;
    private int specialisedAt = SPECIALISED_AT;
    private int context;

    private boolean intr;
    private boolean nmi;
    private boolean resumes; // a run begins, or is about to end
    private boolean live; // the next instruction touches a live window
    private boolean interpretsNext; // the next instruction overwrites the region that it is in
    private Watch watch = Watch.NONE;
    private boolean isWatched;
    private IntSupplier acknowledge = () -> 0xFF;
    private volatile boolean exitRequested;

    Interpreter(Core core, CodeCache cache, BlockBuilder builder) {
        this.core = core;
        this.state = core.state;
        this.counter = core.counter;
        this.cache = cache;
        this.builder = builder;
        this.breakpoints = core.system.breakpoints();
        this.translation = new Translation(core, cache, builder);
        cache.onMapping(core::modeChanged);
        core.system.onModeChange(core::modeChanged);
        var parts = new BlockLoop.Parts(core, state, core.cs, counter, translation, this);
        loop = new BlockLoop(parts);
    }

    /** Puts the parts together. */
    public static Interpreter build(
            CpuState state,
            LinearMemory memory,
            SystemUnit system,
            CpuModel model,
            PhysicalMemory physical,
            PortSpace ports,
            Scheduler time,
            X87 x87,
            Simd simd) {
        var counter = new Counter(time);
        var cache = new CodeCache(physical, memory.flat().length);
        memory.observe(cache);
        var access = new PortAccess(ports, time, counter, system);
        var core = new Core(state, memory, system, model, counter, access, cache, x87, simd);
        var decoder = decoder(model);
        var fetch = new CodeFetch(state, memory, memory.flat());
        return new Interpreter(core, cache, new BlockBuilder(core, cache, decoder, fetch));
    }

    /**
     * @return a decoder of all instructions of a model
     */
    public static Decoder decoder(CpuModel model) {
        return new Decoder(OpcodeMap.TABLE, SimdRows.ALL, model, OpcodeMap.UNDEFINED);
    }

    // ---------------------------------------------------------------- pins

    /** INTR: a level. */
    public void intr(boolean level) {
        intr = level;
        core.attention = true;
    }

    /** NMI: a rising edge. */
    public void nmi() {
        nmi = true;
        core.attention = true;
    }

    public void vectorSource(IntSupplier source) {
        acknowledge = source;
    }

    /** From any thread: the run in progress, or the next one, ends at the next boundary. */
    public void requestExit() {
        exitRequested = true;
        core.attention = true;
    }

    /** Has somebody look at all that happens from the next run on. */
    public void watch(Watch observer) {
        watch = observer;
        isWatched = false;
    }

    /** Joins who translates hot code. */
    public void translator(Translator translator) {
        translation.translator(translator);
    }

    /**
     * Blocks get specialised forms after so many executions, and the loop over them after so many
     * counts: for tests, which want them at once.
     */
    public void specialiseAfter(int executions) {
        translation.specialiseAfter(executions);
        specialisedAt = Math.min(executions, SPECIALISED_AT);
    }

    /** RESET forgets a pending NMI and all code. */
    public void reset() {
        nmi = false;
        core.scanning = false;
        interpretsNext = false;
        core.endRepetition();
        cache.clear();
        core.attention = true;
    }

    /**
     * @return true if the next boundary takes an interrupt or NMI
     */
    public boolean isWoken() {
        return hasNmi() || isInterrupted();
    }

    // ---------------------------------------------------------------- run

    /**
     * Executes at most {@code budget} counts (a debug trap may add one), fewer if the processor
     * halts, a device shortens the budget or an exit is requested. The clock has heard of
     * everything afterwards.
     */
    public void run(int budget) {
        counter.start(budget);
        isWatched = watch.begins(counter.total() + 1, counter.total() + budget + 1);
        core.attention = true;
        resumes = translation.isPatient();
        if (counter.total() >= specialisedAt) {
            loop = loop.specialised();
        }
        while (counter.remaining > 0) {
            if (core.attention) {
                if (!attend()) {
                    break;
                }
            } else if (interpretsNext) {
                interpretsNext = false;
                single(false);
            } else {
                runBlocks();
            }
        }
        counter.publish();
    }

    /**
     * Does what waits for a boundary.
     *
     * @return false if the run must end
     */
    private boolean attend() {
        core.attention = false;
        context = Context.of(state, cache.mapping());
        translation.boundary();
        if (exitRequested) {
            exitRequested = false;
            core.attention = true;
            return false;
        }
        if (breakpoints.isPending() && !state.debugShadow) {
            trap(false);
            core.attention = true;
            return true;
        }
        if (takeInterrupt()) {
            core.attention = true;
            return true;
        }
        if (state.halted) {
            return false;
        }
        if (isStepping() || live || isWatched) {
            core.attention = true;
            step();
        }
        return true;
    }

    /**
     * @return true if an interrupt was delivered
     */
    private boolean takeInterrupt() {
        if (hasNmi()) {
            nmi = false;
            state.halted = false;
            state.nmiBlocked = true;
            deliver(Vector.NMI, CpuException.NO_ERROR_CODE, Source.EXTERNAL);
            return true;
        }
        if (isInterrupted()) {
            state.halted = false;
            deliver(acknowledge.getAsInt(), CpuException.NO_ERROR_CODE, Source.EXTERNAL);
            return true;
        }
        return false;
    }

    private boolean hasNmi() {
        return nmi && !state.nmiBlocked && !state.debugShadow;
    }

    private boolean isInterrupted() {
        return intr && state.flags.is(Flags.IF) && !state.interruptShadow && !state.shutDown;
    }

    /** With the count published: tables and stacks may lie in a live window. */
    private void deliver(int vector, int errorCode, Source source) {
        core.scanning = false;
        if (core.isRepeating()) {
            state.flags.value(state.flags.value() | Flags.RF);
        }
        core.endRepetition();
        counter.publish();
        if (isWatched) {
            watch.delivering(counter.total() + 1);
        }
        int handler;
        core.linear.countsPublished = true;
        try {
            handler = core.system.interrupts().deliver(vector, errorCode, source);
        } finally {
            core.linear.countsPublished = false;
        }
        counter.remaining--;
        counter.settle();
        core.attention = true;
        if (isWatched) {
            watch.delivered(counter.total(), vector, errorCode, source, handler);
        }
    }

    private boolean isStepping() {
        return state.interruptShadow
                || state.debugShadow
                || state.flags.is(Flags.TF | Flags.RF)
                || breakpoints.isEnabled();
    }

    /** Executes one instruction with everything that can be said about it. */
    private void step() {
        boolean isTraced = state.flags.is(Flags.TF), watches = breakpoints.isEnabled();
        state.interruptShadow = false;
        state.debugShadow = false;
        core.singleIterations = isTraced || watches || live;
        boolean completed = live ? singleLive() : single(true);
        core.singleIterations = false;
        if (completed && isWatched) {
            watch.completed(counter.total());
        }
        if (!completed) {
            breakpoints.cancel();
        } else if (isTraced || breakpoints.isEnabled()) {
            trap(isTraced);
        }
    }

    /** After MOV SS and POP SS, traps wait for one more instruction. */
    private void trap(boolean isTraced) {
        if (!state.debugShadow && breakpoints.afterInstruction(isTraced)) {
            deliver(Vector.DB, CpuException.NO_ERROR_CODE, Source.EXCEPTION);
        }
    }

    /** The clock hears of everything before the instruction, and of itself after it. */
    private boolean singleLive() {
        live = false;
        counter.publish();
        core.linear.countsPublished = true;
        try {
            return single(true);
        } finally {
            core.linear.countsPublished = false;
            counter.settle();
        }
    }

    /**
     * Executes one instruction as a block of its own.
     *
     * @param looksAtBreakpoints also uses up RF
     * @return false if it faulted or must be repeated
     */
    private boolean single(boolean looksAtBreakpoints) {
        int begin = state.eip;
        Block block = Block.NONE;
        try {
            int linear = core.cs.base + begin;
            if (looksAtBreakpoints && !core.isRepeating()) {
                breakpoints.beforeInstruction(linear);
            }
            block = builder.find(linear, context | Context.SINGLE);
            if ((begin & 0xFFFFFFFFL) + block.length - 1 > (core.cs.limit & 0xFFFFFFFFL)) {
                throw state.fault(Vector.GP, 0);
            }
            if (isWatched) {
                watch.fetched(counter.total() + 1, builder.bytes(linear, block.length));
            }
            counter.remaining--;
            core.blockBegin = begin;
            state.eip = begin + block.length;
            block.ops[0].execute(core);
            return true;
        } catch (CpuException e) {
            faulted(e, block, 0, begin);
        } catch (LiveAccess e) {
            unwind(block, 0, begin);
            live();
        } catch (BlockExit e) {
            unwind(block, e.isCompleted() ? 1 : 0, begin);
            return e.isCompleted();
        }
        return false;
    }

    /** Executes blocks until something wants attention or the budget does not cover the next. */
    private void runBlocks() {
        Block block = loop.run(state.eip, context);
        if (block == Block.NONE) {
            return;
        }
        if (counter.remaining > 0 && (block.region == null || !runRegion(block))) {
            resumes = translation.isPatient();
            single(false);
        }
    }

    /** The block with which a run begins. */
    Block first(int linear) {
        Block block = builder.find(linear, context);
        if (resumes) {
            resumes = false;
            block.untilLookedAt++; // where a slice ends and begins says nothing about the program
        }
        return block;
    }

    /** The block that one arrived at, which its links did not tell. */
    Block follow(Block from, int linear) {
        Block next = builder.find(linear, context);
        from.link(next);
        translation.followed(from, next);
        return next;
    }

    /**
     * Enters the region that begins with a block.
     *
     * @return false if the next instruction must be executed by itself: the budget is short
     */
    private boolean runRegion(Block block) {
        try {
            return translation.run(block, context);
        } catch (CpuException e) {
            faulted(e, Block.NONE, 0, state.eip);
        } catch (LiveAccess e) {
            unwind(Block.NONE, 0, state.eip);
            live();
        } catch (BlockExit e) {
            unwind(Block.NONE, 0, state.eip);
            interpretsNext = true;
        }
        return true;
    }

    /** The instruction with index i did not happen: counts and EIP become those before it. */
    void unwind(Block block, int i, int begin) {
        int done = block == Block.NONE ? 0 : i; // NONE: the fetch of the next block failed
        counter.remaining += block.count - block.before(done) - core.iterations;
        state.eip = begin + block.offset(done);
        if (core.iterations > 0) {
            core.interruptRepetition();
            core.iterations = 0;
        }
        if (core.completedOfPair != 0) {
            counter.remaining--;
            state.eip += core.completedOfPair;
            core.completedOfPair = 0;
        }
    }

    void live() {
        live = true;
        core.attention = true;
    }

    void faulted(CpuException fault, Block block, int i, int begin) {
        if (!fault.isTrap()) {
            unwind(block, i, begin);
        } else if (isWatched) {
            watch.completed(counter.total());
        }
        if (core.scanning) {
            state.flags.value(core.flagsBeforeScan);
        }
        if (fault.vector() == Vector.FERR_WAIT) {
            state.halted = true; // until the interrupt that FERR# asks for
            core.attention = true;
            return;
        }
        deliver(fault.vector(), fault.errorCode(), Source.EXCEPTION);
    }

    /**
     * INTR is restored from the line's level here, which no edge announces. What a scan left behind
     * that has ended is no state.
     */
    @Override
    public void exchange(StateCodec codec) {
        intr = codec.bool("intr", intr);
        nmi = codec.bool("nmi", nmi);
        core.scanning = codec.bool("scanning", core.scanning);
        int flagsBeforeScan = core.scanning ? core.flagsBeforeScan : 0;
        core.flagsBeforeScan = codec.i32("flagsBeforeScan", flagsBeforeScan);
        core.repeating = codec.bool("repeating", core.repeating);
        core.repeatedAt = codec.i32("repeatedAt", core.repeatedAt);
        if (codec.isLoading()) {
            interpretsNext = false;
            cache.clear();
            core.attention = true;
        }
    }
}
