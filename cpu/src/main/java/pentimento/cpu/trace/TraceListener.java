package pentimento.cpu.trace;

/** Hears of execution, on the machine's thread. It must not touch the machine. */
public interface TraceListener {
    /**
     * Asked before each run of the processor.
     *
     * @return false if nothing between two retired counts is wanted: the run has its full speed
     */
    boolean covers(long first, long last);

    /**
     * Asked before an instruction.
     *
     * @return true if {@link #instruction} is to follow
     */
    boolean wants(CodePlace place);

    /** An instruction has retired. */
    void instruction(TracedInstruction instruction);

    /** A handler was entered; of a software interrupt, after its instruction. */
    void delivery(TracedDelivery delivery);
}
