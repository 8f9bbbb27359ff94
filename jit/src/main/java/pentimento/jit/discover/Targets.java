package pentimento.jit.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pentimento.jit.discover.Functions.Kind;
import pentimento.jit.discover.RegionBlock.Place;

/**
 * Where blocks lead to. A call of a small function gets a copy of it; a call of the function that
 * the region belongs to goes to the one copy that there is; any other leaves the region, which can
 * be entered again behind the call.
 */
final class Targets {
    private final Functions functions;
    private final int mostCalls;

    Targets(Functions functions, int mostCalls) {
        this.functions = functions;
        this.mostCalls = mostCalls;
    }

    /**
     * @return the places that a block's end goes to, if they are in the region
     */
    List<Place> of(RegionBlock block) {
        var targets = new ArrayList<Place>();
        Optional<CallPath> path = block.place().path();
        Instruction last = block.last();
        switch (Repertoire.transfer(last)) {
            case NONE -> targets.add(new Place(last.next(), path));
            case CONDITIONAL -> {
                targets.add(new Place(last.next(), path));
                targets.add(new Place(last.target(), path));
            }
            case JUMP -> targets.add(new Place(last.target(), path));
            case CALL -> addCalled(targets, path, last, last.target());
            case RETURN ->
                    path.ifPresentOrElse(
                            p -> targets.add(new Place(p.returnEip(), p.outer())),
                            () -> addObserved(targets, block));
            case INDIRECT -> {
                if (isCall(last)) {
                    block.observed().forEach(eip -> addCalled(targets, path, last, eip));
                } else {
                    block.observed().forEach(eip -> targets.add(new Place(eip, path)));
                }
            }
            case OUTSIDE -> {}
        }
        return targets;
    }

    /**
     * @return the places to go on looking for code: not to the callers, but behind all calls of the
     *     region's own function
     */
    List<Place> toGrow(RegionBlock block) {
        boolean isOutermost = block.place().path().isEmpty();
        return switch (Repertoire.transfer(block.last())) {
            case RETURN -> isOutermost ? List.of() : of(block);
            case CALL, INDIRECT -> {
                var targets = new ArrayList<>(of(block));
                if (isOutermost && isCall(block.last())) {
                    targets.add(behind(block));
                }
                yield targets;
            }
            default -> of(block);
        };
    }

    /**
     * @return true if the region may be entered behind the block, which calls code outside of it or
     *     the function that it belongs to
     */
    boolean isLeft(RegionBlock block) {
        return block.place().path().isEmpty()
                && isCall(block.last())
                && of(block).stream().allMatch(p -> p.path().isEmpty());
    }

    /**
     * @return the place where a call returns to
     */
    static Place behind(RegionBlock call) {
        return new Place(call.last().next(), call.place().path());
    }

    private static boolean isCall(Instruction instruction) {
        return instruction.called().isEmpty()
                && instruction.op().opcode().mnemonic().equals("CALL");
    }

    private void addCalled(
            List<Place> targets, Optional<CallPath> path, Instruction call, int callee) {
        Kind kind = functions.kind(callee);
        if (kind == Kind.OWN && path.isEmpty()) {
            targets.add(new Place(callee, CallPath.NONE));
        } else if (kind == Kind.SMALL
                && CallPath.depth(path) < mostCalls
                && !CallPath.contains(path, callee)) {
            targets.add(new Place(callee, Optional.of(new CallPath(path, callee, call.next()))));
        }
    }

    private static void addObserved(List<Place> targets, RegionBlock block) {
        block.observed().forEach(eip -> targets.add(new Place(eip, CallPath.NONE)));
    }
}
