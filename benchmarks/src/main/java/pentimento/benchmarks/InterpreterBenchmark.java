package pentimento.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import pentimento.machine.HostPorts;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;
import pentimento.machine.Snapshot;
import pentimento.machine.Translation;

/**
 * Nanoseconds per count in the middle of a kernel of the benchmark guest. Run from the project's
 * root: {@code java -cp benchmarks/target/benchmarks-*.jar:frontend/target/lib/*:jmh-core.jar
 * org.openjdk.jmh.Main}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InterpreterBenchmark {
    private static final int COUNTS = 1_000_000; // 10 ms of virtual time at 100 MIPS
    private static final int SLICES_IN_KERNEL = 50;
    private static final Duration SLICE = Duration.ofMillis(10),
            START_LIMIT = Duration.ofMinutes(2);

    @Param({"rmode real", "dhry flat", "sieve flat"})
    public String kernel = "";

    private final StringBuilder console = new StringBuilder();
    private Machine machine = Machine.builder().build();
    private Snapshot inKernel = machine.save();
    private int slices;

    /** Runs the guest to the beginning of the kernel. */
    @Setup
    public void start() throws IOException {
        byte[] image = Files.readAllBytes(Path.of("benchmarks/guest/bench.img"));
        machine.close();
        machine =
                Machine.builder()
                        .jit(Translation.OFF)
                        .memory(64)
                        .floppy(0, MachineConfig.Media.memory("bench", image))
                        .debugConsole(true)
                        .host(
                                new HostPorts(
                                        b -> console.append((char) b), b -> {}, b -> {}, b -> {}))
                        .build();
        machine.run(START_LIMIT, () -> console.indexOf("B " + kernel) >= 0, Optional.empty());
        inKernel = machine.save();
    }

    @TearDown
    public void stop() {
        machine.close();
    }

    /** One slice of the kernel; now and then back to its beginning. */
    @Benchmark
    @OperationsPerInvocation(COUNTS)
    public void slice() {
        if (++slices == SLICES_IN_KERNEL) {
            slices = 0;
            machine.load(inKernel);
        }
        machine.run(SLICE);
    }
}
