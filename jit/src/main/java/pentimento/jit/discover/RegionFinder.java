package pentimento.jit.discover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import pentimento.cpu.decode.CodeBytes;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.interpreter.Interpreter;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CodeView;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.RegionKey;
import pentimento.cpu.translation.RegionKey.Page;
import pentimento.cpu.translation.X87Key;
import pentimento.jit.discover.RegionBlock.Place;
import pentimento.jit.discover.Repertoire.Transfer;
import pentimento.memory.physical.PhysicalMemory;

/**
 * Grows a region from a hot block: the most executed of all blocks that it leads to comes next,
 * until a limit is reached. Only code that the interpreter has executed is taken, so that no page
 * is touched that the program has not fetched from.
 */
public final class RegionFinder {
    private static final int STACK32 = 2, CODE32 = 1, MODE = 0xF;

    private record Candidate(Place place, CodeBlock code, int order) {}

    private final CodeView view;
    private final Limits limits;
    private final Decoder decoder;
    private final byte[] flat;
    private final int csBase, csLimit, context;
    private final Map<Place, RegionBlock> blocks = new LinkedHashMap<>();
    private final Set<CodeBlock> members = new LinkedHashSet<>();
    private final PriorityQueue<Candidate> candidates =
            new PriorityQueue<>(
                    Comparator.comparingInt((Candidate c) -> -c.code().executions())
                            .thenComparingInt(Candidate::order));
    private int instructions, accesses, order;

    private RegionFinder(CodeView view, Limits limits) {
        this.view = view;
        this.limits = limits;
        context = view.context();
        decoder = Interpreter.decoder(view.model());
        flat = view.processor().linear.flat();
        Segment cs = view.processor().state.segments[Segment.CS];
        csBase = cs.base;
        csLimit = cs.limit;
    }

    /**
     * @param linear address of the block
     * @return nothing if its first instruction is not translated
     */
    public static Optional<Region> find(CodeBlock start, int linear, CodeView view, Limits limits) {
        return new RegionFinder(view, limits).grow(start, linear);
    }

    private Optional<Region> grow(CodeBlock start, int linear) {
        var entry = new Place(linear - csBase, CallPath.NONE);
        candidates.add(new Candidate(entry, start, order++));
        while (!candidates.isEmpty()) {
            Candidate next = candidates.poll();
            if (!blocks.containsKey(next.place())) {
                add(next);
            }
        }
        return blocks.containsKey(entry) ? Optional.of(region(entry)) : Optional.empty();
    }

    private void add(Candidate candidate) {
        List<Instruction> decoded = decode(candidate);
        int cost = decoded.stream().mapToInt(RegionFinder::cost).sum();
        boolean isFirst = blocks.isEmpty();
        if (decoded.isEmpty()
                || !isFirst
                        && (instructions + decoded.size() > limits.instructions()
                                || accesses + cost > limits.accesses())) {
            return;
        }
        if (isFirst && decoded.size() > limits.instructions()) {
            decoded = decoded.subList(0, limits.instructions());
        }
        Place place = candidate.place();
        for (RegionBlock other : blocks.values()) {
            if (other.place().path().equals(place.path()) && other.splitAt(place.eip())) {
                break;
            }
        }
        List<Integer> observed =
                candidate.code().successors().stream().map(linear -> linear - csBase).toList();
        var block = new RegionBlock(place, decoded, observed);
        blocks.put(place, block);
        members.add(candidate.code());
        instructions += decoded.size();
        accesses += cost;
        for (Place target : block.targets()) {
            if (CallPath.depth(target.path()) <= limits.calls() && !blocks.containsKey(target)) {
                view.find(csBase + target.eip())
                        .ifPresent(code -> candidates.add(new Candidate(target, code, order++)));
            }
        }
    }

    /** A call takes about as much bytecode as two accesses. */
    private static int cost(Instruction instruction) {
        return instruction.called().isPresent() ? 2 : Repertoire.accesses(instruction);
    }

