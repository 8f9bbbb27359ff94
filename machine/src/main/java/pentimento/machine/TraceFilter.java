package pentimento.machine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pentimento.cpu.trace.CodePlace;
import pentimento.cpu.trace.ProcessorMode;
import pentimento.cpu.trace.TracedDelivery;
import pentimento.cpu.trace.TracedInstruction;

/**
 * Which lines a trace has. A filter is a list of terms with commas between them: {@code
 * cs=F000,eip=100..1FF,cpl=3,mode=v86,after=1000000,for=5000}. A line must satisfy each key that is
 * given; of several terms with the same key one suffices. A delivery is judged by the place that it
 * interrupts.
 *
 * <ul>
 *   <li>{@code cs=N}, {@code eip=N}, {@code lin=N}: selector, offset, linear address; hexadecimal,
 *       a number or a range {@code A..B}
 *   <li>{@code cpl=N}
 *   <li>{@code mode=real}, {@code v86}, {@code p16}, {@code p32}: how code runs; p16 and p32 are
 *       protected mode with 16-bit and 32-bit code
 *   <li>{@code op=NAME}: instructions with this mnemonic
 *   <li>{@code int=N}: deliveries of this vector, hexadecimal; {@code int} alone: deliveries only;
 *       {@code insn}: instructions only
 *   <li>{@code after=N}, {@code for=N}: decimal retired counts to let pass before the first line,
 *       and how many from there on; outside of them the machine runs at full speed
 * </ul>
 */
public final class TraceFilter {
    /** Every instruction and every delivery. */
    public static final TraceFilter ALL = new TraceFilter();

    private static final Pattern TERM = Pattern.compile("([a-z]+)(?:=(.+))?");
    private static final Pattern RANGE =
            Pattern.compile("([0-9a-f]{1,8})(?:\\.\\.([0-9a-f]{1,8}))?");
    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*");

    /** Unsigned, both ends included. */
    private record Range(long first, long last) {
        boolean contains(int value) {
            long unsigned = value & 0xFFFFFFFFL;
            return first <= unsigned && unsigned <= last;
        }
    }

    private final List<Range> selectors = new ArrayList<>();
    private final List<Range> offsets = new ArrayList<>();
    private final List<Range> linear = new ArrayList<>();
    private final List<Range> levels = new ArrayList<>();
    private final List<Range> vectors = new ArrayList<>();
    private final Set<ProcessorMode> modes = EnumSet.noneOf(ProcessorMode.class);
    private final Set<String> mnemonics = new HashSet<>();
    private boolean instructionsOnly;
    private boolean deliveriesOnly;
    private long after;
    private long counts = Long.MAX_VALUE;

    private TraceFilter() {}

    /**
     * @param terms as described above
     * @throws MachineConfigException if a term can't be understood
     */
    public static TraceFilter parse(String terms) {
        var filter = new TraceFilter();
        for (String term : terms.toLowerCase(Locale.ROOT).split(",", -1)) {
            filter.add(term.strip());
        }
        return filter;
    }

    private void add(String term) {
        Matcher parts = TERM.matcher(term);
        if (!parts.matches()) {
            throw unknown(term);
        }
        String value = parts.group(2) == null ? "" : parts.group(2);
        switch (parts.group(1)) {
            case "cs" -> selectors.add(range(term, value));
            case "eip" -> offsets.add(range(term, value));
            case "lin" -> linear.add(range(term, value));
            case "cpl" -> levels.add(range(term, value));
            case "mode" -> modes.add(mode(term, value));
            case "op" -> mnemonics.add(mnemonic(term, value));
            case "after" -> after = count(term, value);
            case "for" -> counts = count(term, value);
            case "insn" -> instructionsOnly = isBare(term, value);
            case "int" -> {
                if (!value.isEmpty()) {
                    vectors.add(range(term, value));
                }
                deliveriesOnly = true;
            }
            default -> throw unknown(term);
        }
    }

    private static MachineConfigException unknown(String term) {
        return bad(
                term,
                "terms are cs=, eip=, lin=, cpl=, int= with a hexadecimal number or range A..B, mode=,"
                        + " op=, after=, for=, int, insn");
    }

    private static MachineConfigException bad(String term, String why) {
        return new MachineConfigException(
                "the trace filter's term '" + term + "' can't be understood: " + why);
    }

    private static Range range(String term, String value) {
        Matcher range = RANGE.matcher(value);
        if (!range.matches()) {
            throw bad(term, "give a hexadecimal number or a range such as 100..1ff");
        }
        long first = Long.parseLong(range.group(1), 16);
        long last = range.group(2) == null ? first : Long.parseLong(range.group(2), 16);
        if (last < first) {
            throw bad(term, "the range ends before it begins");
        }
        return new Range(first, last);
    }

    private static ProcessorMode mode(String term, String value) {
        return switch (value) {
            case "real" -> ProcessorMode.REAL;
            case "v86" -> ProcessorMode.V86;
            case "p16" -> ProcessorMode.P16;
            case "p32" -> ProcessorMode.P32;
            default -> throw bad(term, "modes are real, v86, p16 and p32");
        };
    }

    private static String mnemonic(String term, String value) {
        if (!NAME.matcher(value).matches()) {
            throw bad(term, "give one mnemonic such as out or movsb");
        }
        return value;
    }

    private static long count(String term, String value) {
        if (!COUNT.matcher(value).matches()) {
            throw bad(term, "give a decimal number of retired instructions");
        }
        return Long.parseLong(value);
    }

    private static boolean isBare(String term, String value) {
        if (!value.isEmpty()) {
            throw unknown(term);
        }
        return true;
    }

    /**
     * @return true if a line may lie between two retired counts
     */
    boolean covers(long first, long last) {
        return last > after && first - after <= counts;
    }

    /**
     * @return true if an instruction at a place may be a line
     */
    boolean allows(CodePlace place) {
        return !deliveriesOnly && isAt(place);
    }

    boolean allows(TracedInstruction instruction) {
        return mnemonics.isEmpty()
                || List.of(instruction.text().split(" ", -1)).stream()
                        .anyMatch(mnemonics::contains);
    }

    boolean allows(TracedDelivery delivery) {
        return !instructionsOnly
                && (mnemonics.isEmpty() || deliveriesOnly)
                && (vectors.isEmpty() || contains(vectors, delivery.vector()))
                && isAt(delivery.place());
    }

    private boolean isAt(CodePlace place) {
        return covers(place.count(), place.count())
                && contains(selectors, place.selector())
                && contains(offsets, place.eip())
                && contains(linear, place.linear())
                && contains(levels, place.cpl())
                && (modes.isEmpty() || modes.contains(place.mode()));
    }

    /** No range at all means any value. */
    private static boolean contains(List<Range> ranges, int value) {
        if (ranges.isEmpty()) {
            return true;
        }
        for (Range range : ranges) {
            if (range.contains(value)) {
                return true;
            }
        }
        return false;
    }
}
