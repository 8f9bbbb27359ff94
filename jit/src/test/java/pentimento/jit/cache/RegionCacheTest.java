package pentimento.jit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.RegionExit;
import pentimento.cpu.translation.RegionKey;
import pentimento.cpu.translation.X87Key;
import pentimento.jit.discover.Limits;

class RegionCacheTest {
    private static final int PLACE = 0x7C00, THRESHOLD = 100;

    private final RegionCache cache = new RegionCache(2);

    /** Remembers whether it was told to forget. */
    private static final class Block implements CodeBlock {
        private boolean released;

        @Override
        public int flat() {
            return PLACE;
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public int executions() {
            return 0;
        }

        @Override
        public boolean isEntry() {
            return false;
        }

        @Override
        public boolean isTranslated() {
            return false;
        }

        @Override
        public int arrivals() {
            return 0;
        }

        @Override
        public List<Integer> successors() {
            return List.of();
        }

        @Override
        public boolean isDropped() {
            return false;
        }

        @Override
        public void releaseDropped() {
            released = true;
        }
    }

    private static final class Region extends CompiledRegion {
        Region(Block block) {
            super(
                    new RegionKey(0, 0, -1, 0, 0, List.of(), X87Key.NONE),
                    List.of(block),
                    List.of(new Entry(block, 0, 1, X87Key.NONE)));
        }

        @Override
        public int run(Processor processor, int budget, int entry) {
            return budget;
        }
    }

    @Test
    void theOldestRegionMakesRoomAndIsForgotten() {
        var blocks = List.of(new Block(), new Block(), new Block());
        List<Region> regions = blocks.stream().map(Region::new).toList();
        regions.forEach(cache::add);
        assertThat(regions).extracting(Region::isDropped).containsExactly(true, false, false);
        assertThat(blocks).extracting(b -> b.released).containsExactly(true, false, false);
        assertThat(cache.inUse()).isEqualTo(2);
        assertThat(cache.evicted()).isEqualTo(1);
        assertThat(cache.overwritten()).isZero();
    }

    @Test
    void exitsOfRegionsThatAreGoneStillCount() {
        var first = new Region(new Block());
        var second = new Region(new Block());
        cache.add(first);
        cache.add(second);
        first.ran(10, RegionExit.OUTSIDE);
        second.ran(5, RegionExit.BUDGET);
        first.drop();
        assertThat(cache.overwritten()).isEqualTo(1);
        assertThat(cache.executed()).isEqualTo(15);
        assertThat(cache.exits())
                .containsEntry(RegionExit.OUTSIDE, 1L)
                .containsEntry(RegionExit.BUDGET, 1L)
                .containsEntry(RegionExit.EXCEPTION, 0L);
    }

    @Test
    void eachTranslationOfTheSamePlaceWaitsTwiceAsLong() {
        for (int made = 0; made < 3; made++) {
            assertThat(cache.threshold(PLACE, THRESHOLD)).isEqualTo(THRESHOLD << made);
            cache.add(new Region(new Block()));
        }
    }

    @Test
    void whatIsTooLargeIsTriedAtHalfTheSize() {
        cache.tooLarge(PLACE);
        assertThat(cache.limits(PLACE)).isEqualTo(Limits.STANDARD.halved());
    }

    @Test
    void aRegionThatIsLeftForColdCodeIsNotLookedIntoForEver() {
        var region = new Region(new Block());
        int looks = 0;
        while (looks < 1_000 && cache.isToBeFormedAgain(region)) {
            looks++;
        }
        assertThat(looks).isBetween(10, 100);
        assertThat(cache.isToBeFormedAgain(region)).isFalse();
    }

    @Test
    void whatIsFormedAgainDoesNotWaitLonger() {
        var region = new Region(new Block());
        cache.add(region);
        int again = 0;
        while (again < 1_000 && cache.isToBeFormedAgain(region)) {
            cache.formsAgain(region);
            cache.add(new Region(new Block()));
            again++;
        }
        assertThat(again).isBetween(2, 10);
        assertThat(cache.threshold(PLACE, THRESHOLD)).isEqualTo(THRESHOLD << 1);
    }
}
