package pentimento.jit.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.RegionExit;
import pentimento.jit.discover.Limits;
import pentimento.jit.emit.RegionEmitter;
import pentimento.jit.emit.RegionListing;
import pentimento.jit.runtime.FaultingRegion;

/**
 * The regions in use, at most a fixed number: the oldest makes room. A region that is dropped here
 * or by a store to its code is forgotten by the block that it begins with, and HotSpot unloads its
 * class. Code that is written again and again is translated after ever more executions.
 */
public final class RegionCache {
    private static final int MOST_PLACES = 1 << 16, MOST_DOUBLINGS = 16, MOST_AGAIN = 6;
    private static final int MOST_LOOKS = 64;

    /** What is known about the code at one place of memory. */
    private static final class Place {
        private int made, formedAgain, lookedAt;
        private Limits limits;

        Place(Limits limits) {
            this.limits = limits;
        }
    }

    private final int most;
    private final ArrayDeque<CompiledRegion> regions = new ArrayDeque<>();
    private final Map<Integer, Place> places = new HashMap<>();
    private final Set<Integer> slow = new HashSet<>();
    private final Map<CompiledRegion, RegionEmitter.Code> kept = new HashMap<>();
    private final Map<RegionExit, Long> exits = new EnumMap<>(RegionExit.class);
    private long made, overwritten, evicted, replaced, executed;

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
        add(region, Optional.empty());
    }

    /**
     * A region is in use from now on.
     *
     * @param code kept as long as the region, for {@link #listings}
     */
    public void add(CompiledRegion region, Optional<RegionEmitter.Code> code) {
        made++;
        code.ifPresent(c -> kept.put(region, c));
        begin(region).made++;
        regions.add(region);
        if (regions.size() > most) {
            sweep();
        }
        while (regions.size() > most) {
            evicted++;
            end(regions.removeFirst());
        }
    }

    /**
     * @return true if the instruction at a place of the flat array should call its accesses
     */
    public boolean isSlow(int place) {
        return slow.contains(place);
    }

    /**
     * Notes which instructions a region was left for too often.
     *
     * @return true if there are any
     */
    public boolean learn(FaultingRegion region) {
        if (slow.size() > MOST_PLACES) {
            slow.clear();
        }
        int[] places = region.leftForOften();
        for (int each : places) {
            slow.add(each);
        }
        return places.length > 0;
    }

    /**
     * A region turned out badly.
     *
     * @return false if that was looked into, or its code was formed again, too often
     */
    public boolean isToBeFormedAgain(CompiledRegion region) {
        Place place = begin(region);
        return ++place.lookedAt <= MOST_LOOKS && place.formedAgain < MOST_AGAIN;
    }

    /** A region that turned out badly is being formed again, with what has been learned since. */
    public void formsAgain(CompiledRegion region) {
        Place place = begin(region);
        place.formedAgain++;
        place.made = Math.max(0, place.made - 1);
    }

    private Place begin(CompiledRegion region) {
        return place(region.entries().getFirst().block().flat());
    }

    private void end(CompiledRegion region) {
        region.drop();
        region.blocks().forEach(CodeBlock::releaseDropped);
        kept.remove(region);
        executed += region.executed();
        count(region, exits);
    }

    private static void count(CompiledRegion region, Map<RegionExit, Long> into) {
        for (RegionExit exit : RegionExit.values()) {
            into.merge(exit, region.exits(exit), Long::sum);
        }
    }

    /** Forgets what was dropped by stores. */
    private void sweep() {
        regions.removeIf(
                region -> {
                    boolean isOver = region.isDropped();
                    if (isOver) {
                        if (region.isReplaced()) {
                            replaced++;
                        } else {
                            overwritten++;
                        }
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
     * @return regions that ended because their code was overwritten
     */
    public long overwritten() {
        sweep();
        return overwritten;
    }

    /**
     * @return regions that made room
     */
    public long evicted() {
        return evicted;
    }

    /**
     * @return regions whose place a better one took
     */
    public long replaced() {
        sweep();
        return replaced;
    }

    /**
     * @return counts that retired in regions
     */
    public long executed() {
        return executed + regions.stream().mapToLong(CompiledRegion::executed).sum();
    }

    /**
     * @return how often regions were left, by reason
     */
    public Map<RegionExit, Long> exits() {
        var all = new EnumMap<>(exits);
        regions.forEach(region -> count(region, all));
        return all;
    }

    /**
     * @return the regions in use whose code was kept and covers a linear address, as text
     */
    public List<String> listings(int linear) {
        sweep();
        var texts = new ArrayList<String>();
        for (CompiledRegion region : regions) {
            RegionEmitter.Code code = kept.get(region);
            if (code != null && RegionListing.covers(code, linear)) {
                texts.add(entries(region) + RegionListing.of(code));
            }
        }
        return texts;
    }

    private static String entries(CompiledRegion region) {
        var by = new EnumMap<RegionExit, Long>(RegionExit.class);
        count(region, by);
        String left =
                by.entrySet().stream()
                        .filter(exit -> exit.getValue() > 0)
                        .map(exit -> exit.getValue() + " " + exit.getKey())
                        .collect(Collectors.joining(", "));
        return String.format(
                "%d counts retired; left: %s%n", region.executed(), left.toLowerCase(Locale.ROOT));
    }
}
