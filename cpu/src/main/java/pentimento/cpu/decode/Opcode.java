package pentimento.cpu.decode;

import java.util.List;
import java.util.Optional;
import pentimento.cpu.model.Feature;

/**
 * One row of the opcode table, in the notation of SDM vol. 2, appendix A (operands such as Eb, Gv,
 * Iz; Ibs is a sign-extended byte; Zv is a register in the opcode's low bits). Names that stand for
 * themselves (AL, CL, DX, 1, ES) are implied operands.
 *
 * @param code first byte, or 100h + the byte after 0F
 * @param digit the reg field of ModRM that selects the row, or -1
 * @param lockable LOCK is allowed with a memory destination
 * @param endsBlock nothing after it may be decoded ahead
 */
public record Opcode(
        int code,
        int digit,
        String mnemonic,
        List<String> operands,
        Semantics semantics,
        boolean endsBlock,
        boolean lockable,
        Optional<Feature> feature) {
    public static final int TWO_BYTE = 0x100;

    /**
     * @return true if a ModRM byte follows the opcode
     */
    public boolean hasModRm() {
        return digit >= 0
                || operands.stream()
                        .anyMatch(o -> "EGMSRCDPQVW".indexOf(o.charAt(0)) >= 0 && isNotation(o));
    }

    /**
     * @return true if the row is undefined with a register in the rm field
     */
    public boolean needsMemory() {
        return operands.stream().anyMatch(o -> o.startsWith("M"));
    }

    /** Names of implied registers are written in capitals throughout. */
    static boolean isNotation(String operand) {
        return operand.length() == 1
                ? operand.equals("M")
                : Character.isLowerCase(operand.charAt(1));
    }
}
