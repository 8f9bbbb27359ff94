package pentimento.cpu.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
import pentimento.cpu.state.Segment;

/**
 * Text of a decoded operation: Intel's mnemonics in NASM's syntax. Mnemonics that tell the operand
 * size (PUSHFD, CWDE, MOVSD) do so; elsewhere a size is written where no register gives it, and
 * where a transfer has another operand size than its code segment. Targets are absolute.
 */
public final class Disassembler {
    /** The name of the row for what is undefined, and its text. */
    public static final String UNDEFINED = "(undefined)", BAD = "(bad)";

    private static final List<String> BYTES =
            List.of("al", "cl", "dl", "bl", "ah", "ch", "dh", "bh");
    private static final List<String> WORDS =
            List.of("ax", "cx", "dx", "bx", "sp", "bp", "si", "di");
    private static final List<String> SEGMENTS = List.of("es", "cs", "ss", "ds", "fs", "gs");
    private static final Map<Integer, String> SIZES =
            Map.of(1, "byte ", 2, "word ", 4, "dword ", 8, "qword ", 10, "tword ", 16, "oword ");
    private static final List<String> PREDICATES =
            List.of("EQ", "LT", "LE", "UNORD", "NEQ", "NLT", "NLE", "ORD");

    /** The 16-bit and the 32-bit form have a mnemonic each. */
    private static final Map<String, List<String>> BY_OPERAND_SIZE =
            Map.of(
                    "CBW", List.of("CBW", "CWDE"),
                    "CWD", List.of("CWD", "CDQ"),
                    "PUSHA", List.of("PUSHA", "PUSHAD"),
                    "POPA", List.of("POPA", "POPAD"),
                    "PUSHF", List.of("PUSHF", "PUSHFD"),
                    "POPF", List.of("POPF", "POPFD"),
                    "IRET", List.of("IRET", "IRETD"));

    /** These depend on the operand size by what they do to EIP or the stack. */
    private static final Set<String> RETURNS = Set.of("RET", "RETF"),
            FRAMES = Set.of("ENTER", "LEAVE");

    private static final Set<String> COUNTED_JUMPS = Set.of("LOOP", "LOOPE", "LOOPNE");

    /** With a memory operand they store 16 bits, whatever the operand size. */
    private static final Set<String> WORD_STORES = Set.of("SLDT", "STR", "SMSW");

    private static final int NOP = 0x90, HINTS = 0x118, COMPARE = 0x1C2, DECIMAL_BASE = 10;

    private final DecodedOp op;
    private final Opcode opcode;
    private final int eip;
    private final boolean isString;

    private Disassembler(DecodedOp op, int eip) {
        this.op = op;
        this.opcode = op.opcode();
        this.eip = eip;
        isString =
                opcode.operands().stream()
                        .anyMatch(o -> o.equals("Xb") || o.equals("Xv") || o.startsWith("Y"));
    }

    /**
     * @param eip of the instruction
     */
    public static String text(DecodedOp op, int eip) {
        String name = op.opcode().mnemonic();
        return name.equals(UNDEFINED) || name.equals(OpcodeTable.RESERVED)
                ? BAD
                : new Disassembler(op, eip).text().toLowerCase(Locale.ROOT);
    }

    private String text() {
        String text = prefixes() + mnemonic();
        if (isString) {
            return text;
        }
        var operands = new ArrayList<String>();
        for (int n = 0; n < op.operandCount(); n++) {
            if (!isHidden(n)) {
                operands.add(operand(n));
            }
        }
        if (COUNTED_JUMPS.contains(opcode.mnemonic()) && op.isAddress32() != op.isCode32()) {
            operands.add(op.isAddress32() ? "ecx" : "cx");
        }
        return operands.isEmpty() ? text : text + " " + String.join(",", operands);
    }

    // ---------------------------------------------------------------- before the operands

    private String prefixes() {
        var text = new StringBuilder();
        if (op.isLocked() && opcode.lockable()) {
            text.append("lock ");
        }
        boolean hasImplicitSource = opcode.operands().stream().anyMatch(o -> o.startsWith("X"));
        if (hasImplicitSource && op.address().segment() != Segment.DS) {
            text.append(SEGMENTS.get(op.address().segment())).append(' ');
        }
        if (isString && isRepeatable() && op.repeat() != 0) {
            boolean compares = opcode.mnemonic().equals("CMPS") || opcode.mnemonic().equals("SCAS");
            text.append(op.repeat() == DecodedOp.REPNE ? "repne " : compares ? "repe " : "rep ");
        }
        boolean usesAddress = isString || hasImplicitSource;
        if (usesAddress && op.isAddress32() != op.isCode32()) {
            text.append(op.isAddress32() ? "a32 " : "a16 ");
        }
        boolean isImage =
                opcode.operands().equals(List.of("M")) && opcode.mnemonic().startsWith("FN")
                        || opcode.mnemonic().equals("FLDENV")
                        || opcode.mnemonic().equals("FRSTOR");
        if (hasOtherSize() && (isImage || isUnsizedStackUser())) {
            text.append(op.isOperand32() ? "o32 " : "o16 ");
        }
        return text.toString();
    }

    private boolean isRepeatable() {
        return !opcode.mnemonic().equals("XLAT");
    }

    /**
     * @return true if the operand size is not that of the code segment
     */
    private boolean hasOtherSize() {
        return op.isOperand32() != op.isCode32();
    }

