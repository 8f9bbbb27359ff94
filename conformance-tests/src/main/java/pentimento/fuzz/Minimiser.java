package pentimento.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes a failing case smaller as long as it goes on failing in the same way. */
final class Minimiser {
    private final Predicate<FuzzCase> stillFails;
    private int attempts;

    /**
     * @param attempts how often the case may be run at most
     */
    Minimiser(Predicate<FuzzCase> stillFails, int attempts) {
        this.stillFails = stillFails;
        this.attempts = attempts;
    }

    FuzzCase minimise(FuzzCase failing) {
        FuzzCase smallest = failing, before;
        do {
            before = smallest;
            FuzzCase current = smallest;
            current = shorten(current, current.mutations(), current::withMutations);
            current = shorten(current, current.events(), current::withEvents);
            current = shorten(current, current.instructions(), current::withInstructions);
            smallest = clearHeader(current);
        } while (size(smallest) < size(before) && attempts > 0);
        return smallest;
    }

    private static int size(FuzzCase fuzzed) {
        return fuzzed.bytes().length;
    }

    private boolean fails(FuzzCase candidate) {
        return attempts-- > 0 && stillFails.test(candidate);
    }

    /** Leaves out records, half of them first, single ones last. */
    private FuzzCase shorten(
            FuzzCase fuzzed, List<byte[]> all, Function<List<byte[]>, FuzzCase> with) {
        List<byte[]> records = all;
        FuzzCase smallest = fuzzed;
        for (int chunk = Math.max(1, records.size() / 2); chunk > 0; chunk /= 2) {
            int from = 0;
            while (from < records.size()) {
                var kept = new ArrayList<>(records.subList(0, from));
                int to = Math.min(from + chunk, records.size());
                kept.addAll(records.subList(to, records.size()));
                FuzzCase candidate = with.apply(List.copyOf(kept));
                if (fails(candidate)) {
                    records = List.copyOf(kept);
                    smallest = candidate;
                } else {
                    from += chunk;
                }
            }
        }
        return smallest;
    }

    private FuzzCase clearHeader(FuzzCase fuzzed) {
        FuzzCase smallest = fuzzed;
        for (int i = 0; i < FuzzCase.HEADER; i++) {
            if (smallest.header()[i] != 0) {
                byte[] header = smallest.header().clone();
                header[i] = 0;
                FuzzCase candidate = smallest.withHeader(header);
                if (fails(candidate)) {
                    smallest = candidate;
                }
            }
        }
        return smallest;
    }
}
