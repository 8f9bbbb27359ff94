package pentimento.jit;

import java.util.Map;
import pentimento.cpu.translation.RegionExit;

/**
 * What a translator has done so far.
 *
 * @param made regions
 * @param inUse regions
 * @param overwritten regions that ended because their code was overwritten
 * @param evicted regions that made room
 * @param replaced regions whose place a better one took
 * @param executed counts that retired in regions
 * @param exits how often regions were left, by reason
 * @param compileNanos host time spent on making classes, without HotSpot's
 */
@SuppressWarnings("exports") // its clients are the processor and tests
public record TranslationCounts(
        long made,
        long inUse,
        long overwritten,
        long evicted,
        long replaced,
        long executed,
        Map<RegionExit, Long> exits,
        long compileNanos) {
    public TranslationCounts {
        exits = Map.copyOf(exits);
    }
}
