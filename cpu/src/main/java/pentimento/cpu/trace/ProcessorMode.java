package pentimento.cpu.trace;

/** How code is addressed and how wide it is. */
public enum ProcessorMode {
    REAL,
    /** Virtual-8086 mode. */
    V86,
    /** Protected mode, a 16-bit code segment. */
    P16,
    /** Protected mode, a 32-bit code segment. */
    P32
}
