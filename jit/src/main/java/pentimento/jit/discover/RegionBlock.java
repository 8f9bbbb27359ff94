package pentimento.jit.discover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instructions in a row with one entry. Only the last may be a jump, call or return. */
public final class RegionBlock {
    /** One block per EIP and way of calling it. */
    public record Place(int eip, Optional<CallPath> path) {}

    private final Place place;
    private List<Instruction> instructions;
    private final Map<Integer, RegionBlock> successors = new LinkedHashMap<>();
    private final List<Integer> observed;
    private int number = -1;
    private @Nullable StackState stack;

    /**
     * @param observed where an indirect transfer at its end has gone, by EIP
     */
    RegionBlock(Place place, List<Instruction> instructions, List<Integer> observed) {
        this.place = place;
        this.instructions = List.copyOf(instructions);
        this.observed = List.copyOf(observed);
    }

    public Place place() {
        return place;
    }

    public List<Instruction> instructions() {
        return instructions;
    }

    public int count() {
        return instructions.size();
    }

    public Instruction last() {
        return instructions.getLast();
    }

    /**
     * @return EIP after the last instruction
     */
    public int end() {
        return last().next();
    }

    /**
     * @return its position in the region's order
     */
    public int number() {
        return number;
    }

    void number(int newNumber) {
        number = newNumber;
    }

    /**
     * @return the blocks of the region that may follow, by EIP; all else leaves the region
     */
    public Map<Integer, RegionBlock> successors() {
        return successors;
    }

    /**
     * @return the x87 at its begin, if the region knows it
     */
    public StackState stack() {
        return Objects.requireNonNull(stack);
    }

    boolean hasStack() {
        return stack != null;
    }

    void stack(StackState newStack) {
        stack = newStack;
    }

    /** Lets the block end after instruction i. */
    void endAfter(int i) {
        instructions = instructions.subList(0, i + 1);
    }

    /** Lets the block end before an instruction, where another block begins. */
    boolean splitAt(int eip) {
        for (int i = 1; i < instructions.size(); i++) {
            if (instructions.get(i).eip() == eip) {
                instructions = instructions.subList(0, i);
                return true;
            }
        }
        return false;
    }

    /**
     * @return the places that its end leads to, as far as they are known
     */
    List<Place> targets() {
        var targets = new ArrayList<Place>();
        Instruction last = last();
        switch (Repertoire.transfer(last)) {
            case NONE -> targets.add(new Place(last.next(), place.path()));
            case CONDITIONAL -> {
                targets.add(new Place(last.next(), place.path()));
                targets.add(new Place(last.target(), place.path()));
            }
            case JUMP -> targets.add(new Place(last.target(), place.path()));
            case CALL -> targets.add(new Place(last.target(), called(last)));
            case RETURN ->
                    place.path()
                            .ifPresentOrElse(
                                    p -> targets.add(new Place(p.returnEip(), p.outer())),
                                    () -> addObserved(targets, CallPath.NONE));
            case INDIRECT ->
                    addObserved(
                            targets,
                            last.op().opcode().mnemonic().equals("CALL")
                                    ? called(last)
                                    : place.path());
            case OUTSIDE -> {}
        }
        return targets;
    }

    private Optional<CallPath> called(Instruction call) {
        return Optional.of(new CallPath(place.path(), call.next()));
    }

    private void addObserved(List<Place> targets, Optional<CallPath> path) {
        for (int eip : observed) {
            targets.add(new Place(eip, path));
        }
    }
}
