package pentimento.cpu.interpreter;

import java.util.Optional;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Operand;

/** Which two instructions at the end of a block execute as one. */
final class Pairs {
    private Pairs() {}

    /**
     * @return the op that does both, if there is one
     */
    static Optional<Op> of(DecodedOp first, DecodedOp second, Core core) {
        if (!(second.opcode().semantics() instanceof Transfers.ConditionalJump jump)) {
            return Optional.empty();
        }
        return switch (first.opcode().semantics()) {
            case Arithmetic.BinaryForm form when !storesToMemory(first, form.operation()) ->
                    Optional.of(
                            Specialisation.createPair(
                                    OperateAndJumpOp.class,
                                    first,
                                    second,
                                    core,
                                    form.operation(),
                                    first.width(),
                                    Source.of(first, 0),
                                    Source.of(first, 1),
                                    jump.condition(),
                                    second.operandWidth()));
            case Arithmetic.UnaryForm form when first.operand(0) instanceof Operand.Register ->
                    Optional.of(
                            Specialisation.createPair(
                                    CountAndJumpOp.class,
                                    first,
                                    second,
                                    core,
                                    form.operation(),
                                    first.width(),
                                    jump.condition(),
                                    second.operandWidth()));
            default -> Optional.empty();
        };
    }

    /** Such a store may overwrite the jump. */
    private static boolean storesToMemory(DecodedOp op, Arithmetic.Binary operation) {
        return operation.writes() && op.operand(0) instanceof Operand.Memory;
    }
}