    /** PUSH and POP of a segment register, PUSH of a byte, ENTER, LEAVE, tables. */
    private boolean isUnsizedStackUser() {
        if (FRAMES.contains(opcode.mnemonic()) || opcode.operands().equals(List.of("Ms"))) {
            return true;
        }
        return (opcode.mnemonic().equals("PUSH") || opcode.mnemonic().equals("POP"))
                && op.operand(0) instanceof SegmentRegister;
    }

    private String mnemonic() {
        String name = opcode.mnemonic();
        List<String> bySize = BY_OPERAND_SIZE.get(name);
        if (bySize != null) {
            return bySize.get(op.isOperand32() ? 1 : 0);
        }
        if (isString) {
            boolean isByte = (op.code() & 1) == 0 || name.equals("XLAT");
            return name + (isByte ? "B" : op.isOperand32() ? "D" : "W");
        }
        if (RETURNS.contains(name) && hasOtherSize()) {
            return name + (op.isOperand32() ? "D" : "W");
        }
        if (name.equals("JCXZ")) {
            return op.isAddress32() ? "JECXZ" : "JCXZ";
        }
        if (op.code() == NOP && op.prefix() == DecodedOp.REP) {
            return "PAUSE";
        }
        if (isReservedHint()) {
            return "NOP";
        }
        if (hasPredicate()) {
            String suffix = name.substring(name.length() - 2);
            return "CMP" + PREDICATES.get(op.immediate()) + suffix;
        }
        return name;
    }

    /** The prefetches with a register are NOPs. */
    private boolean isReservedHint() {
        return op.code() == HINTS && !op.isMemory();
    }

    /** CMPPS and relatives with an immediate that has a name. */
    private boolean hasPredicate() {
        return op.code() == COMPARE
                && opcode.operands().size() == 3
                && op.immediate() < PREDICATES.size();
    }

    // ---------------------------------------------------------------- operands

    private boolean isHidden(int n) {
        boolean isImplied = hasPredicate() || isDecimal() && op.immediate() == DECIMAL_BASE;
        return opcode.kind(n) == 'X' || isImplied && opcode.kind(n) == 'I';
    }

    /** AAM and AAD, whose immediate is written if it is not 10. */
    private boolean isDecimal() {
        return opcode.mnemonic().equals("AAM") || opcode.mnemonic().equals("AAD");
    }

    private String operand(int n) {
        return switch (op.operand(n)) {
            case Register(int number, Width width) ->
                    register(number, isReservedHint() ? op.operandWidth() : width);
            case Memory(Address address, int bytes) ->
                    (needsSize() ? SIZES.getOrDefault(bytes, "") : "")
                            + farMemory()
                            + address(address);
            case Immediate(int value, Width width) ->
                    opcode.operands().get(n).equals("1")
                            ? "1"
                            : size(n) + hex(width.truncate(value));
            case Relative(int displacement) ->
                    otherSize() + hex(op.operandWidth().truncate(eip + op.length() + displacement));
            case FarPointer(int selector, int offset) ->
                    otherSize() + hex(selector) + ":" + hex(op.operandWidth().truncate(offset));
            case SegmentRegister(int index) -> SEGMENTS.get(index);
            case SystemRegister(char kind, int number) ->
                    Character.toLowerCase(kind) + "r" + number;
            case VectorRegister(boolean isXmm, int number) -> (isXmm ? "xmm" : "mm") + number;
            case StackRegister(int i) -> "st" + i;
            case Implied(String notation) -> notation;
        };
    }

    /** CALL and JMP through a far pointer. */
    private String farMemory() {
        boolean isTransfer = opcode.operands().equals(List.of("Mp"));
        return isTransfer ? otherSize() + "far " : "";
    }

    private String otherSize() {
        return !hasOtherSize() ? "" : op.isOperand32() ? "dword " : "word ";
    }

    /** Of an immediate: PUSH alone has nothing else that tells. */
    private String size(int n) {
        boolean isPush = opcode.mnemonic().equals("PUSH") && n == 0;
        return isPush ? op.isOperand32() ? "dword " : "word " : "";
    }

    /** A general register beside it tells the size of a memory operand, unless it is another's. */
    private boolean needsSize() {
        String name = opcode.mnemonic();
        if (WORD_STORES.contains(name)) {
            return false;
        }
        if (name.equals("MOVZX") || name.equals("MOVSX")) {
            return true;
        }
        for (int n = 0; n < op.operandCount(); n++) {
            boolean isCount = opcode.operands().get(n).equals("CL");
            boolean isSegment = opcode.kind(n) == 'S';
            if (isSegment || !isCount && op.operand(n) instanceof Register && !isVector()) {
                return false;
            }
        }
        return true;
    }

    private boolean isVector() {
        for (int n = 0; n < op.operandCount(); n++) {
            if ("PQNVWU".indexOf(opcode.kind(n)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static String register(int number, Width width) {
        return switch (width.bits()) {
            case 8 -> BYTES.get(number);
            case 16 -> WORDS.get(number);
            default -> "e" + WORDS.get(number);
        };
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }

    private String address(Address address) {
        Width width = op.isAddress32() ? Width.DWORD : Width.WORD;
        var parts = new StringBuilder();
        if (address.base() != Address.NO_REGISTER) {
            parts.append(register(address.base(), width));
        }
        if (address.index() != Address.NO_REGISTER) {
            parts.append(parts.isEmpty() ? "" : "+").append(register(address.index(), width));
            if (address.scale() > 0 || address.base() == Address.NO_REGISTER) {
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
        String segment = address.segment() == standard ? "" : SEGMENTS.get(address.segment()) + ":";
        return "[" + segment + parts + "]";
    }
}
