package pentimento.cpu.decode;

import java.util.Optional;

/** The MMX and SSE opcodes, which a mandatory prefix selects. */
public interface SimdOpcodes {
    /** Models without MMX. */
    SimdOpcodes NONE = (prefix, code) -> Optional.empty();

    /**
     * @param prefix 0, 66h, F2h, F3h
     * @param code the byte after 0F; 3800h or 3A00h + the third byte
     * @return the row, whose operand list tells of an immediate byte
     */
    Optional<Opcode> row(int prefix, int code);
}
