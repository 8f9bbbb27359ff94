package pentimento.jit.cache;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.jit.discover.Limits;

/**
 * The regions in use, at most a fixed number: the oldest makes room. A region that is dropped here
 * or by a store to its code is forgotten by the block that it begins with, and HotSpot unloads its
 * class. Code that is written again and again is translated after ever more executions.
 */
public final class RegionCache {
    private static final int MOST_PLACES = 1 << 16, MOST_DOUBLINGS = 16;

    /** What is known about the code at one place of memory. */
    private static final class Place {
        private int made;
        private Limits limits;

        Place(Limits limits) {
            this.limits = limits;
        }
    }

    private final int most;
    private final ArrayDeque<CompiledRegion> regions = new ArrayDeque<>();
    private final Map<Integer, Place> places = new HashMap<>();
    private long made, dropped, executed, entered;

    /**
     * @param most regions
     */
    public RegionCache(int most) {
        this.most = most;
    }

    private Place place(int flat) {
        if (places.size() > MOST_PLACES) {
            places.clear();
        }
        return places.computeIfAbsent(flat, f -> new Place(Limits.STANDARD));
    }

    /**
     * @param threshold executions before the first translation
     * @return executions before the next one of the code at a place
     */
    public int threshold(int flat, int threshold) {
        int doublings = Math.min(place(flat).made, MOST_DOUBLINGS);
        return (int) Math.min((long) threshold << doublings, Integer.MAX_VALUE);
    }

    /**
     * @return how large the region at a place may become
     */
    public Limits limits(int flat) {
        return place(flat).limits;
    }

    /** The region at a place was too large for HotSpot. */
    public void tooLarge(int flat) {
        place(flat).limits = place(flat).limits.halved();
    }

    /** A region is in use from now on. */
    public void add(CompiledRegion region) {
        made++;
        place(region.blocks().getFirst().flat()).made++;
        regions.add(region);
        if (regions.size() > most) {
            sweep();
        }
        while (regions.size() > most) {
            end(regions.removeFirst());
        }
    }

    private void end(CompiledRegion region) {
        region.drop();
        region.blocks().forEach(CodeBlock::releaseDropped);
        dropped++;
        executed += region.executed();
        entered += region.entered();
    }

    /** Forgets what was dropped by stores. */
    private void sweep() {
        regions.removeIf(
                region -> {
                    boolean isOver = region.isDropped();
                    if (isOver) {
                        end(region);
                    }
                    return isOver;
                });
    }

    /**
     * @return regions made so far
     */
    public long made() {
        return made;
    }

    /**
     * @return regions in use
     */
    public int inUse() {
        sweep();
        return regions.size();
    }

    /**
     * @return regions whose code was overwritten, or that made room
     */
    public long dropped() {
        sweep();
        return dropped;
    }

    /**
     * @return counts that retired in regions
     */
    public long executed() {
        return executed + regions.stream().mapToLong(CompiledRegion::executed).sum();
    }

    /**
     * @return how often a region was entered
     */
    public long entered() {
        return entered + regions.stream().mapToLong(CompiledRegion::entered).sum();
    }
}
