package pentimento.frontend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pentimento.machine.TraceFilter;
import picocli.CommandLine.Option;

/** The options that say how a machine is run and watched. */
final class RunOptions {
    @Option(
            names = "--display",
            paramLabel = "KIND",
            description =
                    "window, terminal or none (a window where there is a display and no script, else none)."
                            + " In the terminal, Ctrl-] leaves; F12 F1..F10 or Alt stand for keys that terminals keep.")
    @Nullable DisplayKind display;

    @Option(
            names = "--pace",
            paramLabel = "real|none",
            description =
                    "real: virtual time follows wall time; none: nobody waits (real with a display, else none).")
    @Nullable Pace pace;

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description = "Automates the guest, one step a line; see below.")
    @Nullable Path script;

    @Option(
            names = "--screenshot",
            paramLabel = "FILE.png",
            description = "Writes the last screen as PNG.")
    @Nullable Path screenshot;

    @Option(
            names = "--stats",
            paramLabel = "FILE.json",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Prints counts, times and the final state digest, or writes them as JSON.")
    @Nullable String stats;

    @Option(
            names = "--dump-region",
            paramLabel = "ADDR",
            converter = Options.Linear.class,
            description =
                    "Prints at the end the translated regions with code at this linear address, hexadecimal:"
                            + " guest code beside bytecode. May be given again.")
    List<Integer> dumpRegions = new ArrayList<>();

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "Writes what the processor does: a line for each instruction and each interrupt. Slow;"
                            + " the machine's virtual time and state stay the same.")
    @Nullable Path trace;

    @Option(
            names = "--trace-filter",
            paramLabel = "TERM,...",
            description = "The lines that the trace is to have; see below.")
    @Nullable String traceFilter;

    @Option(
            names = "--serial",
            paramLabel = "TO",
            description = "COM1's output: stdio, none or file:PATH (none).")
    String serial = "none";

    @Option(
            names = "--parallel",
            paramLabel = "TO",
            description = "LPT1's output: stdio, none or file:PATH (none).")
    String parallel = "none";

    @Option(
            names = "--debugcon",
            paramLabel = "TO",
            description = "Adds the debug console, port E9h: stdio, none or file:PATH.")
    @Nullable String debugcon;

    @Option(names = "--debug-exit", description = "Adds the debug exit, port F4h.")
    boolean debugExit;

    @Option(
            names = "--time-limit",
            paramLabel = "SPAN",
            converter = Options.Span.class,
            description = "Ends the run after this wall time, such as 60s; exit code 4.")
    @Nullable Duration timeLimit;

    @Option(
            names = "--virtual-limit",
            paramLabel = "SPAN",
            converter = Options.Span.class,
            description = "Ends the run after this virtual time; exit code 4.")
    @Nullable Duration virtualLimit;

    enum Pace {
        REAL,
        NONE
    }

    /**
     * @throws BadInputException if there is a filter and no trace
     * @throws pentimento.machine.MachineConfigException if it can't be understood
     */
    TraceFilter traceFilter() {
        if (traceFilter == null) {
            return TraceFilter.ALL;
        }
        if (trace == null) {
            throw new BadInputException(
                    "--trace-filter " + traceFilter + " says what a trace has; add --trace FILE");
        }
        return TraceFilter.parse(traceFilter);
    }

    DisplayKind displayOrDefault() {
        if (display != null) {
            return display;
        }
        return script == null ? DisplayKind.hostDefault() : DisplayKind.NONE;
    }

    boolean realPace(DisplayKind shown) {
        return pace == null ? shown != DisplayKind.NONE : pace == Pace.REAL;
    }
}
