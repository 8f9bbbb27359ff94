package pentimento.frontend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import pentimento.machine.HostPorts;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfigException;
import pentimento.machine.Picture;
import pentimento.machine.Stop;
import pentimento.machine.TraceFilter;
import pentimento.machine.Translation;
import pentimento.machine.script.Script;
import pentimento.machine.script.ScriptException;
import pentimento.machine.script.ScriptHost;
import pentimento.machine.script.ScriptRunner;
import pentimento.machine.script.SerialLog;

/**
 * One run of one machine from the command line: builds it, shows it, runs it or its script,
 * reports, closes it.
 */
final class Session {
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final RunOptions options;
    private final MachineOptions machineOptions;
    private final SerialLog serialLog = new SerialLog();

    Session(RunOptions options, MachineOptions machineOptions) {
        this.options = options;
        this.machineOptions = machineOptions;
    }

    /**
     * @return the exit code
     */
    int run() throws InterruptedException {
        return run(Optional.empty());
    }

    int run(Script script) throws InterruptedException {
        return run(Optional.of(script));
    }

    private int run(Optional<Script> script) throws InterruptedException {
        try (var termination = new Termination()) {
            try {
                return run(termination, script);
            } catch (MachineConfigException | BadInputException e) {
                return Main.refuse(String.valueOf(e.getMessage()));
            }
        }
    }

    private int run(Termination termination, Optional<Script> script) throws InterruptedException {
        DisplayKind kind = options.displayOrDefault();
        Optional.ofNullable(options.screenshot).ifPresent(Outputs::check);
        if (options.stats != null && !options.stats.isEmpty()) {
            Outputs.check(Path.of(options.stats));
        }
        TraceFilter filter = options.traceFilter();
        if (!options.dumpRegions.isEmpty() && machineOptions.jit == Translation.OFF) {
            throw new BadInputException(
                    String.format(
                            "--dump-region %X shows what is translated, and nothing is; leave out --jit off",
                            options.dumpRegions.getFirst()));
        }
        try (TraceFile trace = TraceFile.open(Optional.ofNullable(options.trace));
                ByteSink debugcon =
                        ByteSink.open(Optional.ofNullable(options.debugcon).orElse("none"));
                ByteSink serial = ByteSink.open(options.serial);
                ByteSink parallel = ByteSink.open(options.parallel);
                Machine machine =
                        machineOptions
                                .builder(kind != DisplayKind.NONE)
                                .realPace(options.realPace(kind))
                                .debugConsole(options.debugcon != null)
                                .debugExit(options.debugExit)
                                .host(
                                        new HostPorts(
                                                debugcon,
                                                value -> {
                                                    serialLog.add(value);
                                                    serial.accept(value);
                                                },
                                                value -> {},
                                                parallel))
                                .build()) {
            termination.stops(machine::requestStop);
            trace.follow(machine, filter);
            if (!options.dumpRegions.isEmpty()) {
                machine.keepTranslations();
            }
            return run(machine, kind, script);
        }
    }

    private int run(Machine machine, DisplayKind kind, Optional<Script> script)
            throws InterruptedException {
        var run = new FutureTask<>(() -> run(machine, script));
        try {
            if (kind == DisplayKind.NONE) {
                run.run();
            } else {
                Thread.ofPlatform().name("machine").start(run);
                open(kind, machine).show(run);
                machine.requestStop();
            }
            Stop stop = run.get();
            report(machine, stop);
            return exitCode(stop);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ScriptException failure) {
                System.err.println("pentimento: " + failure.getMessage());
                return ExitCode.SCRIPT_FAILED;
            }
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        }
    }

    private static Display open(DisplayKind kind, Machine machine) {
        return kind == DisplayKind.WINDOW
                ? new WindowDisplay(machine)
                : new TerminalDisplay(machine);
    }

    private Stop run(Machine machine, Optional<Script> script) throws ScriptException {
        Optional<Duration> wall = Optional.ofNullable(options.timeLimit);
        if (script.isPresent()) {
            var runner =
                    new ScriptRunner(
                            machine,
                            new Host(),
                            serialLog,
                            wall,
                            Optional.ofNullable(options.virtualLimit));
            return runner.run(script.get()).orElse(new Stop(Stop.Reason.POWERED_OFF, 0));
        }
        Duration span = Optional.ofNullable(options.virtualLimit).orElse(FOR_EVER);
        return machine.run(span, () -> false, wall);
    }

    private static int exitCode(Stop stop) {
        return switch (stop.reason()) {
            case POWERED_OFF -> stop.code();
            case REQUESTED, CONDITION_MET -> ExitCode.OK;
            case DEBUG_EXIT -> ExitCode.ofDebugExit(stop.code());
            case VIRTUAL_TIME_REACHED, WALL_TIME_REACHED -> ExitCode.LIMIT_REACHED;
            case NEVER_WAKES -> {
                System.err.println(
                        "pentimento: the guest halted with interrupts off; nothing can wake it, so the run ends.");
                yield ExitCode.NEVER_WAKES;
            }
        };
    }

    private void report(Machine machine, Stop stop) {
        if (options.screenshot != null) {
            Outputs.write(options.screenshot, file -> Png.write(file, machine.picture()));
        }
        for (int linear : options.dumpRegions) {
            List<String> regions = machine.translations(linear);
            regions.forEach(System.out::println);
            if (regions.isEmpty()) {
                System.out.printf("no translated region covers %08X%n", linear);
            }
        }
        if (options.stats != null) {
            var report = new StatisticsReport(machine.statistics(), stop, machine.digest());
            if (options.stats.isEmpty()) {
                System.out.print(report.text());
            } else {
                Outputs.write(
                        Path.of(options.stats), file -> Files.writeString(file, report.json()));
            }
        }
    }

    /** Files of a script are relative to the working directory. */
    private static final class Host implements ScriptHost {
        @Override
        public void print(String text) {
            System.out.println(text);
        }

        @Override
        public void writeText(Path file, String text) throws IOException {
            try {
                Files.writeString(file, text, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IOException(Outputs.sentence(file), e);
            }
        }

        @Override
        public void writePicture(Path file, Picture picture) throws IOException {
            try {
                Png.write(file, picture);
            } catch (IOException e) {
                throw new IOException(Outputs.sentence(file), e);
            }
        }
    }
}
