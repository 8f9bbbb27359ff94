package pentimento.cpu.decode;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Operand.FarPointer;
import pentimento.cpu.decode.Operand.Immediate;
import pentimento.cpu.decode.Operand.Implied;
import pentimento.cpu.decode.Operand.Memory;
import pentimento.cpu.decode.Operand.Register;
import pentimento.cpu.decode.Operand.Relative;
import pentimento.cpu.decode.Operand.SegmentRegister;
import pentimento.cpu.decode.Operand.StackRegister;
import pentimento.cpu.decode.Operand.SystemRegister;
import pentimento.cpu.decode.Operand.VectorRegister;

/**
 * An instruction, decoded.
 *
 * @param code the opcode byte, 100h + the byte after 0F, 3800h or 3A00h + the third byte
 * @param length bytes, 1..15
 * @param isCode32 the D bit of the code segment: the sizes without 66h and 67h
 * @param operandWidth WORD or DWORD: the operand-size attribute
 * @param prefix the mandatory prefix of SIMD opcodes: the last of F2 and F3, else 66h, else 0
 * @param modRm the ModRM byte, or -1
 * @param immediate sign-extended as the instruction does; for far pointers the offset
 * @param immediate2 second immediate of ENTER, selector of far pointers
 */
public record DecodedOp(
        Opcode opcode,
        int code,
        int length,
        boolean isCode32,
        Width operandWidth,
        boolean isAddress32,
        int prefix,
        boolean isLocked,
        int modRm,
        Address address,
        int immediate,
        int immediate2) {
    public static final int REPNE = 0xF2, REP = 0xF3;

    private static final int NO_REGISTER = -1;

    public int reg() {
        return modRm >>> 3 & 7;
    }

    public int rm() {
        return modRm & 7;
    }

    /**
     * @return true if the rm field names memory
     */
    public boolean isMemory() {
        return modRm >= 0 && modRm < 0xC0;
    }

    public boolean isOperand32() {
        return operandWidth.bits() == 32;
    }

    /**
     * @return F2h, F3h or 0
     */
    public int repeat() {
        return prefix == REPNE || prefix == REP ? prefix : 0;
    }

    public int operandCount() {
        return opcode.operandCount();
    }

    /**
     * @return the width of operand n
     */
    public Width width(int n) {
        return switch (opcode.size(n)) {
            case 'b' -> Width.BYTE;
            case 'w' -> Width.WORD;
            case 'd' -> Width.DWORD;
            default -> operandWidth;
        };
    }

    /**
     * @return the width of the first operand, or the operand size
     */
    public Width width() {
        return operandCount() == 0 ? operandWidth : width(0);
    }

    /**
     * @return true if operand n lies in memory
     */
    public boolean isMemory(int n) {
        return switch (opcode.kind(n)) {
            case 'E' -> isMemory();
            case 'M', 'O' -> true;
            default -> false;
        };
    }

    /**
     * @return true if operand n is a constant
     */
    public boolean isImmediate(int n) {
        return opcode.kind(n) == 'I' || opcode.operands().get(n).equals("1");
    }

    /**
     * @return the number, as encoded, of the general register that operand n is, or -1
     */
    public int register(int n) {
        return switch (opcode.kind(n)) {
            case 'E' -> isMemory() ? NO_REGISTER : rm();
            case 'G' -> reg();
            case 'R' -> rm();
            case 'Z' -> code & 7;
            case ' ' -> implied(opcode.operands().get(n));
            default -> NO_REGISTER;
        };
    }

    private static int implied(String name) {
        return switch (name) {
            case "AL", "EAX" -> 0;
            case "CL" -> 1;
            case "DX" -> 2;
            default -> NO_REGISTER;
        };
    }

    /**
     * @return operand n, for who wants to look at it as a whole
     */
    public Operand operand(int n) {
        if (register(n) != NO_REGISTER) {
            return new Register(register(n), width(n));
        }
        return switch (opcode.kind(n)) {
            case 'E', 'M', 'O' -> memory(n);
            case 'Q', 'W' -> isMemory() ? memory(n) : vector(n, rm());
            case 'N', 'U' -> vector(n, rm());
            case 'P', 'V' -> vector(n, reg());
            case 'I' ->
                    new Immediate(
                            n > 0 && opcode.kind(n - 1) == 'I' ? immediate2 : immediate, width(n));
            case 'J' -> new Relative(immediate);
            case 'A' -> new FarPointer(immediate2, immediate);
            case 'S' -> new SegmentRegister(reg());
            case 'C', 'D', 'T' -> new SystemRegister(opcode.kind(n), reg());
            default -> named(opcode.operands().get(n));
        };
    }

    private Memory memory(int n) {
        int bytes = opcode.memoryBytes(n);
        return new Memory(address, bytes == Opcode.OPERAND_SIZE ? operandWidth.bytes() : bytes);
    }

    private VectorRegister vector(int n, int number) {
        return new VectorRegister("VWU".indexOf(opcode.kind(n)) >= 0, number);
    }

    private Operand named(String name) {
        return switch (name) {
            case "ST" -> new StackRegister(0);
            case "STi" -> new StackRegister(rm());
            case "1" -> new Immediate(1, Width.BYTE);
            case "ES" -> new SegmentRegister(0);
            case "CS" -> new SegmentRegister(1);
            case "SS" -> new SegmentRegister(2);
            case "DS" -> new SegmentRegister(3);
            case "FS" -> new SegmentRegister(4);
            case "GS" -> new SegmentRegister(5);
            default -> new Implied(name);
        };
    }
}
