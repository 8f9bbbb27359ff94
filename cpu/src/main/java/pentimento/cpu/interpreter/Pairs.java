package pentimento.cpu.interpreter;

import java.util.Optional;
import pentimento.cpu.decode.DecodedOp;

/** Which two instructions at the end of a block execute as one. */
final class Pairs {
    private Pairs() {}

    /**
     * @return the op that does both, if they are a pair
     */
    static Optional<Op> join(DecodedOp first, DecodedOp second, Core core) {
        if (!(second.opcode().semantics() instanceof Transfers.ConditionalJump jump)) {
            return Optional.empty();
        }
        return switch (first.opcode().semantics()) {
            case Arithmetic.BinaryForm form when form.joins(first) ->
                    Optional.of(form.createWithJump(first, second, jump.condition(), core));
            case Arithmetic.UnaryForm form when form.joins(first) ->
                    Optional.of(form.createWithJump(first, second, jump.condition(), core));
            default -> Optional.empty();
        };
    }
}
