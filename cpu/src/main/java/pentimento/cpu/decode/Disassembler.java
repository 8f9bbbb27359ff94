package pentimento.cpu.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Operand.FarPointer;
import pentimento.cpu.decode.Operand.Immediate;
import pentimento.cpu.decode.Operand.Implied;
import pentimento.cpu.decode.Operand.Memory;
import pentimento.cpu.decode.Operand.Register;
import pentimento.cpu.decode.Operand.Relative;
import pentimento.cpu.decode.Operand.SegmentRegister;
import pentimento.cpu.decode.Operand.SystemRegister;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.Segment;

/** Text of a decoded operation, in Intel's syntax as NASM writes it. */
public final class Disassembler {
    private static final List<String> BYTES =
            List.of("al", "cl", "dl", "bl", "ah", "ch", "dh", "bh");
    private static final List<String> WORDS =
            List.of("ax", "cx", "dx", "bx", "sp", "bp", "si", "di");
    private static final List<String> SEGMENTS =
            List.of("es", "cs", "ss", "ds", "fs", "gs", "s6", "s7");

    /** Mnemonics that tell the operand size by themselves: 16-bit and 32-bit form. */
    private static final Map<String, List<String>> SIZED =
            Map.of(
                    "CBW", List.of("cbw", "cwde"),
                    "CWD", List.of("cwd", "cdq"),
                    "PUSHA", List.of("pushaw", "pusha"),
                    "POPA", List.of("popaw", "popa"),
                    "PUSHF", List.of("pushfw", "pushf"),
                    "POPF", List.of("popfw", "popf"),
                    "IRET", List.of("iretw", "iret"));

    private Disassembler() {}

    /**
     * @param eip of the instruction
     */
    public static String text(DecodedOp op, int eip) {
        var text = new StringBuilder();
        if (op.isLocked() && op.opcode().lockable()) {
            text.append("lock ");
        }
        boolean isString = op.opcode().operands().stream().anyMatch(o -> o.matches("[XY][bv]"));
        if (isString && op.repeat() != 0) {
            text.append(op.repeat() == DecodedOp.REP ? "rep " : "repne ");
        }
        text.append(mnemonic(op, isString && op.operandCount() > 1));
        if (isString) {
            int segment = op.address().segment();
            return segment == Segment.DS ? text.toString() : SEGMENTS.get(segment) + " " + text;
        }
        var operands = new ArrayList<String>();
        for (int i = 0; i < op.operandCount(); i++) {
            operands.add(operand(op, i, eip));
        }
        return operands.isEmpty() ? text.toString() : text + " " + String.join(",", operands);
    }

    private static String mnemonic(DecodedOp op, boolean isString) {
        String name = op.opcode().mnemonic();
        List<String> sized = SIZED.get(name);
        if (sized != null) {
            return sized.get(op.isOperand32() ? 1 : 0);
        }
        if (isString) {
            boolean isByte = (op.code() & 1) == 0;
            return name.toLowerCase(Locale.ROOT) + (isByte ? "b" : op.isOperand32() ? "d" : "w");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static String operand(DecodedOp op, int n, int eip) {
        return switch (op.operand(n)) {
            case Register(int number, Width width) -> register(number, width);
            case Memory(Address address, Width width) ->
                    (needsSize(op) ? size(width) + " " : "") + address(address, op.isAddress32());
            case Immediate(int value, Width width) -> immediate(value, width);
            case Relative(int displacement) ->
                    hex(op.operandWidth().truncate(eip + op.length() + displacement));
            case FarPointer(int selector, int offset) ->
                    hex(selector) + ":" + hex(op.operandWidth().truncate(offset));
            case SegmentRegister(int index) -> SEGMENTS.get(index);
            case SystemRegister(char kind, int number) -> (kind == 'C' ? "cr" : "dr") + number;
            case Implied(String notation) -> implied(op, notation);
        };
    }

    private static String implied(DecodedOp op, String notation) {
        boolean isMmx = op.prefix() == 0 && op.opcode().feature().equals(Optional.of(Feature.MMX));
        String bank = isMmx ? "mm" : "xmm";
        if (notation.startsWith("P")) {
            return bank + op.reg();
        }
        if (notation.startsWith("Q")) {
            return op.isMemory() ? address(op.address(), op.isAddress32()) : bank + op.rm();
        }
        return notation.toLowerCase(Locale.ROOT);
    }

    /** A register operand tells the size of a memory operand beside it. */
    private static boolean needsSize(DecodedOp op) {
        String name = op.opcode().mnemonic();
        boolean widens = name.startsWith("MOVZX") || name.startsWith("MOVSX");
        for (int i = 0; i < op.operandCount(); i++) {
            if (op.operand(i) instanceof Register && !widens) {
                return false;
            }
        }
        return op.opcode().operands().stream().noneMatch(o -> o.startsWith("M"));
    }

    private static String size(Width width) {
        return width.bits() == 8 ? "byte" : width.bits() == 16 ? "word" : "dword";
    }

    private static String register(int number, Width width) {
        return switch (width.bits()) {
            case 8 -> BYTES.get(number);
            case 16 -> WORDS.get(number);
            default -> "e" + WORDS.get(number);
        };
    }

    private static String immediate(int value, Width width) {
        return hex(width.truncate(value));
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }

    private static String address(Address address, boolean wide) {
        Width width = wide ? Width.DWORD : Width.WORD;
        var parts = new StringBuilder();
        if (address.base() != Address.NO_REGISTER) {
            parts.append(register(address.base(), width));
        }
        if (address.index() != Address.NO_REGISTER) {
            parts.append(parts.isEmpty() ? "" : "+").append(register(address.index(), width));
            if (wide && address.scale() > 0) {
                parts.append("*").append(1 << address.scale());
            }
        }
        int displacement = address.displacement();
        if (parts.isEmpty()) {
            parts.append(hex(width.truncate(displacement)));
        } else if (displacement != 0) {
            parts.append(displacement < 0 ? "-" : "+").append(hex(Math.abs(displacement)));
        }
        int standard = address.base() == 4 || address.base() == 5 ? Segment.SS : Segment.DS;
        String prefix = address.segment() == standard ? "" : SEGMENTS.get(address.segment()) + ":";
        return "[" + prefix + parts + "]";
    }
}
