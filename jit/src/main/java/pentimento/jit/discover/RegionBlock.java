package pentimento.jit.discover;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.translation.X87Key;

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

    /**
     * @return true unless it uses the x87 without knowing FCW
     */
    boolean isControlKnown() {
        return stack == null || stack.isControlKnown();
    }

    /**
     * @param region the key of the region
     * @return what the x87 must be like to enter the region here
     */
    public X87Key entered(X87Key region) {
        return stack == null
                ? X87Key.NONE
                : new X87Key(
                        true, stack.top(), stack.occupied(), region.control(), region.isDouble());
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
     * @return where an indirect transfer at its end has gone, by EIP
     */
    List<Integer> observed() {
        return observed;
    }
}
