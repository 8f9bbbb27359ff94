package pentimento.cpu.decode;

import pentimento.cpu.alu.Width;

/** One operand of a decoded operation. */
public sealed interface Operand {
    /**
     * @param number as encoded
     */
    record Register(int number, Width width) implements Operand {}

    /**
     * The operation's {@link DecodedOp#address()}.
     *
     * @param bytes 1..16, or 0 if the operand has no size of its own: LEA, BOUND, a far pointer, a
     *     table register, an x87 or FXSAVE image
     */
    record Memory(Address address, int bytes) implements Operand {}

    /** An MMX or XMM register. */
    record VectorRegister(boolean isXmm, int number) implements Operand {}

    /**
     * An x87 register.
     *
     * @param i from the top of the stack
     */
    record StackRegister(int i) implements Operand {}

    /**
     * @param value sign-extended as the instruction does
     */
    record Immediate(int value, Width width) implements Operand {}

    /**
     * @param displacement from the next instruction
     */
    record Relative(int displacement) implements Operand {}

    record FarPointer(int selector, int offset) implements Operand {}

    record SegmentRegister(int index) implements Operand {}

    /**
     * @param kind 'C', 'D' or 'T'
     */
    record SystemRegister(char kind, int number) implements Operand {}

    /** Something that the mnemonic or the notation says. */
    record Implied(String text) implements Operand {}
}
