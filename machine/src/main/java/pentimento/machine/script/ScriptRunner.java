package pentimento.machine.script;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfigException;
import pentimento.machine.Picture;
import pentimento.machine.Snapshot;
import pentimento.machine.Stop;
import pentimento.machine.TextPicture;

/**
 * Runs a script on a machine, on the calling thread. Steps look at the machine on its quantum grid
 * and wait in virtual time, so that a script gives the same result on any host.
 */
public final class ScriptRunner {
    private static final Duration KEY_UP = Duration.ofMillis(30),
            FRAME = Duration.ofNanos(14_300_000);
    private static final Duration TYPING_LIMIT = Duration.ofMinutes(10);

    private final Machine machine;
    private final ScriptHost host;
    private final SerialLog serial;
    private final Optional<Long> wallEnd;
    private final long virtualEnd;
    private final Map<String, Snapshot> snapshots = new HashMap<>();

    /**
     * @param serial what the first serial port sends
     * @param wallLimit a safety net in wall time for the whole script
     */
    public ScriptRunner(
            Machine machine, ScriptHost host, SerialLog serial, Optional<Duration> wallLimit) {
        this(machine, host, serial, wallLimit, Optional.empty());
    }

    /**
     * @param serial what the first serial port sends
     * @param wallLimit a safety net in wall time for the whole script
     * @param virtualLimit virtual time at most for the whole script
     */
    public ScriptRunner(
            Machine machine,
            ScriptHost host,
            SerialLog serial,
            Optional<Duration> wallLimit,
            Optional<Duration> virtualLimit) {
        this.machine = machine;
        this.host = host;
        this.serial = serial;
        wallEnd = wallLimit.map(limit -> System.nanoTime() + limit.toNanos());
        long now = machine.virtualTime().toNanos();
        virtualEnd =
                virtualLimit
                        .map(limit -> now + Math.min(limit.toNanos(), Long.MAX_VALUE - now))
                        .orElse(Long.MAX_VALUE);
    }

    /** Thrown inside to end the script when the machine stops. */
    private static final class Ended extends Exception {
        private final transient Stop stop;

        Ended(Stop stop) {
            super(null, null, false, false);
            this.stop = stop;
        }
    }

    /**
     * Runs all steps.
     *
     * @return how it ended: the machine's own stop, or POWERED_OFF with the code of a quit step, or
     *     empty after the last step
     * @throws ScriptException if a step failed
     */
    public Optional<Stop> run(Script script) throws ScriptException {
        for (Script.Line line : script.lines()) {
            try {
                if (line.step() instanceof Step.Quit quit) {
                    return Optional.of(new Stop(Stop.Reason.POWERED_OFF, quit.code()));
                }
                step(line);
            } catch (Ended ended) {
                return Optional.of(ended.stop);
            } catch (IllegalArgumentException | MachineConfigException | IOException e) {
                throw failure(line, String.valueOf(e.getMessage()));
            }
        }
        return Optional.empty();
    }

    private void step(Script.Line line) throws ScriptException, Ended, IOException {
        switch (line.step()) {
            case Step.Wait(Duration limit, String text) ->
                    await(
                            line,
                            limit,
                            () -> screen().contains(text),
                            "'" + text + "' did not appear");
            case Step.WaitPattern(Duration limit, var pattern) ->
                    await(
                            line,
                            limit,
                            () -> pattern.matcher(screen()).find(),
                            "nothing matched " + pattern);
            case Step.WaitSerial(Duration limit, String text) ->
                    await(
                            line,
                            limit,
                            () -> serial.match(text),
                            "'"
                                    + text
                                    + "' did not come over the serial line; it sent: "
                                    + serial.rest());
            case Step.Stable(Duration quiet, Duration limit) -> awaitStable(quiet, limit);
            case Step.Sleep(Duration duration) -> advance(duration, () -> false);
            case Step.Type(String text) -> {
                machine.keyboard().type(text);
                finishTyping(line);
            }
            case Step.Press(List<String> chords) -> {
                chords.forEach(machine.keyboard()::press);
                finishTyping(line);
            }
            case Step.Hold(String chord) -> machine.keyboard().hold(chord);
            case Step.Release(String chord) -> machine.keyboard().release(chord);
            case Step.MoveMouse(int dx, int dy, int buttons) -> {
                machine.mouse(dx, dy, 0, buttons);
                advance(KEY_UP, () -> false);
            }
            case Step.SendSerial(String text) -> machine.serial(0, text);
            case Step.SaveText(var file) -> {
                if (file.isPresent()) {
                    host.writeText(file.get(), screen() + "\n");
                } else {
                    host.print(screen());
                }
            }
            case Step.SaveScreenshot(var file) -> host.writePicture(file, machine.picture());
            case Step.Insert(String drive, var file) -> machine.insert(drive(drive), file);
            case Step.Eject(String drive) -> machine.eject(drive(drive));
            case Step.Boot(String device) -> machine.boot(device);
            case Step.Reset() -> machine.reset();
            case Step.PowerOff() -> {
                machine.powerOff();
                advance(KEY_UP, () -> false);
            }
            case Step.SaveSnapshot(String name) -> snapshots.put(name, machine.save());
            case Step.LoadSnapshot(String name) -> {
                Snapshot snapshot = snapshots.get(name);
                if (snapshot == null) {
                    throw new IllegalArgumentException("no snapshot '" + name + "' was saved");
                }
                machine.load(snapshot);
            }
            case Step.Quit quit ->
                    throw new IllegalStateException("handled by the caller: " + quit);
        }
    }

