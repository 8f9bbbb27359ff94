package pentimento.cpu.system;

/** Delivery of exceptions and interrupts. */
public final class Interrupts {
    public enum Source {
        EXCEPTION,
        EXTERNAL,
        SOFTWARE,
        ICEBP
    }

    /**
     * Delivers; saves the EIP in state. Exceptions during the delivery of EXCEPTION and EXTERNAL
     * are delivered in turn (double fault, shutdown); those of SOFTWARE and ICEBP are thrown. INT3
     * and INTO come here as SOFTWARE.
     */
    public void deliver(int vector, int errorCode, Source source) {}

    /** INT n (CD ib) with the rules of virtual-8086 mode. */
    public void softwareInterrupt(int vector) {}
}
