package pentimento.machine;

/**
 * When an input took effect.
 *
 * @param nanos virtual time, ns since power-on
 * @param retired counts retired since power-on
 * @param sequence number of the input, from 0
 */
public record Stamp(long nanos, long retired, long sequence) {}
