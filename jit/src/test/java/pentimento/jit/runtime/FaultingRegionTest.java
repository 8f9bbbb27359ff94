package pentimento.jit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.RegionExit;
import pentimento.cpu.translation.RegionKey;
import pentimento.cpu.translation.X87Key;

class FaultingRegionTest {
    private static final int ENTRY = 3, MANY = 64;

    /** Remembers its calls. */
    private static final class Region extends FaultingRegion {
        private final List<List<Integer>> calls = new ArrayList<>();

        Region() {
            super(
                    new RegionKey(0, 0, -1, 0, 0, List.of(), X87Key.NONE),
                    List.of(),
                    List.of(),
                    new FaultMap(new int[1], new int[1], new int[1]));
        }

        @Override
        public int run(Processor processor, int budget, int entry) {
            calls.add(List.of(budget, entry));
            return budget;
        }
    }

    @Test
    @SuppressWarnings("NullAway") // nobody looks at the processor
    void aLongRunIsSeenAsManyCallsUntilTheRegionIsKnown() {
        var region = new Region();
        region.ranLong(null, ENTRY);
        assertThat(region.calls)
                .hasSize(MANY)
                .containsOnly(List.of(FaultingRegion.NO_BUDGET, ENTRY));
        region.ran(Integer.MAX_VALUE, RegionExit.OUTSIDE);
        region.ranLong(null, ENTRY);
        assertThat(region.calls).hasSize(MANY);
    }
}
