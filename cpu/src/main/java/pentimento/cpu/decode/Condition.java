package pentimento.cpu.decode;

import java.util.List;
import java.util.stream.IntStream;
import pentimento.cpu.state.Flags;

/**
 * A condition of Jcc, SETcc, CMOVcc, in the encoding's order. A record because HotSpot trusts the
 * fields of a record in a constant.
 *
 * @param code 0..Fh; odd codes negate
 * @see "SDM vol. 1, appendix B"
 */
public record Condition(int code) {
    private static final String[] NAMES = {
        "O", "NO", "B", "NB", "Z", "NZ", "BE", "NBE", "S", "NS", "P", "NP", "L", "NL", "LE", "NLE"
    };

    /** All sixteen, by code. */
    public static final List<Condition> ALL =
            IntStream.range(0, 16).mapToObj(Condition::new).toList();

    public String suffix() {
        return NAMES[code];
    }

    public boolean holds(Flags flags) {
        boolean base =
                switch (code >>> 1) {
                    case 0 -> flags.isOverflow();
                    case 1 -> flags.isCarry();
                    case 2 -> flags.isZero();
                    case 3 -> flags.isCarry() || flags.isZero();
                    case 4 -> flags.isSign();
                    case 5 -> flags.isParity();
                    case 6 -> flags.isLess();
                    default -> flags.isZero() || flags.isLess();
                };
        return base ^ (code & 1) != 0;
    }
}
