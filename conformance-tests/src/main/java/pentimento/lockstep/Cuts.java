package pentimento.lockstep;

import java.util.Random;
import java.util.function.Supplier;
import pentimento.jit.discover.Limits;

/** Limits of regions, one after the other: every fourth time the standard ones, else random. */
public final class Cuts implements Supplier<Limits> {
    private static final int MOST_INSTRUCTIONS = 60, MOST_ACCESSES = 30, MOST_CALLS = 5;

    private final Random random;

    public Cuts(long seed) {
        random = new Random(seed);
    }

    @Override
    public Limits get() {
        return random.nextInt(4) == 0
                ? Limits.STANDARD
                : new Limits(
                        1 + random.nextInt(MOST_INSTRUCTIONS),
                        1 + random.nextInt(MOST_ACCESSES),
                        random.nextInt(MOST_CALLS));
    }
}
