package pentimento.jit.discover;

import java.util.Set;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Disassembler;
import pentimento.cpu.state.Segment;
import pentimento.cpu.translation.VectorOperation;

/**
 * Instructions that a region lets the interpreter's implementation execute: all that have no
 * bytecode of their own.
 */
public final class Calls {
    /** How the region goes on after the call. */
    public enum Going {
        /** The instruction is left to the interpreter altogether. */
        NEVER,
        /** With the next instruction; counts and time are as if it had not been there. */
        ON,
        /** With the next instruction, after a look at the budget: it moves counts or time. */
        AT_BOUNDARY,
        /** Wherever EIP says, outside of the region: the mode may be another. */
        OUTSIDE
    }

    private static final int ALL_REGISTERS = 0xFF;
    private static final int AX = 1;

    private static final Set<String> AT_BOUNDARY =
            Set.of(
                    "MOVS", "CMPS", "STOS", "LODS", "SCAS", "INS", "OUTS", "IN", "OUT", "RDTSC",
                    "RDPMC", "CLI", "INVD", "WBINVD");

    private static final Set<String> UNDEFINED =
            Set.of("UD0", "UD1", "UD2", Disassembler.UNDEFINED);

    private Calls() {}

    public static Going going(DecodedOp op) {
        if (UNDEFINED.contains(op.opcode().mnemonic())) {
            return Going.NEVER;
        }
        if (AT_BOUNDARY.contains(op.opcode().mnemonic())) {
            return Going.AT_BOUNDARY;
        }
        return op.opcode().endsBlock() ? Going.OUTSIDE : Going.ON;
    }

    /**
     * @return true if it works on MMX or XMM registers
     */
    private static boolean isSimd(DecodedOp op) {
        return isMmx(op) || hasOperand(op, "VWU");
    }

    private static boolean hasOperand(DecodedOp op, String kinds) {
        for (int n = 0; n < op.operandCount(); n++) {
            if (kinds.indexOf(op.opcode().kind(n)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * @return true if it works on MMX registers, which are the x87's
     */
    static boolean isMmx(DecodedOp op) {
        return hasOperand(op, "PQN") || op.opcode().mnemonic().equals("EMMS");
    }

    /**
     * @return true if it is one of the escape opcodes of the x87
     */
    private static boolean isEscape(DecodedOp op) {
        return op.code() >= 0xD8 && op.code() <= 0xDF;
    }

    /**
     * @return false if it works on registers of the x87, MMX or SSE
     */
    public static boolean isGeneral(DecodedOp op) {
        return !isEscape(op) && !isSimd(op);
    }

    /**
     * @return bit n = it looks at general register n
     */
    public static int registersRead(DecodedOp op) {
        if (isGeneral(op) || op.opcode().mnemonic().startsWith("MASKMOV")) {
            return ALL_REGISTERS;
        }
        return registersOfOperands(op) | (op.isMemory() ? address(op) : 0);
    }

    /**
     * @return bit n = general register n is an operand; of one that works on registers of the x87,
     *     MMX or SSE
     */
    public static int registersOfOperands(DecodedOp op) {
        int registers = registersWritten(op); // parts may stay
        for (int n = 0; n < op.operandCount(); n++) {
            int register = op.register(n);
            registers |= register < 0 ? 0 : 1 << register;
        }
        return registers;
    }

    /**
     * @return true if it works on MMX or XMM registers and makes its access to memory itself, if
     *     any: nothing but registers has to be in the processor
     */
    public static boolean isAtPlace(Instruction instruction) {
        return !instruction.isSlow()
                && isSimd(instruction.op())
                && instruction.called().orElse(null) instanceof VectorOperation;
    }

    private static int address(DecodedOp op) {
        int base = op.address().base(), index = op.address().index();
        return (base < 8 ? 1 << base : 0) | (index < 8 ? 1 << index : 0);
    }

    /**
     * @return bit n = it may change general register n
     */
    public static int registersWritten(DecodedOp op) {
        if (isEscape(op)) {
            return op.code() == 0xDF && op.modRm() == 0xE0 ? AX : 0; // FNSTSW AX
        }
        if (isSimd(op)) {
            int first = op.operandCount() > 0 ? op.register(0) : -1;
            return first < 0 ? 0 : 1 << first;
        }
        return ALL_REGISTERS;
    }

    /**
     * @return true if it looks at the arithmetic flags or changes them
     */
    public static boolean usesFlags(DecodedOp op) {
        String name = op.opcode().mnemonic();
        boolean compares =
                name.startsWith("FCOMI")
                        || name.startsWith("FUCOMI")
                        || name.startsWith("FCMOV")
                        || name.startsWith("COMIS")
                        || name.startsWith("UCOMIS");
        return compares || isGeneral(op);
    }

    /**
     * @return bit n = it may load segment register n; those that hold off interrupts aside
     */
    public static int segmentsLoaded(DecodedOp op) {
        return switch (op.code()) {
            case 0x8E -> 1 << op.reg();
            case 0x07, 0xC4 -> 1 << Segment.ES;
            case 0x1F, 0xC5 -> 1 << Segment.DS;
            case 0x1A1, 0x1B4 -> 1 << Segment.FS;
            case 0x1A9, 0x1B5 -> 1 << Segment.GS;
            default -> 0;
        };
    }
}
