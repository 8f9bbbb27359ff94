package pentimento.cpu.trace;

/**
 * An instruction boundary, before what happens there.
 *
 * @param count what the machine has retired, plus one: what happens next counts at least 1
 * @param selector CS
 * @param linear CS base + EIP
 * @param cpl 0..3
 */
public record CodePlace(
        long count, int selector, int eip, int linear, int cpl, ProcessorMode mode) {
    /**
     * @return CS:EIP, in hexadecimal
     */
    public String address() {
        return address(selector, eip);
    }

    static String address(int selector, int eip) {
        return String.format("%04X:%08X", selector, eip);
    }
}
