package pentimento.cpu.fpu.x87;

/**
 * What a processor model's floating-point unit has.
 *
 * @param present false on a 486SX: ESC opcodes do nothing, which is how programs find out
 * @param conditionalMoves FCMOVcc, FCOMI and FUCOMI (P6)
 * @param truncatingStores FISTTP (SSE3)
 */
public record X87Features(boolean present, boolean conditionalMoves, boolean truncatingStores) {}
