package pentimento.machine;

import java.util.function.IntConsumer;

/**
 * Where a machine's outputs go, as bytes 0..FFh, on the machine's thread. Each is a wire to the
 * host; none answers.
 *
 * @param debugConsole port E9h
 * @param serial1 COM1's transmitter
 * @param serial2 COM2's transmitter
 * @param printer LPT1
 */
public record HostPorts(
        IntConsumer debugConsole, IntConsumer serial1, IntConsumer serial2, IntConsumer printer) {
    /** All outputs go nowhere. */
    public static HostPorts none() {
        return new HostPorts(b -> {}, b -> {}, b -> {}, b -> {});
    }
}
