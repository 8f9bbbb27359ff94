package pentimento.machine;

/**
 * Why a run ended.
 *
 * @param code the debug-exit value, 0..FFFFFFFFh, where the reason is that; else 0
 */
public record Stop(Reason reason, int code) {
    /** What ended a run. */
    public enum Reason {
        /** The guest switched the machine off, or the host pulled the plug. */
        POWERED_OFF,
        /** The guest wrote to the debug-exit port. */
        DEBUG_EXIT,
        /** The given span of virtual time has passed. The machine can run on. */
        VIRTUAL_TIME_REACHED,
        /** The condition to run until holds. The machine can run on. */
        CONDITION_MET,
        /**
         * The given span of wall time has passed: a safety net of the host. The machine can run on.
         */
        WALL_TIME_REACHED,
        /** The processor is halted and nothing that exists can ever wake it. */
        NEVER_WAKES,
        /** Somebody called {@link Machine#requestStop}. The machine can run on. */
        REQUESTED
    }

    Stop(Reason reason) {
        this(reason, 0);
    }

    /**
     * @return true if the machine is off or can't go on
     */
    public boolean isFinal() {
        return switch (reason) {
            case POWERED_OFF, DEBUG_EXIT, NEVER_WAKES -> true;
            default -> false;
        };
    }
}
