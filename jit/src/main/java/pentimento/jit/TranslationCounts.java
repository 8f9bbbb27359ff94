package pentimento.jit;

/**
 * What a translator has done so far.
 *
 * @param made regions
 * @param inUse regions
 * @param dropped regions whose code was overwritten, or that made room
 * @param executed counts that retired in regions
 * @param entered how often a region was entered
 * @param compileNanos host time spent on making classes, without HotSpot's
 */
public record TranslationCounts(
        long made, long inUse, long dropped, long executed, long entered, long compileNanos) {}
