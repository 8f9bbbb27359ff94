package pentimento.jit.discover;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.Segment;

/**
 * Which instructions become bytecode, and what each does to the flow of control and to the flags.
 * All others are {@link Calls}.
 */
public final class Repertoire {
    /** How an instruction goes on. */
    public enum Transfer {
        NONE,
        CONDITIONAL,
        JUMP,
        CALL,
        RETURN,
        INDIRECT,
        /** Called, and the region ends. */
        OUTSIDE
    }

    /** What an instruction does to the arithmetic flags. */
    public enum FlagUse {
        NONE,
        READS,
        /** All six are new, whatever they were. */
        WRITES,
        /** Some stay, or all may; what it does does not depend on them. */
        KEEPS,
        /** Looks at some and changes some. */
        CHANGES
    }

    private static final Map<String, FlagUse> FLAGS = new HashMap<>();

    static {
        put(FlagUse.WRITES, "ADD", "OR", "AND", "SUB", "XOR", "CMP", "TEST", "NEG", "MUL", "IMUL");
        put(FlagUse.CHANGES, "ADC", "SBB", "RCL", "RCR", "CMC");
        put(FlagUse.KEEPS, "INC", "DEC", "SHL", "SHR", "SAR", "ROL", "ROR", "SHLD", "SHRD");
        put(FlagUse.KEEPS, "BSF", "BSR", "BT", "BTS", "BTR", "BTC", "CLC", "STC", "SAHF");
        put(FlagUse.NONE, "MOV", "LEA", "MOVZX", "MOVSX", "XCHG", "NOP", "BSWAP", "CBW", "CWD");
        put(FlagUse.NONE, "PUSH", "POP", "LEAVE", "NOT", "DIV", "IDIV", "CLD", "STD");
        put(FlagUse.READS, "LOOPE", "LOOPNE");
        put(FlagUse.NONE, "JMP", "CALL", "RET", "LOOP", "JCXZ");
        put(FlagUse.NONE, "MOVS", "STOS", "LODS");
        put(FlagUse.NONE, "PREFETCHNTA", "PREFETCHT0", "PREFETCHT1", "PREFETCHT2");
        for (Condition condition : Condition.ALL) {
            String suffix = condition.suffix();
            put(FlagUse.READS, "J" + suffix, "SET" + suffix, "CMOV" + suffix);
        }
    }

    private Repertoire() {}

    private static void put(FlagUse use, String... mnemonics) {
        for (String mnemonic : mnemonics) {
            FLAGS.put(mnemonic, use);
        }
    }

    /**
     * @return the names of all that may be translated
     */
    public static Set<String> mnemonics() {
        return Set.copyOf(FLAGS.keySet());
    }

    public static boolean contains(DecodedOp op) {
        if (!FLAGS.containsKey(op.opcode().mnemonic()) || op.code() >= 0x200) {
            return false;
        }
        if (isString(op)) {
            return op.repeat() == 0;
        }
        for (int n = 0; n < op.operandCount(); n++) {
            boolean simple =
                    switch (op.opcode().kind(n)) {
                        case 'E', 'G', 'Z', 'I', 'J', 'O' -> true;
                        case 'M' -> op.opcode().mnemonic().equals("LEA"); // others: far pointers
                        case ' ' -> op.register(n) >= 0 || op.isImmediate(n);
                        default -> false; // segment, control and debug registers
                    };
            if (!simple) {
                return false;
            }
        }
        return switch (op.opcode().mnemonic()) {
            case "POP" -> !op.isMemory();
            case "BT", "BTS", "BTR", "BTC" -> !op.isMemory() || op.isImmediate(1); // a bit string
            default -> true;
        };
    }

    private static boolean isString(DecodedOp op) {
        return switch (op.opcode().mnemonic()) {
            case "MOVS", "STOS", "LODS" -> true;
            default -> false;
        };
    }

