package pentimento.cpu.translation;

/** The interpreter's form of one instruction, for {@link Processor#execute}. */
public interface Operation {}