    private static int drive(String name) {
        return switch (name) {
            case "a", "fda", "floppy0" -> 0;
            case "b", "fdb", "floppy1" -> 1;
            default ->
                    throw new IllegalArgumentException(
                            "there is no removable drive '" + name + "'; a and b are");
        };
    }

    private String screen() {
        return machine.text().text();
    }

    private ScriptException failure(Script.Line line, String reason) {
        return new ScriptException(
                "script line "
                        + line.number()
                        + " ("
                        + line.source()
                        + "): "
                        + reason
                        + "\n--- the screen ---\n"
                        + screen()
                        + "\n------------------");
    }

    private void finishTyping(Script.Line line) throws ScriptException, Ended {
        if (!advance(TYPING_LIMIT, machine.keyboard()::isIdle)) {
            throw failure(line, "the guest does not read its keyboard");
        }
    }

    /** Waits for a condition that is looked at once a frame. */
    private void await(Script.Line line, Duration limit, BooleanSupplier condition, String reason)
            throws ScriptException, Ended {
        if (!advance(limit, everyFrame(condition))) {
            throw failure(line, reason + " within " + limit.toMillis() / 1000.0 + " s");
        }
    }

    private BooleanSupplier everyFrame(BooleanSupplier condition) {
        long[] next = {0};
        return () -> {
            long now = machine.virtualTime().toNanos();
            if (now < next[0]) {
                return false;
            }
            next[0] = now + FRAME.toNanos();
            return condition.getAsBoolean();
        };
    }

    private void awaitStable(Duration quiet, Duration limit) throws Ended {
        var watch =
                new Object() {
                    private TextPicture text = machine.text();
                    private Picture picture = machine.picture();
                    private long since = machine.virtualTime().toNanos();

                    boolean isQuiet() {
                        TextPicture nowText = machine.text();
                        boolean changed;
                        if (nowText.rows() > 0 || text.rows() > 0) {
                            changed =
                                    !nowText.characters().equals(text.characters())
                                            || !Arrays.equals(
                                                    nowText.attributes(), text.attributes());
                        } else {
                            Picture now = machine.picture();
                            changed = !Arrays.equals(now.rgb(), picture.rgb());
                            picture = now;
                        }
                        text = nowText;
                        long time = machine.virtualTime().toNanos();
                        if (changed) {
                            since = time;
                        }
                        return time - since >= quiet.toNanos();
                    }
                };
        advance(limit, everyFrame(watch::isQuiet));
    }

    /**
     * Runs the machine.
     *
     * @return true if the condition came to hold, false if the span has passed
     */
    private boolean advance(Duration span, BooleanSupplier until) throws Ended {
        Optional<Duration> wall =
                wallEnd.map(end -> Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        Duration left = Duration.ofNanos(virtualEnd).minus(machine.virtualTime());
        boolean isLast = left.compareTo(span) < 0;
        Stop stop = machine.run(isLast ? left : span, until, wall);
        return switch (stop.reason()) {
            case CONDITION_MET -> true;
            case VIRTUAL_TIME_REACHED -> {
                if (isLast) {
                    throw new Ended(stop);
                }
                yield false;
            }
            default -> throw new Ended(stop);
        };
    }
}
