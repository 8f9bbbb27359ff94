package pentimento.cpu.trace;

import java.util.List;

/**
 * An instruction that has retired, or a part of the iterations of one with REP.
 *
 * @param place where it began
 * @param count retired counts after it
 * @param bytes hexadecimal
 * @param text disassembled
 * @param changes registers and flags that it changed, EIP apart: {@code EAX=00000001}, {@code +ZF},
 *     {@code -CF}
 */
public record TracedInstruction(
        CodePlace place, long count, String bytes, String text, List<String> changes) {
    /** One line: count, CS:EIP, linear address, bytes, text, changes. */
    @Override
    public String toString() {
        return String.format(
                        "%12d %s %08X %-16s %-30s %s",
                        count,
                        place.address(),
                        place.linear(),
                        bytes,
                        text,
                        String.join(" ", changes))
                .stripTrailing();
    }
}