    private List<Instruction> decode(Candidate candidate) {
        var decoded = new ArrayList<Instruction>();
        int begin = candidate.code().flat(), end = begin + candidate.code().length();
        var bytes = new FlatBytes(flat, begin);
        int eip = candidate.place().eip();
        while (bytes.at < end) {
            DecodedOp op = decoder.decode(bytes, (context & CODE32) != 0);
            var instruction =
                    new Instruction(
                            eip,
                            op,
                            Repertoire.contains(op)
                                    ? Optional.empty()
                                    : Optional.of(view.operation(op)));
            if (!isTranslated(instruction)
                    || !decoded.isEmpty()
                            && blocks.containsKey(new Place(eip, candidate.place().path()))) {
                break;
            }
            decoded.add(instruction);
            eip = instruction.next();
        }
        return decoded;
    }

    private boolean isTranslated(Instruction instruction) {
        DecodedOp op = instruction.op();
        boolean isLeft = instruction.called().isPresent() && Calls.going(op) == Calls.Going.NEVER;
        if (isLeft || isBeyondLimit(instruction.next() - 1)) {
            return false;
        }
        Transfer transfer = Repertoire.transfer(instruction);
        boolean isRelative =
                transfer == Transfer.CONDITIONAL
                        || transfer == Transfer.JUMP
                        || transfer == Transfer.CALL;
        return !isRelative || !isBeyondLimit(instruction.target());
    }

    private boolean isBeyondLimit(int eip) {
        return Integer.compareUnsigned(eip, csLimit) > 0;
    }

    // ---------------------------------------------------------------- the result

    private Region region(Place entry) {
        blocks.values()
                .forEach(
                        block -> {
                            for (Place target : block.targets()) {
                                RegionBlock next = blocks.get(target);
                                if (next != null) {
                                    block.successors().put(target.eip(), next);
                                }
                            }
                        });
        var ordered = new ArrayList<RegionBlock>();
        order(blocks.values().iterator().next(), new HashMap<>(), ordered);
        X87Key x87 = x87(ordered);
        List<RegionBlock> settled = x87.isUsed() ? StackFlow.settle(ordered, x87) : ordered;
        for (int i = 0; i < settled.size(); i++) {
            settled.get(i).number(i);
        }
        int segments = segments(settled);
        return new Region(
                key(entry.eip(), segments, x87),
                settled,
                List.copyOf(members),
                segments,
                (context & STACK32) != 0);
    }

    /** Reverse postorder: a block comes after all that lead to it, back edges aside. */
    private static void order(
            RegionBlock block, Map<RegionBlock, Boolean> seen, List<RegionBlock> ordered) {
        seen.put(block, true);
        for (RegionBlock next : block.successors().values()) {
            if (!seen.containsKey(next)) {
                order(next, seen, ordered);
            }
        }
        ordered.addFirst(block);
    }

    private static int segments(List<RegionBlock> blocks) {
        int segments = 0;
        for (RegionBlock block : blocks) {
            for (Instruction i : block.instructions()) {
                boolean isX87 = Escapes.isEscape(i.op()) && i.op().isMemory();
                if (isX87 || Repertoire.accesses(i) > 0) {
                    segments |= 1 << Segment.SS | 1 << i.op().address().segment();
                }
            }
        }
        return segments;
    }

    private X87Key x87(List<RegionBlock> ordered) {
        Processor processor = view.processor();
        return view.model().has(Feature.FPU) && StackFlow.usesX87(ordered)
                ? X87Key.of(processor.state, processor.fpu)
                : X87Key.NONE;
    }

    private RegionKey key(int eip, int segments, X87Key x87) {
        CpuState state = view.processor().state;
        var flatSegments = new ArrayList<Integer>();
        for (int n = 0; n < state.segments.length; n++) {
            if ((segments >>> n & 1) != 0 && RegionKey.isFlat(state.segments[n])) {
                flatSegments.add(n);
            }
        }
        var pages = new LinkedHashSet<Page>();
        for (RegionBlock block : blocks.values()) {
            int linear = csBase + block.place().eip() & ~PhysicalMemory.PAGE_MASK;
            pages.add(new Page(linear, view.processor().linear.probeCode(linear)));
        }
        return new RegionKey(
                context & MODE, eip, csBase, csLimit, flatSegments, List.copyOf(pages), x87);
    }

    /** The bytes of one block. */
    private static final class FlatBytes implements CodeBytes {
        private final byte[] flat;
        private int at;

        FlatBytes(byte[] flat, int at) {
            this.flat = flat;
            this.at = at;
        }

        @Override
        public int next8() {
            return flat[at++] & 0xFF;
        }
    }
}
