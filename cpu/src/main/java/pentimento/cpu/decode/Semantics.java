package pentimento.cpu.decode;

/** What an opcode does, as its user (interpreter, translator) attaches it to a row of the table. */
public interface Semantics {}
