package pentimento.lockstep;

/**
 * The first instruction after which two machines differ.
 *
 * @param retired counts before it
 * @param isRepeated whether the difference appears again in a run from the last common state; if
 *     not, it depends on where slices ended
 * @param instruction disassembled
 */
public record Difference(
        long retired,
        boolean isRepeated,
        String instruction,
        String before,
        String interpreted,
        String translated) {
    @Override
    public String toString() {
        return String.format(
                "after %d counts: %s%n  before      %s%n  interpreted %s%n  translated  %s%s",
                retired,
                instruction,
                before,
                interpreted,
                translated,
                isRepeated ? "" : String.format("%n  (not seen again from the last common state)"));
    }
}
