package pentimento.fuzz;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pentimento.cpu.Disassembly;
import pentimento.cpu.model.CpuModel;
import pentimento.jit.JitTranslator;
import pentimento.lockstep.Cuts;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;
import pentimento.machine.Snapshot;
import pentimento.machine.Stop;

/**
 * Runs random programs on whole PCs, from one saved state in which a loader has just started: it
 * takes the program from the serial port. Once at a stretch, and on another machine that
 * translates, in slices, with looks at it and a snapshot in between: the same state must come out.
 */
final class MachineFuzzer implements AutoCloseable {
    private static final int PROGRAM = 0x600, FLOPPY_BYTES = 163_840, SECTOR = 512;
    private static final int MOST_INSTRUCTIONS = 90, ATTEMPTS = 200;
    private static final Duration BOOT = Duration.ofSeconds(3), SLICE = Duration.ofMillis(20);
    private static final long NANOS = 250_000_000; // most of it until the program has arrived

    /** Ports of the PC, those whose devices do more twice. */
    private static final int[] PORTS =
            Stream.of(
                            IntStream.of(0x20, 0x21, 0xA0, 0xA1, 0x4D0, 0x4D1, 0x92, 0xF0, 0xF1),
                            IntStream.rangeClosed(0x40, 0x43),
                            IntStream.rangeClosed(0x60, 0x64),
                            IntStream.of(0x70, 0x71, 0x80, 0x60, 0x64, 0x61),
                            IntStream.rangeClosed(0, 0x0F),
                            IntStream.rangeClosed(0x81, 0x8F),
                            IntStream.rangeClosed(0xC0, 0xDF),
                            IntStream.rangeClosed(0x1F0, 0x1F7),
                            IntStream.of(0x3F6, 0x376, 0x170, 0x177, 0xCF8, 0xCFC, 0xCF9),
                            IntStream.rangeClosed(0x3F0, 0x3FF),
                            IntStream.rangeClosed(0x2F8, 0x2FF),
                            IntStream.rangeClosed(0x3B0, 0x3DF),
                            IntStream.of(0x1CE, 0x1CF, 0x1CE, 0x1CF, 0x378, 0x379, 0x37A),
                            IntStream.of(0x3F5, 0x3F5, 0x3F2, 0x3C4, 0x3C5, 0x3CE, 0x3CF, 0x3D4))
                    .flatMapToInt(ports -> ports)
                    .toArray();

    /**
     * Real-mode exceptions lead to a handler that goes on 16 bytes further; COM1 interrupts store
     * 600h bytes at 8000h, then jump there.
     */
    private static final byte[] LOADER =
            HexFormat.of()
                    .parseHex(
                            """
                            31C08ED88EC08ED0BC007C BB7B7C 0FB637 81FEFF00 740D C1E602
                            C7046F7C 894402 43 EBEA C70630005A7C A33200
                            BAFB03 B080 EE BAF803 B001 EE 42 B000 EE BAFB03 B003 EE 42 B00B EE
                            BAF903 B001 EE E421 24EF E621 BF0080 FB F4 EBFC
                            BAF803 EC AA B020 E620 81FF0086 7401 CF EA00800000
                            55 89E5 804E020F FF4602 5D CF 00010304050607FF
                            """
                                    .replaceAll("\\s", ""));

    private final Forms forms = new Forms();
    private final Random random;
    private final Watchdog watchdog;
    private final PrintStream out;
    private final Machine first = machine(builder -> builder);
    private final Machine second;
    private final Snapshot started;
    private long passed;
    private long failed;

    MachineFuzzer(long seed, Watchdog watchdog, PrintStream out) {
        random = new Random(seed);
        this.watchdog = watchdog;
        this.out = out;
        JitTranslator translator = JitTranslator.eager(new Cuts(seed));
        second = machine(builder -> builder.translator(translator));
        first.run(BOOT);
        started = first.save();
    }

