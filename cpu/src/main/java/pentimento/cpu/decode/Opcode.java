package pentimento.cpu.decode;

import java.util.List;
import java.util.Optional;
import pentimento.cpu.model.Feature;

/**
 * One row of the opcode table, in the notation of SDM vol. 2, appendix A (operands such as Eb, Gv,
 * Iz, Wps; Ibs is a sign-extended byte; Zv is a register in the opcode's low bits; Mt is a memory
 * operand of ten bytes). Names in capitals stand for themselves (AL, CL, DX, 1, ES, ST; STi is the
 * x87 register in the rm field): implied operands. The notation is taken apart here, once, because
 * decoding must be quick from the first instruction on.
 */
public final class Opcode {
    public static final int TWO_BYTE = 0x100;

    /** Letters of operands that ModRM gives. */
    private static final String IN_MODRM = "EGMSRCDTPQNVWU";

    /** {@link #memoryBytes} of an operand whose size is the operand-size attribute. */
    static final int OPERAND_SIZE = -1;

    private static final char IMPLIED = ' ';

    private final int code;
    private final int digit;
    private final String mnemonic;
    private final List<String> operands;
    private final Semantics semantics;
    private final boolean endsBlock;
    private final boolean lockable;
    private final Optional<Feature> feature;
    private final char[] kinds;
    private final char[] sizes;
    private final boolean modRm;
    private final boolean needsMemory;
    private final boolean registersOnly;
    private final boolean needsRegister;

    /**
     * @param code first byte; 100h + the byte after 0F; -1 if a prefix selects the row too
     * @param digit the reg field of ModRM that selects the row, or -1
     * @param lockable LOCK is allowed with a memory destination
     * @param endsBlock nothing after it may be decoded ahead
     */
    public Opcode(
            int code,
            int digit,
            String mnemonic,
            List<String> operands,
            Semantics semantics,
            boolean endsBlock,
            boolean lockable,
            Optional<Feature> feature) {
        this.code = code;
        this.digit = digit;
        this.mnemonic = mnemonic;
        this.operands = List.copyOf(operands);
        this.semantics = semantics;
        this.endsBlock = endsBlock;
        this.lockable = lockable;
        this.feature = feature;
        int n = operands.size();
        kinds = new char[n];
        sizes = new char[n];
        boolean inModRm = digit >= 0, memory = false, registers = false, register = false;
        for (int i = 0; i < n; i++) {
            String operand = operands.get(i);
            kinds[i] = isNotation(operand) ? operand.charAt(0) : IMPLIED;
            sizes[i] = size(operand);
            inModRm |= IN_MODRM.indexOf(kinds[i]) >= 0;
            memory |= kinds[i] == 'M';
            registers |= kinds[i] == 'R';
            register |= kinds[i] == 'N' || kinds[i] == 'U';
        }
        modRm = inModRm;
        needsMemory = memory;
        registersOnly = registers;
        needsRegister = register;
    }

    /** Names of implied registers are written in capitals throughout. */
    private static boolean isNotation(String operand) {
        return operand.length() == 1
                ? operand.equals("M")
                : Character.isLowerCase(operand.charAt(1));
    }

    /**
     * @return b, w, d, v or s (a byte that is extended to the operand size)
     */
    private static char size(String operand) {
        return switch (operand) {
            case "AL", "CL" -> 'b';
            case "DX" -> 'w';
            default ->
                    !isNotation(operand) || operand.length() == 1
                            ? 'v'
                            : operand.charAt(operand.length() - 1);
        };
    }

    public int code() {
        return code;
    }

    public int digit() {
        return digit;
    }

    public String mnemonic() {
        return mnemonic;
    }

    public List<String> operands() {
        return operands;
    }

    public Semantics semantics() {
        return semantics;
    }

    public boolean endsBlock() {
        return endsBlock;
    }

    public boolean lockable() {
        return lockable;
    }

    public Optional<Feature> feature() {
        return feature;
    }

    public int operandCount() {
        return kinds.length;
    }

    /**
     * @return the letter of operand n's notation, or a space if it is implied
     */
    public char kind(int n) {
        return kinds[n];
    }

    /**
     * @return the size letter of operand n: b, w, d, v or z (operand size), s (byte, sign-extended)
     */
    public char size(int n) {
        return sizes[n];
    }

    /**
     * @return how many bytes operand n has if it lies in memory: 1..16, 0 if the row gives no size,
     *     {@link #OPERAND_SIZE}
     * @see "SDM vol. 2D, A.2.2"
     */
    int memoryBytes(int n) {
        return switch (operands.get(n).substring(1)) {
            case "b" -> 1;
            case "w" -> 2;
            case "d", "ss" -> 4;
            case "q", "sd", "pi" -> 8;
            case "t" -> 10;
            case "dq", "ps", "pd" -> 16;
            case "v", "z" -> OPERAND_SIZE;
            default -> 0;
        };
    }

    /**
     * @return true if a ModRM byte follows the opcode
     */
    public boolean hasModRm() {
        return modRm;
    }

    /**
     * @return true if the row is undefined with a register in the rm field
     */
    public boolean needsMemory() {
        return needsMemory;
    }

    /**
     * @return true if the row is undefined with memory in the rm field
     */
    public boolean needsRegister() {
        return needsRegister;
    }

    /**
     * @return true if the rm field names a register whatever the mod field says: MOV CRn
     */
    public boolean hasRegistersOnly() {
        return registersOnly;
    }

    @Override
    public String toString() {
        return String.format("%X %s %s", code, mnemonic, operands);
    }
}
