package pentimento.cpu.trace;

import java.util.OptionalInt;

/**
 * An interrupt or exception whose handler has been entered.
 *
 * @param place what was interrupted: for faults the instruction that faulted, for INT n that
 *     instruction, else the next one
 * @param count retired counts after it
 * @param vector 0..FFh
 * @param errorCode of the exception, where it has one
 * @param cr2 the address of a page fault
 * @param delivered the vector whose handler was entered: another one, where the delivery itself met
 *     an exception; none, if the processor shut down
 * @param selector CS of the handler
 * @param eip of the handler's first instruction
 */
public record TracedDelivery(
        CodePlace place,
        long count,
        Kind kind,
        int vector,
        OptionalInt errorCode,
        OptionalInt cr2,
        OptionalInt delivered,
        int selector,
        int eip) {
    /** What a delivery comes from. */
    public enum Kind {
        EXCEPTION,
        /** INTR or NMI. */
        INTERRUPT,
        /** INT n, INT3, INTO, INT1. */
        SOFTWARE
    }

    /** One line: count, CS:EIP, what, to where. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        text.append(String.format("%12d %s -- ", count, place.address()));
        text.append(
                switch (kind) {
                    case EXCEPTION -> "exception ";
                    case INTERRUPT -> "interrupt ";
                    case SOFTWARE -> "software interrupt ";
                });
        text.append(String.format("%02X", vector));
        errorCode.ifPresent(code -> text.append(String.format(" error %04X", code)));
        cr2.ifPresent(address -> text.append(String.format(" CR2=%08X", address)));
        if (delivered.isEmpty()) {
            return text.append(" -> shutdown").toString();
        }
        if (delivered.getAsInt() != vector) {
            text.append(String.format(", delivered as %02X", delivered.getAsInt()));
        }
        return text.append(" -> ").append(CodePlace.address(selector, eip)).toString();
    }
}
