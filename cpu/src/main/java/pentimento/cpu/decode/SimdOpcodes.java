package pentimento.cpu.decode;

import java.util.Optional;

/** The MMX and SSE opcodes, which a mandatory prefix selects. */
public interface SimdOpcodes {
    /**
     * @param prefix 0, 66h, F2h, F3h
     * @param code the byte after 0F; 3800h or 3A00h + the third byte
     * @return true if a ModRM byte follows
     */
    boolean hasModRm(int prefix, int code);

    /**
     * @param modRm the ModRM byte, or anything if the opcode has none
     * @return the row, whose operand list tells of an immediate byte
     */
    Optional<Opcode> row(int prefix, int code, int modRm);
}
