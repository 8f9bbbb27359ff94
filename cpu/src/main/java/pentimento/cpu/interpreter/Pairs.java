package pentimento.cpu.interpreter;

import java.util.Optional;
import pentimento.cpu.decode.DecodedOp;

/** Which two instructions at the end of a block execute as one. */
final class Pairs {
    private Pairs() {}

    static boolean isPair(DecodedOp first, DecodedOp second) {
        return second.opcode().semantics() instanceof Transfers.ConditionalJump
                && switch (first.opcode().semantics()) {
                    case Arithmetic.BinaryForm form -> form.joins(first);
                    case Arithmetic.UnaryForm form -> form.joins(first);
                    default -> false;
                };
    }

    /**
     * @return the op that does both, if they are a pair
     */
    static Optional<Op> join(DecodedOp first, DecodedOp second, Core core) {
        if (isPair(first, second)
                && second.opcode().semantics() instanceof Transfers.ConditionalJump jump) {
            return switch (first.opcode().semantics()) {
                case Arithmetic.BinaryForm form ->
                        Optional.of(form.createWithJump(first, second, jump.condition(), core));
                case Arithmetic.UnaryForm form ->
                        Optional.of(form.createWithJump(first, second, jump.condition(), core));
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }
}
