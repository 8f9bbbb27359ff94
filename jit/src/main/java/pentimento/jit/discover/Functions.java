package pentimento.jit.discover;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** What is behind the target of a call, as far as it was ever executed. */
final class Functions {
    /** What a region does about a call. */
    enum Kind {
        /** No more instructions than a copy for each call is worth, in all that it calls. */
        SMALL,
        /** The region's begin belongs to it. */
        OWN,
        LARGE
    }

    /** Code of a block, by EIP; empty if it was never executed. */
    record Code(List<Instruction> instructions, List<Integer> observed) {}

    private static final int SMALL = 40, FAR_TOO_LARGE = 400;

    private final int begin;
    private final IntFunction<Code> code;
    private final Map<Integer, Integer> sizes = new HashMap<>();
    private final Set<Integer> own = new HashSet<>();

    /**
     * @param begin EIP of the region's first instruction
     */
    Functions(int begin, IntFunction<Code> code) {
        this.begin = begin;
        this.code = code;
    }

    Kind kind(int callee) {
        int size = size(callee);
        if (own.contains(callee)) {
            return Kind.OWN;
        }
        return size <= SMALL ? Kind.SMALL : Kind.LARGE;
    }

    private int size(int callee) {
        Integer known = sizes.get(callee);
        if (known != null) {
            return known;
        }
        sizes.put(callee, FAR_TOO_LARGE); // for a call of itself
        int size = 0;
        var seen = new HashSet<Integer>(Set.of(callee));
        var open = new ArrayDeque<Integer>(seen);
        while (!open.isEmpty() && size < FAR_TOO_LARGE) {
            int eip = open.poll();
            if (eip == begin) {
                own.add(callee);
            }
            size += look(eip, seen, open);
        }
        sizes.put(callee, size);
        return size;
    }

    /** One block: what it counts, and where it leads to within the function. */
    private int look(int eip, Set<Integer> seen, ArrayDeque<Integer> open) {
        Code found = code.apply(eip);
        if (found.instructions().isEmpty()) {
            return 0;
        }
        int size = found.instructions().size();
        if (found.instructions().stream().anyMatch(i -> i.eip() == begin)) {
            visit(begin, seen, open);
        }
        Instruction last = found.instructions().getLast();
        switch (Repertoire.transfer(last)) {
            case NONE -> visit(last.next(), seen, open);
            case CONDITIONAL -> {
                visit(last.next(), seen, open);
                visit(last.target(), seen, open);
            }
            case JUMP -> visit(last.target(), seen, open);
            case CALL -> {
                size += size(last.target());
                visit(last.next(), seen, open);
            }
            case INDIRECT -> {
                if (last.op().opcode().mnemonic().equals("CALL")) {
                    size += FAR_TOO_LARGE;
                    visit(last.next(), seen, open);
                } else {
                    found.observed().forEach(target -> visit(target, seen, open));
                }
            }
            case OUTSIDE -> {
                size += FAR_TOO_LARGE;
                visit(last.next(), seen, open);
            }
            case RETURN -> {}
        }
        return size;
    }

    private static void visit(int eip, Set<Integer> seen, ArrayDeque<Integer> open) {
        if (seen.add(eip)) {
            open.add(eip);
        }
    }
}
