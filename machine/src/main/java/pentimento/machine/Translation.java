package pentimento.machine;

/**
 * How a machine executes hot code. The guest can't tell the difference: this is no part of a
 * machine's state.
 */
public enum Translation {
    /** All instructions are interpreted. */
    OFF,
    /** Hot code is translated to JVM bytecode, on a thread of its own. */
    ON,
    /** Whatever is executed twice is translated at once: for tests. */
    EAGER
}
