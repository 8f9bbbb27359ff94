package pentimento.cpu.decode;

import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Operand.FarPointer;
import pentimento.cpu.decode.Operand.Immediate;
import pentimento.cpu.decode.Operand.Implied;
import pentimento.cpu.decode.Operand.Memory;
import pentimento.cpu.decode.Operand.Register;
import pentimento.cpu.decode.Operand.Relative;
import pentimento.cpu.decode.Operand.SegmentRegister;
import pentimento.cpu.decode.Operand.SystemRegister;

/**
 * An instruction, decoded.
 *
 * @param code the opcode byte, 100h + the byte after 0F, 3800h or 3A00h + the third byte
 * @param length bytes, 1..15
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
        Width operandWidth,
        boolean isAddress32,
        int prefix,
        boolean isLocked,
        int modRm,
        Address address,
        int immediate,
        int immediate2) {
    public static final int REPNE = 0xF2, REP = 0xF3;

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

    /**
     * @return the width that an operand's notation means here
     */
    public Width width(String notation) {
        if (!Opcode.isNotation(notation)) {
            return notation.equals("AL") || notation.equals("CL") ? Width.BYTE : operandWidth;
        }
        return switch (notation.length() == 1 ? ' ' : notation.charAt(1)) {
            case 'b' -> notation.endsWith("s") ? operandWidth : Width.BYTE;
            case 'w' -> Width.WORD;
            case 'd' -> Width.DWORD;
            default -> operandWidth;
        };
    }

    /**
     * @return the width of the first operand, or the operand size
     */
    public Width width() {
        return operandCount() == 0 ? operandWidth : width(opcode.operands().getFirst());
    }

    public int operandCount() {
        return opcode.operands().size();
    }

    public Operand operand(int n) {
        String notation = opcode.operands().get(n);
        if (!Opcode.isNotation(notation)) {
            return implied(notation);
        }
        return switch (notation.charAt(0)) {
            case 'E' ->
                    isMemory()
                            ? new Memory(address, width(notation))
                            : new Register(rm(), width(notation));
            case 'M' -> new Memory(address, notation.equals("M") ? operandWidth : width(notation));
            case 'O' -> new Memory(address, width(notation));
            case 'G' -> new Register(reg(), width(notation));
            case 'R' -> new Register(rm(), width(notation));
            case 'Z' -> new Register(code & 7, width(notation));
            case 'I' ->
                    new Immediate(
                            n > 0 && isSecondImmediate(n) ? immediate2 : immediate,
                            width(notation));
            case 'J' -> new Relative(immediate);
            case 'A' -> new FarPointer(immediate2, immediate);
            case 'S' -> new SegmentRegister(reg());
            case 'C', 'D' -> new SystemRegister(notation.charAt(0), reg());
            default -> new Implied(notation);
        };
    }

    private boolean isSecondImmediate(int n) {
        return opcode.operands().get(n - 1).startsWith("I");
    }

    private Operand implied(String name) {
        return switch (name) {
            case "AL" -> new Register(0, Width.BYTE);
            case "CL" -> new Register(1, Width.BYTE);
            case "AX" -> new Register(0, Width.WORD);
            case "DX" -> new Register(2, Width.WORD);
            case "EAX" -> new Register(0, operandWidth);
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