    /**
     * @return bit n = it looks at segment register n, beside the segment of its operand
     */
    public static int segments(Instruction instruction) {
        String name = instruction.op().opcode().mnemonic();
        return 1 << Segment.SS | (name.equals("MOVS") || name.equals("STOS") ? 1 << Segment.ES : 0);
    }

    /**
     * @return the condition of Jcc, SETcc and CMOVcc
     */
    public static Optional<Condition> condition(DecodedOp op) {
        int code = op.code();
        boolean isConditional =
                code >= 0x70 && code <= 0x7F
                        || code >= 0x140 && code <= 0x14F
                        || code >= 0x180 && code <= 0x19F;
        return isConditional ? Optional.of(Condition.ALL.get(code & 15)) : Optional.empty();
    }

    public static Transfer transfer(Instruction instruction) {
        DecodedOp op = instruction.op();
        if (instruction.called().isPresent()) {
            return Calls.going(op) == Calls.Going.OUTSIDE ? Transfer.OUTSIDE : Transfer.NONE;
        }
        return switch (op.opcode().mnemonic()) {
            case "JMP" -> op.modRm() < 0 ? Transfer.JUMP : Transfer.INDIRECT;
            case "CALL" -> op.modRm() < 0 ? Transfer.CALL : Transfer.INDIRECT;
            case "RET" -> Transfer.RETURN;
            case "LOOP", "LOOPE", "LOOPNE", "JCXZ" -> Transfer.CONDITIONAL;
            default ->
                    condition(op).isPresent() && op.opcode().mnemonic().startsWith("J")
                            ? Transfer.CONDITIONAL
                            : Transfer.NONE;
        };
    }

    public static FlagUse flags(Instruction instruction) {
        DecodedOp op = instruction.op();
        if (instruction.called().isPresent()) {
            return Calls.usesFlags(op) ? FlagUse.CHANGES : FlagUse.NONE;
        }
        FlagUse use = FLAGS.getOrDefault(op.opcode().mnemonic(), FlagUse.CHANGES);
        boolean isShift =
                switch (op.opcode().mnemonic()) {
                    case "SHL", "SHR", "SAR", "SHLD", "SHRD" -> true;
                    default -> false;
                };
        return isShift && constantCount(op) != 0 ? FlagUse.WRITES : use;
    }

    /**
     * @return the constant count of a shift, 1..31, or 0 if it is none or in CL
     */
    public static int constantCount(DecodedOp op) {
        int last = op.operandCount() - 1;
        return op.register(last) >= 0 ? 0 : op.opcode().kind(last) == ' ' ? 1 : op.immediate() & 31;
    }

    /**
     * @return true if it may leave the region by an exception
     */
    public static boolean mayFault(Instruction instruction) {
        return instruction.called().isPresent()
                || accesses(instruction) > 0
                || instruction.op().opcode().mnemonic().endsWith("DIV");
    }

    /**
     * @return how many accesses to memory its bytecode makes
     */
    public static int accesses(Instruction instruction) {
        if (instruction.called().isPresent()) {
            return 0;
        }
        DecodedOp op = instruction.op();
        String name = op.opcode().mnemonic();
        int stack =
                switch (name) {
                    case "PUSH", "POP", "CALL", "RET", "LEAVE", "STOS", "LODS" -> 1;
                    case "MOVS" -> 2;
                    default -> 0;
                };
        boolean touches =
                !name.equals("LEA") && !name.equals("NOP") && !name.startsWith("PREFETCH");
        int operand = 0;
        for (int n = 0; touches && n < op.operandCount(); n++) {
            operand |= op.isMemory(n) ? 1 : 0;
        }
        boolean modifies =
                operand != 0
                        && op.isMemory(0)
                        && switch (name) {
                            case "MOV", "CMP", "TEST", "MUL", "IMUL", "DIV", "IDIV", "BT" -> false;
                            case "PUSH", "CALL", "JMP" -> false;
                            default -> true;
                        };
        return stack + operand + (modifies ? 1 : 0);
    }
}
