package pentimento.cpu.memory;

/**
 * An access to a live window was stopped before it happened, because the exact count is not
 * published. Publish it, set {@link LinearMemory#countsPublished} and execute the instruction
 * again. Stackless, one instance per processor.
 */
public final class LiveAccess extends RuntimeException {
    LiveAccess() {
        super(null, null, false, false);
    }
}
