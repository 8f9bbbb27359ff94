package pentimento.cpu.interpreter;

/**
 * Leaves a block before its end without a fault. Stackless, preallocated per processor.
 *
 * @see Core#stale
 * @see Core#boundary
 */
final class BlockExit extends RuntimeException {
    private final boolean completed;

    /**
     * @param completed true if the instruction that throws it is done
     */
    BlockExit(boolean completed) {
        super(null, null, false, false);
        this.completed = completed;
    }

    boolean isCompleted() {
        return completed;
    }
}
