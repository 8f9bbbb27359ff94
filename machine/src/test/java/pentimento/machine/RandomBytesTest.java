package pentimento.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A guest can never crash, hang or escape from the JVM, whatever bytes it runs: random bytes at
 * 0000:7C00, from one saved state of a PC that has just started its boot sector. Half of the seeds
 * take their bytes evenly, half prefer opcodes that reach deep into the processor.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomBytesTest {
    private static final int BOOT_SECTOR = 0x7C00, SECTOR = 512, FLOPPY_BYTES = 163_840;
    private static final long INSTRUCTIONS = 1_000_000;
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final Duration LONGEST_WALL = Duration.ofSeconds(20),
            LONGEST_TEST = Duration.ofHours(2);

    /** Prefixes, 0F, segment loads, port and string I/O, far transfers, FLAGS, HLT, x87. */
    private static final byte[] DEEP = {
        0x0F,
        0x0F,
        0x0F,
        0x01,
        0x20,
        0x22,
        0x26,
        0x2E,
        0x36,
        0x3E,
        0x64,
        0x65,
        0x66,
        0x67,
        0x17,
        0x1F,
        0x07,
        0x60,
        0x61,
        0x62,
        0x63,
        0x6C,
        0x6E,
        0x6F,
        (byte) 0x8E,
        (byte) 0x8F,
        (byte) 0x9A,
        (byte) 0x9C,
        (byte) 0x9D,
        (byte) 0xA4,
        (byte) 0xA5,
        (byte) 0xAB,
        (byte) 0xC4,
        (byte) 0xC5,
        (byte) 0xC8,
        (byte) 0xC9,
        (byte) 0xCB,
        (byte) 0xCC,
        (byte) 0xCD,
        (byte) 0xCF,
        (byte) 0xD8,
        (byte) 0xD9,
        (byte) 0xDB,
        (byte) 0xDD,
        (byte) 0xDF,
        (byte) 0xE4,
        (byte) 0xE7,
        (byte) 0xEC,
        (byte) 0xED,
        (byte) 0xEE,
        (byte) 0xEF,
        (byte) 0xF0,
        (byte) 0xF1,
        (byte) 0xF2,
        (byte) 0xF3,
        (byte) 0xF4,
        (byte) 0xFA,
        (byte) 0xFB,
        (byte) 0xFF
    };

    /**
     * Where the vectors of the exceptions point for the deep seeds: a handler that goes on one byte
     * after the one that faulted, so that a program does not end at its first fault.
     */
    private static final int HANDLER = 0x600;

    /** Those that are not a vector of the interrupt controllers, too. */
    private static final int[] EXCEPTIONS = {0, 1, 3, 4, 5, 6, 7};

    private static final byte[] SKIP_A_BYTE = {
        0x55, // push bp
        (byte) 0x89,
        (byte) 0xE5, // mov bp,sp
        (byte) 0xFF,
        0x46,
        0x02, // inc word [bp+2]
        0x5D, // pop bp
        (byte) 0xCF // iret
    };

    private static final int MACHINES = 2;

    private final List<Machine> machines =
            Stream.generate(RandomBytesTest::machine).limit(MACHINES).toList();
    private final Machine first = machines.getFirst();
    private Snapshot started = first.save();

    private static Machine machine() {
        byte[] floppy = new byte[FLOPPY_BYTES];
        floppy[0] = (byte) 0xEB; // jmp $
        floppy[1] = (byte) 0xFE;
        floppy[SECTOR - 2] = 0x55;
        floppy[SECTOR - 1] = (byte) 0xAA;
        return Machine.builder()
                .memory(1)
                .floppy(0, MachineConfig.Media.memory("loop", floppy))
                .build();
    }

    @BeforeAll
    void start() {
        first.run(Duration.ofSeconds(2));
        started = first.save();
    }

    @AfterAll
    void close() {
        machines.forEach(Machine::close);
    }

    private static boolean isDeep(int seed) {
        return (seed & 1) != 0;
    }

    private static byte[] program(int seed) {
        var random = new Random(seed);
        var bytes = new byte[SECTOR];
        random.nextBytes(bytes);
        if (isDeep(seed)) {
            for (int i = 0; i < SECTOR; i++) {
                if (random.nextInt(3) == 0) {
                    bytes[i] = DEEP[random.nextInt(DEEP.length)];
                }
            }
        }
        return bytes;
    }

    /** What a seed leads to: why the run ended, and the digest of the last state. */
    private record Outcome(Stop.Reason reason, String digest) {}

    private Outcome run(Machine machine, int seed) {
        machine.load(started);
        if (isDeep(seed)) {
            machine.poke(HANDLER, SKIP_A_BYTE);
            for (int vector : EXCEPTIONS) {
                machine.poke(4 * vector, new byte[] {0, HANDLER >> 8, 0, 0});
            }
        }
        machine.poke(BOOT_SECTOR, program(seed));
        long end = machine.statistics().retired() + INSTRUCTIONS;
        Stop stop =
                machine.run(
                        LONGEST,
                        () -> machine.statistics().retired() >= end,
                        Optional.of(LONGEST_WALL));
        machine.picture();
        machine.text();
        return new Outcome(stop.reason(), machine.digest());
    }

    /** Each machine takes its share of the seeds on a thread of its own, and some take all. */
    private void runAll(int seeds, int everyNthOnAll) {
        var outcomes = new ConcurrentHashMap<Integer, Outcome>();
        try (var threads = Executors.newFixedThreadPool(MACHINES)) {
            var shares = new ArrayList<Future<?>>();
            for (int share = 0; share < MACHINES; share++) {
                int own = share;
                shares.add(
                        threads.submit(
                                () -> {
                                    for (int seed = 0; seed < seeds; seed++) {
                                        if ((seed >> 1) % MACHINES == own
                                                || seed % everyNthOnAll == 0) {
                                            check(seed, machines.get(own), outcomes);
                                        }
                                    }
                                }));
            }
            for (Future<?> share : shares) {
                assertThat(share).succeedsWithin(LONGEST_TEST);
            }
        }
        assertThat(outcomes).hasSize(seeds);
    }

    private void check(int seed, Machine machine, ConcurrentMap<Integer, Outcome> outcomes) {
        Outcome outcome;
        try {
            outcome = run(machine, seed);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed, e);
        }
        assertThat(outcome.reason())
                .as("seed %d ends in time", seed)
                .isNotEqualTo(Stop.Reason.WALL_TIME_REACHED);
        assertThat(Optional.ofNullable(outcomes.putIfAbsent(seed, outcome)).orElse(outcome))
                .as("seed %d on another machine", seed)
                .isEqualTo(outcome);
    }

    @Test
    void fiveHundredSeeds() {
        runAll(500, 25);
    }

    @Test
    @Tag("nightly")
    void tenThousandSeeds() {
        runAll(10_000, 2);
    }

    @Test
    void aTripleFaultResets() {
        first.load(started);
        byte[] tripleFault = {
            0x0F,
            0x01,
            0x1E,
            0x10,
            0x7C, // lidt [7C10h]: limit 0
            (byte) 0xCC // int3
        };
        first.poke(BOOT_SECTOR, Arrays.copyOf(tripleFault, SECTOR));
        first.run(Duration.ofSeconds(2));
        assertThat(first.text().text()).contains("Pentimento PC");
        // and the boot sector, read anew from the disk, loops
        assertThat(first.run(Duration.ofMillis(10)).reason())
                .isEqualTo(Stop.Reason.VIRTUAL_TIME_REACHED);
    }
}
