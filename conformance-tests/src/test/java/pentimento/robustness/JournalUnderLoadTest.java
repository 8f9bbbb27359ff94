package pentimento.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pentimento.machine.Input;
import pentimento.machine.Journal;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;
import pentimento.machine.Stop;
import pentimento.machine.Translation;

/**
 * Inputs that came whenever the host pleased are given again at their stamps, on a host with more
 * to do than it has processors: regions become ready at other moments, the machine must not tell.
 */
class JournalUnderLoadTest {
    private static final int FLOPPY_BYTES = 163_840, SIGNATURE_AT = 510;
    private static final Duration SPAN = Duration.ofSeconds(3);

    /**
     * A loop that mixes the BIOS's ticks and the tail of its key buffer into BP and memory: what an
     * interrupt changes shows for ever.
     */
    private static final String PROGRAM =
            "FB 31C0 8ED8 31ED" // sti; ds = 0; bp = 0
                    + "B90004" // outer: mov cx,400h
                    + "01CD D1C5" // inner: add bp,cx; rol bp,1
                    + "332E6C04 032E1C04 892E0090" // xor bp,[46C]; add bp,[41C]; mov [9000],bp
                    + "E2EE EBE9"; // loop inner; jmp outer

    private static Machine machine(Translation translation) {
        byte[] image = new byte[FLOPPY_BYTES];
        byte[] program = HexFormat.of().parseHex(PROGRAM.replace(" ", ""));
        System.arraycopy(program, 0, image, 0, program.length);
        image[SIGNATURE_AT] = 0x55;
        image[SIGNATURE_AT + 1] = (byte) 0xAA;
        return Machine.builder()
                .memory(1)
                .jit(translation)
                .floppy(0, MachineConfig.Media.memory("loop", image))
                .build();
    }

    @ParameterizedTest
    @EnumSource(names = {"ON", "OFF"})
    @Timeout(120)
    void oneJournalGivesOneDigest(Translation translation) throws Exception {
        try (var first = machine(Translation.ON);
                var second = machine(translation);
                var threads = Executors.newCachedThreadPool()) {
            Future<Stop> run = threads.submit(() -> first.run(SPAN));
            for (int i = 0; !run.isDone(); i++) {
                give(first, new Input.KeyChange("a", i % 2 == 0));
                give(first, new Input.SerialBytes(0, "x"));
                Thread.sleep(3);
            }
            run.get();
            List<Journal.Entry> entries =
                    first.journal().entries(); // what came too late is not there
            assertThat(entries).isNotEmpty();
            assertThat(first.statistics().translated().retired()).isPositive();

            var end = new AtomicBoolean();
            try {
                for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                    threads.execute(() -> keepBusy(end));
                }
                for (Journal.Entry entry : entries) {
                    runUntil(second, entry.stamp().nanos());
                    give(second, entry.input());
                }
                runUntil(second, SPAN.toNanos());
            } finally {
                end.set(true);
            }
            assertThat(second.journal().entries()).isEqualTo(entries);
            assertThat(second.digest()).isEqualTo(first.digest());
        }
    }

    private static void runUntil(Machine machine, long nanos) {
        machine.run(Duration.ofNanos(nanos).minus(machine.virtualTime()));
    }

    private static void give(Machine machine, Input input) {
        switch (input) {
            case Input.KeyChange(String name, boolean pressed) -> {
                if (pressed) {
                    machine.keyboard().hold(name);
                } else {
                    machine.keyboard().release(name);
                }
            }
            case Input.SerialBytes(int port, String bytes) -> machine.serial(port, bytes);
            default -> throw new IllegalStateException("this test gives no " + input);
        }
    }

    /** Computes, and gives the garbage collector something to do. */
    private static void keepBusy(AtomicBoolean end) {
        var garbage = new ArrayList<int[]>();
        while (!end.get()) {
            garbage.add(new int[1_000]);
            if (garbage.size() > 1_000) {
                garbage.clear();
            }
        }
    }
}
