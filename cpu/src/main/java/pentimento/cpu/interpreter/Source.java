package pentimento.cpu.interpreter;

import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Operand;

/** Where an operand comes from. */
enum Source {
    REGISTER,
    MEMORY,
    IMMEDIATE;

    static Source of(DecodedOp op, int operand) {
        return switch (op.operand(operand)) {
            case Operand.Memory memory -> MEMORY;
            case Operand.Immediate immediate -> IMMEDIATE;
            default -> REGISTER;
        };
    }
}
