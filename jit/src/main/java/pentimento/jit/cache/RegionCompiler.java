package pentimento.jit.cache;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import pentimento.cpu.memory.DirectMemory;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Processor;
import pentimento.jit.discover.Region;
import pentimento.jit.emit.RegionEmitter;

/**
 * Makes classes of regions, on a thread of its own. What is finished waits in a queue until the
 * machine asks at a boundary; when that is can't be seen by the guest. Before, the region is called
 * some hundred times with no budget, so that HotSpot has compiled it a first time before the
 * machine depends on it.
 */
public final class RegionCompiler {
    private static final int WAITING = 64, HANDOVER_CALLS = 400, IDLE_SECONDS = 2;

    /**
     * @param compiled nothing if the region is too large for HotSpot
     * @param code nothing unless it is kept
     */
    public record Finished(
            Region region, Optional<CompiledRegion> compiled, Optional<RegionEmitter.Code> code) {}

    private final ConcurrentLinkedQueue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean keeps;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(WAITING),
                    Thread.ofPlatform().daemon().name("translator").factory());

    public RegionCompiler() {
        thread.allowCoreThreadTimeOut(true);
    }

    /** Keeps the code of the regions made from now on, with marks that listings need. */
    public void keep() {
        keeps = true;
    }

    /**
     * Makes a region at once, on this thread.
     *
     * @param processor that shall execute it
     */
    public Finished compile(Region region, Processor processor) {
        return compile(region, processor, processor.linear.direct(region.key().isUser()));
    }

    private Finished compile(Region region, Processor processor, DirectMemory memory) {
        long begin = System.nanoTime();
        boolean isKept = keeps;
        RegionEmitter.Code code =
                isKept ? RegionEmitter.marked(region) : RegionEmitter.emit(region);
        Optional<CompiledRegion> compiled =
                code.codeBytes() > RegionEmitter.MOST_BYTES
                        ? Optional.empty()
                        : Optional.of(RegionEmitter.load(code, processor, memory));
        nanos.addAndGet(System.nanoTime() - begin);
        return new Finished(region, compiled, isKept ? Optional.of(code) : Optional.empty());
    }

    /**
     * Lets a region be made.
     *
     * @param processor that shall execute it; handed to the region in calls that return before they
     *     look at it
     * @return false if too many wait already
     */
    public boolean submit(Region region, Processor processor) {
        DirectMemory memory = processor.linear.direct(region.key().isUser());
        try {
            thread.execute(
                    () -> {
                        Finished result = compile(region, processor, memory);
                        result.compiled().ifPresent(r -> handOver(r, processor));
                        finished.add(result);
                    });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static void handOver(CompiledRegion region, Processor processor) {
        for (int i = 0; i < HANDOVER_CALLS; i++) {
            region.run(processor, -1, 0);
        }
    }

    /**
     * @return what has become ready
     */
    public Optional<Finished> poll() {
        return Optional.ofNullable(finished.poll());
    }

    /**
     * @return time spent on making classes, without HotSpot's
     */
    public long nanos() {
        return nanos.get();
    }
}
