package pentimento.cpu.interpreter;

import pentimento.cpu.decode.DecodedOp;

/** Where an operand comes from. */
enum Source {
    REGISTER,
    MEMORY,
    IMMEDIATE;

    static Source of(DecodedOp op, int operand) {
        return op.isMemory(operand) ? MEMORY : op.isImmediate(operand) ? IMMEDIATE : REGISTER;
    }
}
