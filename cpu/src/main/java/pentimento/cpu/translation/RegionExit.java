package pentimento.cpu.translation;

/** Why a region was left, as far as the interpreter can tell afterwards. */
public enum RegionExit {
    /** The program went on outside of it. */
    OUTSIDE,
    /** The rest of the budget does not cover the way to its next test. */
    BUDGET,
    /** {@link Processor#attention} was raised. */
    ATTENTION,
    /** The interpreter has to execute the next instruction. */
    INTERPRETED,
    /** An exception. */
    EXCEPTION,
    /** A store to its own code. */
    OVERWRITTEN
}