    private static Machine machine(UnaryOperator<Machine.Builder> change) {
        byte[] floppy = Arrays.copyOf(LOADER, FLOPPY_BYTES);
        floppy[SECTOR - 2] = 0x55;
        floppy[SECTOR - 1] = (byte) 0xAA;
        return change.apply(
                        Machine.builder()
                                .memory(2)
                                .mips(java.math.BigDecimal.valueOf(5))
                                .floppy(0, MachineConfig.Media.memory("loader", floppy)))
                .build();
    }

    long passed() {
        return passed;
    }

    long failed() {
        return failed;
    }

    /**
     * @param goesOn asked with the number of programs so far
     */
    void run(LongPredicate goesOn) {
        for (long done = 0; goesOn.test(done); done++) {
            var records = FuzzCase.random(random).withInstructions(records());
            String text = HexFormat.of().formatHex(records.bytes());
            watchdog.begin("machine program " + text);
            String kind = problem(records);
            if (kind.isEmpty()) {
                passed++;
            } else {
                failed++;
                report(records, kind);
            }
            watchdog.end();
        }
    }

    private List<byte[]> records() {
        return IntStream.range(0, 1 + random.nextInt(MOST_INSTRUCTIONS))
                .mapToObj(
                        i -> {
                            byte[] record = new byte[FuzzCase.INSTRUCTION];
                            random.nextBytes(record);
                            return record;
                        })
                .toList();
    }

    private byte[] program(FuzzCase records) {
        var program = new Program(forms, CpuModel.PENTIUM3, false, true, PORTS);
        records.instructions().forEach(record -> program.add(new Choices(record)));
        return Arrays.copyOf(program.bytes(), PROGRAM);
    }

    /**
     * @return what went wrong, or nothing
     */
    private String problem(FuzzCase records) {
        byte[] program = program(records);
        try {
            String straight = straight(program);
            String sliced = sliced(program, new Random(Arrays.hashCode(records.header())));
            return straight.equals(sliced) ? "" : "a translated run in slices ends differently";
        } catch (RuntimeException | Error e) { // whatever escapes is a finding
            return FuzzFailure.escaped(e).kind();
        }
    }

    private void begin(Machine machine, byte[] program) {
        machine.load(started);
        machine.serial(0, new String(program, StandardCharsets.ISO_8859_1));
    }

    private String straight(byte[] program) {
        begin(first, program);
        first.run(Duration.ofNanos(NANOS));
        return first.digest();
    }

    private String sliced(byte[] program, Random slices) {
        begin(second, program);
        Machine machine = second;
        Duration end = machine.virtualTime().plusNanos(NANOS);
        while (machine.virtualTime().compareTo(end) < 0) {
            long left = end.minus(machine.virtualTime()).toNanos();
            long slice = Math.min(left, 1 + slices.nextLong(SLICE.toNanos()));
            Stop stop = machine.run(Duration.ofNanos(slice)); // a port may take it further
            if (stop.reason() != Stop.Reason.VIRTUAL_TIME_REACHED) {
                break; // switched off, or nothing will ever wake it
            }
            switch (slices.nextInt(8)) {
                case 0 -> machine.picture();
                case 1 -> machine.text();
                case 2 -> machine.digest();
                case 3 -> {
                    Snapshot snapshot = machine.save();
                    machine = machine == first ? second : first;
                    machine.load(snapshot);
                }
                default -> {}
            }
        }
        return machine.digest();
    }

    private void report(FuzzCase records, String kind) {
        FuzzCase small = new Minimiser(c -> problem(c).equals(kind), ATTEMPTS).minimise(records);
        out.println("FAILED: machine: " + kind);
        Disassembly.of(CpuModel.PENTIUM3, program(small), Layout.CODE, false).stream()
                .filter(line -> !line.text().equals("nop"))
                .filter(line -> !line.bytes().equals("0000"))
                .forEach(line -> out.println("    " + line));
        out.println("again: fuzz.sh --machine " + HexFormat.of().formatHex(small.bytes()));
    }

    /** Runs one program again. */
    void run(FuzzCase records) {
        String kind = problem(records);
        if (kind.isEmpty()) {
            passed++;
        } else {
            failed++;
            report(records, kind);
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
