package pentimento.cpu.decode;

import pentimento.cpu.alu.Width;

/** One operand of a decoded operation. */
public sealed interface Operand {
    /**
     * @param number as encoded
     */
    record Register(int number, Width width) implements Operand {}

    /** The operation's {@link DecodedOp#address()}. */
    record Memory(Address address, Width width) implements Operand {}

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
     * @param kind 'C' or 'D'
     */
    record SystemRegister(char kind, int number) implements Operand {}

    /** Something that the mnemonic or the notation says. */
    record Implied(String text) implements Operand {}
}
