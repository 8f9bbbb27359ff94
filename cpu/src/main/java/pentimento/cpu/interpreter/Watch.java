package pentimento.cpu.interpreter;

import pentimento.cpu.system.Interrupts.Source;

/**
 * Looks at each instruction and each delivery, at instruction boundaries, and changes nothing.
 * While a run is watched, the interpreter takes the way of single step.
 */
public interface Watch {
    /** Looks at nothing. */
    Watch NONE = new Watch() {};

    /**
     * A run begins.
     *
     * @param first the count that its first instruction will have
     * @param last the highest count it may reach
     * @return true if it is to be watched
     */
    default boolean begins(long first, long last) {
        return false;
    }

    /**
     * An instruction was fetched and is about to execute. It may fault, and be fetched again.
     *
     * @param count that it will have
     * @param code its bytes
     */
    default void fetched(long count, byte[] code) {}

    /**
     * It has retired.
     *
     * @param count after it
     */
    default void completed(long count) {}

    /**
     * An exception or interrupt is about to be delivered.
     *
     * @param count that it will have
     */
    default void delivering(long count) {}

    /**
     * It was delivered.
     *
     * @param count after it
     * @param errorCode as in {@link pentimento.cpu.state.CpuException}
     * @param handler as {@link pentimento.cpu.system.Interrupts#deliver} returns it
     */
    default void delivered(long count, int vector, int errorCode, Source source, int handler) {}
}
