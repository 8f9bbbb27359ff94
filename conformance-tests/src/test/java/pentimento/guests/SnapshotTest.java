package pentimento.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pentimento.machine.Machine;
import pentimento.machine.Snapshot;
import pentimento.machine.Stop;
import pentimento.machine.script.ScriptException;

/**
 * {@code save -> load -> run N} equals {@code run N}, at many moments of real work, in the machine
 * that was saved and in a fresh one with the same disks.
 */
class SnapshotTest {
    /** No whole number of milliseconds: moments lie within instructions, transfers, scan lines. */
    private static final Duration STEP = Duration.ofNanos(37_100_001);

    @TempDir Path folder;

    /** A moment of a run. */
    private record Moment(Snapshot snapshot, String digest) {
        static Moment of(Machine machine) {
            return new Moment(machine.save(), machine.digest());
        }
    }

    /** Builds the same machine again, with the disks as they were at power-on. */
    private interface Factory {
        Guest build() throws IOException;
    }

    private Guest freeDos(String name) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        return new Guest(Machine.builder().floppy(0, Guest.copyOf("freedos722.img", own)));
    }

    private Guest odin(String name) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        return new Guest(
                Machine.builder()
                        .floppy(0, Guest.copyOf("odin070.img", own))
                        .hardDisk(0, Guest.blankDisk(64, own)));
    }

    /** From here on all writes go to layers that snapshots hold: the images stay as they are. */
    private static void keepImages(Guest guest) {
        guest.machine().save();
    }

    /** Runs on, saving at every step; then repeats each step from its start. */
    private static void assertEveryStepRepeats(Guest guest, Factory again, int steps)
            throws IOException {
        Machine machine = guest.machine();
        var moments = new ArrayList<Moment>(List.of(Moment.of(machine)));
        for (int i = 0; i < steps; i++) {
            assertThat(machine.run(STEP).reason()).isEqualTo(Stop.Reason.VIRTUAL_TIME_REACHED);
            moments.add(Moment.of(machine));
        }
        repeat(machine, moments, "in the same machine");
        try (var fresh = again.build()) {
            repeat(fresh.machine(), moments, "in a fresh machine");
        }
        machine.load(moments.getLast().snapshot());
    }

    /** Backwards, so that each load really changes the state. */
    private static void repeat(Machine machine, List<Moment> moments, String where) {
        for (int i = moments.size() - 2; i >= 0; i--) {
            machine.load(moments.get(i).snapshot());
            assertThat(machine.digest())
                    .as("loaded %s, moment %d", where, i)
                    .isEqualTo(moments.get(i).digest());
            machine.run(STEP);
            assertThat(machine.digest())
                    .as("run on %s from moment %d", where, i)
                    .isEqualTo(moments.get(i + 1).digest());
        }
    }

    @Test
    void whileFreeDosBootsAndWhileItsProgramsRun() throws IOException, ScriptException {
        try (var guest = freeDos("first")) {
            keepImages(guest);
            assertEveryStepRepeats(guest, () -> freeDos("again"), 60);
            guest.run("wait 30 Try 'invaders'", "wait 5 A:\\>");
            assertEveryStepRepeats(guest, () -> freeDos("atPrompt"), 3);
            guest.run("type nasm -f bin -o h2.com hello.asm\\n");
            assertEveryStepRepeats(guest, () -> freeDos("writing"), 10);
            guest.run("wait 10 A:\\>", "type sierpi~1\\n");
            assertEveryStepRepeats(guest, () -> freeDos("graphics"), 5);
        }
    }

    @Test
    void inVirtual8086ModeUnderEmm386AndInDpmiPrograms() throws IOException, ScriptException {
        try (var guest = odin("first")) {
            keepImages(guest);
            guest.run("wait 30 Enter a choice", "key 4", "key ret");
            assertEveryStepRepeats(guest, () -> odin("loading"), 30);
            guest.run("waitre 40 ^A:.>$", "type mem /c\\n");
            assertEveryStepRepeats(guest, () -> odin("mem"), 10);
            guest.run("type \\n", "sleep 1", "type zip c.zip edit.exe edlin.exe\\n");
            assertEveryStepRepeats(guest, () -> odin("zip"), 15);
        }
    }

    @Test
    void whileAHardDiskIsPartitionedAndFormatted() throws IOException, ScriptException {
        try (var guest = odin("first")) {
            keepImages(guest);
            guest.run("wait 30 Enter a choice", "key 3", "key ret", "waitre 40 ^A:.>$");
            guest.run("type fdisk /auto\\n");
            assertEveryStepRepeats(guest, () -> odin("fdisk"), 10);
            guest.run("sleep 3", "type fdisk /mbr\\n", "sleep 1", "key ctrl-alt-delete", "sleep 1");
            guest.run("wait 30 Enter a choice", "key 3", "key ret", "waitre 40 ^A:.>$");
            guest.run("type format c: /s\\n", "wait 10 (YES/NO)", "type YES\\n");
            assertEveryStepRepeats(guest, () -> odin("format"), 30);
        }
    }
}
