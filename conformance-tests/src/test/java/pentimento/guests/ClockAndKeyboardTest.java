package pentimento.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pentimento.machine.HostPorts;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;
import pentimento.machine.Statistics;
import pentimento.machine.Stop;
import pentimento.machine.script.ScriptException;

/** Time as a guest sees it, and keys as fast as they come. */
class ClockAndKeyboardTest {
    private static final Map<Character, String> KEYS =
            Map.of(' ', "spc", '\n', "ret", '.', "dot", ';', "semicolon");

    @TempDir Path folder;

    private Guest freeDos(LocalDateTime rtc) throws ScriptException {
        var guest =
                new Guest(
                        Machine.builder()
                                .rtc(rtc)
                                .floppy(0, Guest.copyOf("freedos722.img", folder)));
        guest.run("wait 30 Try 'invaders'", "wait 5 A:\\>", "type cls\\n");
        return guest;
    }

    @Test
    void dateAndTimeFollowTheClockPastMidnight() throws ScriptException {
        try (var guest = freeDos(LocalDateTime.of(1999, 12, 31, 23, 59, 30))) {
            guest.run(
                    "type date\\n",
                    "wait 5 Current date is Fri 12-31-1999",
                    "type \\n",
                    "type time\\n",
                    "wait 5 Current time is 11:59:3",
                    "type \\n",
                    "sleep 30",
                    "type cls\\n",
                    "type date\\n",
                    "wait 5 Current date is Sat 01-01-2000",
                    "type \\n",
                    "type time\\n",
                    "wait 5 Current time is 12:00:",
                    "type \\n");
        }
    }

    @Test
    void ctrlAltDelReboots() throws ScriptException {
        try (var guest = freeDos(MachineConfig.FIXED_RTC)) {
            guest.run(
                    "type echo before\\n",
                    "wait 5 before",
                    "key ctrl-alt-delete",
                    "wait 2 System BIOS",
                    "wait 30 Try 'invaders'",
                    "wait 5 A:\\>",
                    "text after");
            assertThat(guest.rows("after")).doesNotContain("before");
        }
    }

    @Test
    void thirtyKeysASecondAreAllRead() throws ScriptException {
        String line =
                "echo the quick brown fox jumps over the lazy dog 0123456789 and again; ab.\n";
        try (var guest = freeDos(MachineConfig.FIXED_RTC)) {
            press(guest.machine(), line.repeat(3));
            guest.run("sleep 1", "text echoed");
            assertThat(
                            guest.rows("echoed").stream()
                                    .filter(line.substring(5).strip()::equals)
                                    .count())
                    .isEqualTo(3);
        }
    }

    /** One key every 33 ms, held for half of that. */
    private static void press(Machine machine, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String key = KEYS.getOrDefault(c, String.valueOf(c));
            machine.keyboard().hold(key);
            machine.run(Duration.ofMillis(16));
            machine.keyboard().release(key);
            machine.run(Duration.ofMillis(17));
        }
    }

    /** What a boot sector's delay loop takes: counts and nanoseconds of virtual time. */
    private record Delay(long counts, long nanos) {}

    private static final int LOOPS = 1_000_000;

    // @formatter:off
    /** Marks port E9h, counts ECX down to zero, marks again, ends by the debug-exit port. */
    private static final int[] DELAY_LOOP = {
        0xFA,                                     // CLI
        0xE6, 0xE9,                               // OUT E9h,AL
        0x66, 0xB9, LOOPS & 0xFF, LOOPS >> 8 & 0xFF, LOOPS >> 16, 0, // MOV ECX,LOOPS
        0x66, 0x49,                               // DEC ECX
        0x75, 0xFC,                               // JNZ -4
        0xE6, 0xE9,                               // OUT E9h,AL
        0xE6, 0xF4,                               // OUT F4h,AL
    };
    // @formatter:on

    private static Delay measure(String mips) {
        var image = new byte[160 << 10];
        for (int i = 0; i < DELAY_LOOP.length; i++) {
            image[i] = (byte) DELAY_LOOP[i];
        }
        image[510] = 0x55;
        image[511] = (byte) 0xAA;
        var marks = new ArrayList<Statistics>();
        var machines = new ArrayList<Machine>();
        try (var machine =
                Machine.builder()
                        .mips(new BigDecimal(mips))
                        .floppy(0, MachineConfig.Media.memory("delay", image))
                        .debugConsole(true)
                        .debugExit(true)
                        .host(
                                new HostPorts(
                                        b -> marks.add(machines.getFirst().statistics()),
                                        b -> {},
                                        b -> {},
                                        b -> {}))
                        .build()) {
            machines.add(machine);
            assertThat(machine.run(Duration.ofSeconds(60)).reason())
                    .isEqualTo(Stop.Reason.DEBUG_EXIT);
        }
        assertThat(marks).hasSize(2);
        return new Delay(
                marks.get(1).retired() - marks.get(0).retired(),
                marks.get(1).virtualNanos() - marks.get(0).virtualNanos());
    }

    @Test
    void mipsScaleADelayLoopInVirtualTime() {
        long counts = 2L * LOOPS + 2; // DEC and JNZ; MOV, and the first OUT
        long portAccess = 1000;
        for (String mips : List.of("100", "10", "33.3", "400")) {
            Delay delay = measure(mips);
            assertThat(delay.counts()).isEqualTo(counts);
            assertThat((double) (delay.nanos() - portAccess))
                    .as("nanoseconds at %s MIPS", mips)
                    .isCloseTo(counts * 1000 / Double.parseDouble(mips), within(1.0));
        }
    }
}
