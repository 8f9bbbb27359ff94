package pentimento.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import pentimento.machine.HostPorts;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;
import pentimento.machine.Statistics;
import pentimento.machine.Translation;

/**
 * Boots the benchmark guest and times its kernels by the markers that it writes to port E9h. Prints
 * one line a kernel: name, mode, wall milliseconds, millions of counts, MIPS, milliseconds of CPU
 * of the machine's thread, MIPS by that, checksum.
 */
public final class GuestKernels {
    private static final int SCALE_OFFSET = 1540;

    private final StringBuilder line = new StringBuilder();
    private final long[] started = new long[3]; // wall ns, retired counts, CPU ns of this thread
    private Optional<Machine> machine = Optional.empty();

    private GuestKernels() {}

    /** Arguments: image, and optionally the scale (1024 = full), the processor, off or on. */
    public static void main(String[] args) throws IOException {
        byte[] image = Files.readAllBytes(Path.of(args[0]));
        int scale = args.length > 1 ? Integer.parseInt(args[1]) : 1024;
        String cpu = args.length > 2 ? args[2] : "pentium3";
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(SCALE_OFFSET, scale);
        String jit = args.length > 3 ? args[3] : "off";
        new GuestKernels().run(image, cpu, Translation.valueOf(jit.toUpperCase(Locale.ROOT)));
    }

    private void run(byte[] image, String cpu, Translation jit) {
        try (Machine built =
                Machine.builder()
                        .cpu(cpu)
                        .jit(jit)
                        .memory(64)
                        .floppy(0, MachineConfig.Media.memory("bench", image))
                        .debugConsole(true)
                        .host(new HostPorts(this::debugByte, b -> {}, b -> {}, b -> {}))
                        .build()) {
            machine = Optional.of(built);
            built.run(Duration.ofDays(365), () -> false, Optional.of(Duration.ofMinutes(30)));
        }
    }

    private static String coverage(Statistics statistics) {
        return String.format(
                Locale.ROOT,
                "%.1f %% of the counts in translated code; %s",
                statistics.coverage(),
                statistics.translated());
    }

    private void debugByte(int value) {
        if (value != '\n') {
            line.append((char) value);
            return;
        }
        String[] words = line.toString().split(" ", -1);
        line.setLength(0);
        long now = System.nanoTime(),
                cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(),
                retired = machine.map(m -> m.statistics().retired()).orElse(0L);
        if (words.length == 3 && words[0].equals("B")) {
            started[0] = now;
            started[1] = retired;
            started[2] = cpu;
        } else if (words.length == 4 && words[0].equals("E")) {
            double millis = (now - started[0]) / 1e6, millions = (retired - started[1]) / 1e6;
            double cpuMillis = (cpu - started[2]) / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %-6s %9.1f ms %9.1f M %7.1f MIPS %9.1f ms CPU %7.1f MIPS  %s%n",
                    words[1],
                    words[2],
                    millis,
                    millions,
                    millions * 1e3 / millis,
                    cpuMillis,
                    millions * 1e3 / cpuMillis,
                    words[3]);
        } else if (words[0].equals("DONE")) {
            machine.filter(m -> m.config().translation() != Translation.OFF)
                    .ifPresent(m -> System.out.println(coverage(m.statistics())));
            machine.ifPresent(Machine::requestStop);
        }
    }
}
