package pentimento.jit.discover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntPredicate;
import pentimento.cpu.decode.CodeBytes;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.interpreter.Interpreter;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CodeView;
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

    /** Code that is executed so many times less often than the begin stays outside. */
    private static final int COLDER = 8;

    private static final int MOST_ENTRIES = 24;

    private record Candidate(Place place, CodeBlock code, int order) {}

    private final CodeBlock start;
    private final CodeView view;
    private final Limits limits;
    private final IntPredicate isSlow;
    private final X87Key x87AtStart;
    private final Decoder decoder;
    private final byte[] flat;
    private final int csBase, csLimit, context;
    private final Map<Place, RegionBlock> blocks = new LinkedHashMap<>();
    private final Set<CodeBlock> members = new LinkedHashSet<>();
    private final PriorityQueue<Candidate> candidates =
            new PriorityQueue<>(
                    Comparator.comparingInt((Candidate c) -> -c.code().executions())
                            .thenComparingInt(Candidate::order));
    private final Map<Place, CodeBlock> codes = new HashMap<>();
    private final Map<Integer, Functions.Code> decodedCode = new HashMap<>();
    private final Targets targets;
    private final int entry, leastExecutions;
    private int instructions, accesses, order;

    /**
     * @param linear address of the block
     * @param isSlow says of a place in the flat array whether the instruction there should call the
     *     interpreter's accesses
     * @param x87AtStart what is known of the x87 where the block begins
     */
    public RegionFinder(
            CodeBlock start,
            int linear,
            CodeView view,
            Limits limits,
            IntPredicate isSlow,
            X87Key x87AtStart) {
        this.start = start;
        this.x87AtStart = x87AtStart;
        this.isSlow = isSlow;
        this.view = view;
        this.limits = limits;
        context = view.context();
        decoder = Interpreter.decoder(view.model());
        flat = view.processor().linear.flat();
        Segment cs = view.processor().state.segments[Segment.CS];
        csBase = cs.base;
        csLimit = cs.limit;
        entry = linear - csBase;
        leastExecutions = start.executions() / COLDER;
        targets = new Targets(new Functions(entry, this::code), limits.calls());
    }

    /**
     * @return nothing if its first instruction is not translated
     */
    public Optional<Region> find() {
        var first = new Place(entry, CallPath.NONE);
        candidates.add(new Candidate(first, start, order++));
        while (!candidates.isEmpty()) {
            Candidate next = candidates.poll();
            if (!blocks.containsKey(next.place())) {
                add(next);
            }
        }
        return blocks.containsKey(first) ? Optional.of(region()) : Optional.empty();
    }

    private void add(Candidate candidate) {
        List<Instruction> decoded = decode(candidate);
        int cost = decoded.stream().mapToInt(this::cost).sum();
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
        var block = new RegionBlock(place, decoded, observed(candidate.code()));
        blocks.put(place, block);
        codes.put(place, candidate.code());
        members.add(candidate.code());
        instructions += decoded.size();
        accesses += cost;
        for (Place target : targets.toGrow(block)) {
            if (!blocks.containsKey(target)) {
                view.find(csBase + target.eip())
                        .filter(code -> code.executions() >= leastExecutions)
                        .ifPresent(code -> candidates.add(new Candidate(target, code, order++)));
            }
        }
    }

    private List<Integer> observed(CodeBlock code) {
        return code.successors().stream().map(linear -> linear - csBase).toList();
    }

    /** What was executed at an EIP, whether it will be in the region or not. */
    private Functions.Code code(int eip) {
        return decodedCode.computeIfAbsent(
                eip,
                e ->
                        view.find(csBase + e)
                                .map(c -> new Functions.Code(decode(c, e), observed(c)))
                                .orElse(new Functions.Code(List.of(), List.of())));
    }

    /**
     * A call takes about as much bytecode as two accesses, as does arithmetic in 64 bits; that on
     * doubles half of it.
     */
    private int cost(Instruction instruction) {
        if (x87AtStart.isDouble() && Escapes.isEscape(instruction.op())) {
            return 1;
        }
        return instruction.called().isPresent() ? 2 : Repertoire.accesses(instruction);
    }

    /** Up to where another block of the region begins. */
    private List<Instruction> decode(Candidate candidate) {
        List<Instruction> all = decode(candidate.code(), candidate.place().eip());
        for (int i = 1; i < all.size(); i++) {
            if (blocks.containsKey(new Place(all.get(i).eip(), candidate.place().path()))) {
                return all.subList(0, i);
            }
        }
        return all;
    }

    private List<Instruction> decode(CodeBlock code, int begin) {
        var decoded = new ArrayList<Instruction>();
        var bytes = new FlatBytes(flat, code.flat());
        int end = code.flat() + code.length(), eip = begin;
        while (bytes.at < end) {
            int place = bytes.at;
            DecodedOp op = decoder.decode(bytes, (context & CODE32) != 0);
            var instruction =
                    new Instruction(
                            eip,
                            place,
                            op,
                            isSlow.test(place),
                            Repertoire.contains(op)
                                    ? Optional.empty()
                                    : Optional.of(view.operation(op)));
            if (!isTranslated(instruction)) {
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

    private Region region() {
        for (RegionBlock block : blocks.values()) {
            for (Place target : targets.of(block)) {
                RegionBlock next = blocks.get(target);
                if (next != null) {
                    block.successors().put(target.eip(), next);
                }
            }
        }
        RegionBlock begin = begin();
        List<RegionBlock> all = ordered(begin);
        X87Key x87 = x87(all);
        List<RegionBlock> settled = x87.isUsed() ? StackFlow.settle(all, begin, x87) : all;
        for (int i = 0; i < settled.size(); i++) {
            settled.get(i).number(i);
        }
        int segments = segments(settled);
        return new Region(
                key(segments, x87),
                settled,
                entries(begin.place(), settled),
                List.copyOf(members),
                segments,
                (context & STACK32) != 0);
    }

    /**
     * Where the region begins: at the lowest address on the ways by which the hot block comes to
     * itself again, that is at the head of the outermost loop in most programs; the hot block
     * itself where there is no loop, or where the x87 is used, which is known there alone. So the
     * same loops become the same region, whichever of their blocks gets hot first.
     */
    private RegionBlock begin() {
        RegionBlock hot = blocks.values().iterator().next();
        List<RegionBlock> all = List.copyOf(blocks.values());
        if (StackFlow.usesX87(all)) {
            return hot;
        }
        return leadingTo(hot, all).stream()
                .filter(block -> block.place().path().isEmpty())
                .min((a, b) -> Integer.compareUnsigned(a.place().eip(), b.place().eip()))
                .orElse(hot);
    }

    private static Set<RegionBlock> leadingTo(RegionBlock target, List<RegionBlock> all) {
        var leading = new LinkedHashSet<RegionBlock>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (RegionBlock block : all) {
                changed |=
                        block.successors().values().stream()
                                        .anyMatch(n -> n.equals(target) || leading.contains(n))
                                && leading.add(block);
            }
        }
        return leading;
    }

    /** Reverse postorder: a block comes after all that lead to it, back edges aside. */
    private List<RegionBlock> ordered(RegionBlock begin) {
        var ordered = new ArrayList<RegionBlock>();
        var seen = new HashSet<RegionBlock>();
        var roots = new ArrayList<RegionBlock>(List.of(begin));
        roots.addAll(blocks.values());
        for (RegionBlock root : roots) {
            if (root.place().path().isEmpty() && !seen.contains(root)) {
                order(root, seen, ordered);
            }
        }
        return ordered;
    }

    private static void order(RegionBlock block, Set<RegionBlock> seen, List<RegionBlock> ordered) {
        seen.add(block);
        for (RegionBlock next : block.successors().values()) {
            if (!seen.contains(next)) {
                order(next, seen, ordered);
            }
        }
        ordered.addFirst(block);
    }

    /**
     * The begin, heads of loops, code behind calls, where other regions are entered now, and the
     * hot block where it has been asked for before.
     */
    private List<Region.Entry> entries(Place begin, List<RegionBlock> ordered) {
        var entries = new LinkedHashSet<>(List.of(begin));
        var heads = Region.heads(ordered);
        var left = new LinkedHashSet<Place>();
        for (RegionBlock block : ordered) {
            CodeBlock code = codes.get(block.place());
            boolean isEntry = code != null && (code.isEntry() || isNeededAgain(code));
            if (isEntry || heads.get(block.number())) {
                entries.add(block.place());
            }
            if (targets.isLeft(block)) {
                left.add(Targets.behind(block));
            }
        }
        entries.addAll(left);
        return entries.stream()
                .filter(place -> place.path().isEmpty())
                .flatMap(place -> entry(place, ordered).stream())
                .limit(MOST_ENTRIES)
                .toList();
    }

    /** The hot block is in a region already, which is not entered there but often left. */
    private boolean isNeededAgain(CodeBlock code) {
        return code.equals(start) && code.isTranslated();
    }

    private Optional<Region.Entry> entry(Place place, List<RegionBlock> ordered) {
        RegionBlock block = blocks.get(place);
        CodeBlock code = codes.get(place);
        return block != null && code != null && ordered.contains(block) && block.isControlKnown()
                ? Optional.of(new Region.Entry(block, code))
                : Optional.empty();
    }

    private static int segments(List<RegionBlock> blocks) {
        int segments = 0;
        for (RegionBlock block : blocks) {
            for (Instruction i : block.instructions()) {
                boolean isUnits = Escapes.isEscape(i.op()) || Calls.isAtPlace(i);
                if (isUnits && i.op().isMemory() || Repertoire.accesses(i) > 0) {
                    segments |= Repertoire.segments(i) | 1 << i.op().address().segment();
                }
            }
        }
        return segments;
    }

    private X87Key x87(List<RegionBlock> ordered) {
        return view.model().has(Feature.FPU) && StackFlow.usesX87(ordered)
                ? x87AtStart
                : X87Key.NONE;
    }

    private RegionKey key(int segments, X87Key x87) {
        CpuState state = view.processor().state;
        int flatSegments = 0, wholeSegments = 0;
        for (int n = 0; n < state.segments.length; n++) {
            boolean isUsed = (segments >>> n & 1) != 0;
            if (isUsed && state.segments[n].isFlat()) {
                flatSegments |= 1 << n;
            } else if (isUsed && state.segments[n].isWhole()) {
                wholeSegments |= 1 << n;
            }
        }
        var pages = new LinkedHashSet<Page>();
        for (RegionBlock block : blocks.values()) {
            int linear = csBase + block.place().eip() & ~PhysicalMemory.PAGE_MASK;
            pages.add(new Page(linear, view.processor().linear.probeCode(linear)));
        }
        return new RegionKey(
                context & MODE,
                csBase,
                csLimit,
                flatSegments,
                wholeSegments,
                List.copyOf(pages),
                x87);
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
