package pentimento.lockstep;

import java.util.List;

/**
 * The first instruction after which two machines differ.
 *
 * @param retired counts before it
 * @param cause where it was executed
 * @param region what is known of the region: where it begins and how small it can be
 * @param instruction disassembled
 * @param before registers before it
 * @param interpreted registers after it, in the interpreting machine
 * @param translated registers in the other machine when its region was left
 * @param path instructions that the region executed, the last one being the wrong one
 */
public record Difference(
        long retired,
        Cause cause,
        String region,
        String instruction,
        String before,
        String interpreted,
        String translated,
        List<String> path) {
    /** What shows the difference. */
    public enum Cause {
        /** A region of this one instruction. */
        INSTRUCTION("the instruction alone, translated"),
        /** No smaller region does. */
        REGION("the instruction at the end of a region"),
        /** Slices of the run, without translated code. */
        SLICES("without translated code: it depends on where slices end"),
        /** Nothing that can be repeated. */
        ONCE("the same regions and slices do not show it again");

        private final String text;

        Cause(String text) {
            this.text = text;
        }
    }

    @Override
    public String toString() {
        return String.format(
                "after %d counts: %s%n  %s%n  %s%n  before      %s%n  interpreted %s%n"
                        + "  translated  %s%n  path%n    %s",
                retired,
                instruction,
                cause.text,
                region,
                before,
                interpreted,
                translated,
                String.join(System.lineSeparator() + "    ", path));
    }
}
