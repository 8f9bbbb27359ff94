package pentimento.jit.runtime;

/**
 * Thrown within a region that can't go on by itself, to its own handler: the interpreter executes
 * the instruction {@link pentimento.cpu.translation.Processor#leftAt}. Stackless, one for all.
 */
final class LeaveRegion extends RuntimeException {
    @SuppressWarnings("StaticAssignmentOfThrowable")
    static final LeaveRegion INSTANCE = new LeaveRegion();

    private LeaveRegion() {
        super(null, null, false, false);
    }
}
