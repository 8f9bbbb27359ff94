package pentimento.devices.keyboard;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.time.Scheduler;

/**
 * A PS/2 keyboard with 105 keys: scan code sets 1, 2 and 3, lights, typematic repeat and a buffer
 * of 16 bytes. Replies to commands go out before scan codes that wait.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, 101- and 102-key keyboards"
 */
public final class Ps2Keyboard implements Ps2Device {
    private static final int ACK = 0xFA, RESEND = 0xFE, BAT_PASSED = 0xAA, ECHO = 0xEE;
    private static final int SET_LEDS = 0xED,
            SCAN_CODE_SET = 0xF0,
            READ_ID = 0xF2,
            SET_TYPEMATIC = 0xF3,
            ENABLE = 0xF4,
            DEFAULT_DISABLE = 0xF5,
            SET_DEFAULT = 0xF6,
            ALL_TYPEMATIC = 0xF7,
            ALL_MAKE_BREAK = 0xF8,
            ALL_MAKE = 0xF9,
            ALL_TYPEMATIC_MAKE_BREAK = 0xFA,
            KEY_TYPEMATIC = 0xFB,
            KEY_MAKE_BREAK = 0xFC,
            KEY_MAKE = 0xFD,
            RESET = 0xFF;
    private static final int LOWEST_COMMAND = SET_LEDS;
    private static final int NUM_LOCK_LIGHT = 0b010;
    private static final int DEFAULT_TYPEMATIC = 0x2B; // 500 ms, then 10.9 a second
    private static final int BUFFER = 16, LONGEST_REPLY = 16;

    /**
     * How long the self-test takes. Real keyboards need some 400 ms; firmware must wait anyway, and
     * polling costs the host its time.
     */
    private static final long BAT_NANOS = 10_000_000;

    private static final long SECOND = 1_000_000_000;

    private final NotModelled notModelled;
    private final Scheduler.Event typematic, selfTest;
    private final ByteQueue replies = new ByteQueue(LONGEST_REPLY);
    private final ByteQueue codes = new ByteQueue(BUFFER + 1); // one more for the overrun code
    private final EnumSet<Key> down = EnumSet.noneOf(Key.class);
    private final KeyKinds kinds = new KeyKinds();
    private Runnable byteReady = () -> {};
    private Optional<Key> repeating = Optional.empty();
    private int scanSet, leds, rate;
    private int awaiting; // the command whose argument comes next, or 0
    private int lastSent;
    private boolean scanning;

    /** At power-on a self-test runs, and AAh comes when it has passed. */
    public Ps2Keyboard(Scheduler time, NotModelled notModelled) {
        this.notModelled = notModelled;
        typematic = time.event("keyboard.typematic", this::repeat);
        selfTest = time.event("keyboard.bat", this::selfTestPassed);
        defaults();
        selfTest.after(BAT_NANOS);
    }

    // ---------------------------------------------------------------- the keys

    /** A key goes down. A key that is down already stays so: repeating is the keyboard's. */
    public void press(Key key) {
        if (!down.add(key) || !scanning) {
            return;
        }
        boolean repeats = scanSet != 3 || kinds.repeats(key);
        int[] codesOfKey = scanSet == 3 ? new int[] {key.set3()} : encode(sequences().make(key));
        repeating = repeats && key != Key.PAUSE ? Optional.of(key) : Optional.empty();
        if (repeating.isPresent()) {
            typematic.after(delayNanos());
        } else {
            typematic.cancel();
        }
        send(codesOfKey);
    }

    public void release(Key key) {
        if (!down.remove(key)) {
            return;
        }
        if (repeating.equals(Optional.of(key))) {
            stopRepeating();
        }
        if (scanning) {
            send(scanSet == 3 ? releaseInSet3(key) : encode(sequences().release(key)));
        }
    }

    public boolean isDown(Key key) {
        return down.contains(key);
    }

    /**
     * @return true if nothing waits to be fetched: who types for a person holds the next key back
     *     until then
     */
    public boolean isQueueEmpty() {
        return codes.isEmpty() && replies.isEmpty();
    }

    /**
     * @return the lights: bit 0 Scroll Lock, 1 Num Lock, 2 Caps Lock
     */
    public int leds() {
        return leds;
    }

    private KeySequences sequences() {
        return new KeySequences(down, (leds & NUM_LOCK_LIGHT) != 0);
    }

    private int[] encode(int[] set2) {
        return scanSet == 1 ? Translation.ofSequence(set2) : set2;
    }

    private int[] releaseInSet3(Key key) {
        return kinds.breaks(key) ? new int[] {Translation.BREAK, key.set3()} : new int[0];
    }

    /** A key whose codes don't fit is lost, and the 17th byte says so. */
    private void send(int[] sequence) {
        if (codes.size() + sequence.length <= BUFFER) {
            codes.add(sequence);
        } else if (codes.size() <= BUFFER && codes.last() != overrun()) {
            codes.add(overrun());
        }
        byteReady.run();
    }

    private int overrun() {
        return scanSet == 1 ? 0xFF : 0x00;
    }

    // ---------------------------------------------------------------- typematic

    /** A repeat that the host has not fetched yet is not repeated again. */
    private void repeat() {
        repeating.ifPresent(
                key -> {
                    if (codes.isEmpty()) {
                        send(
                                scanSet == 3
                                        ? new int[] {key.set3()}
                                        : encode(sequences().repeat(key)));
                    }
                    typematic.after(periodNanos());
                });
    }

    private void stopRepeating() {
        repeating = Optional.empty();
        typematic.cancel();
    }

    private long delayNanos() {
        return (1 + (rate >> 5 & 3)) * (SECOND / 4);
    }

    /** (8 + A) * 2^B / 240 seconds. */
    private long periodNanos() {
        return ((8 + (rate & 7)) << (rate >> 3 & 3)) * SECOND / 240;
    }

    // ---------------------------------------------------------------- the cable

    @Override
    public void connect(Runnable listener) {
        byteReady = listener;
    }

    @Override
    public boolean hasByte() {
        return !replies.isEmpty() || awaiting == 0 && !codes.isEmpty();
    }

    @Override
    public int nextByte() {
        lastSent = replies.isEmpty() ? codes.take() : replies.take();
        return lastSent;
    }

    @Override
    public void receive(int value) {
        if (awaiting != 0 && value < LOWEST_COMMAND) {
            argument(value);
        } else {
            awaiting = 0;
            command(value);
        }
        byteReady.run();
    }

    private void command(int value) {
        switch (value) {
            case ECHO -> replies.add(ECHO);
            case RESEND -> replies.add(lastSent);
            case SET_LEDS, SCAN_CODE_SET, SET_TYPEMATIC -> await(value);
            case KEY_TYPEMATIC, KEY_MAKE_BREAK, KEY_MAKE -> {
                codes.clear();
                await(value);
            }
            case READ_ID -> replies.add(ACK, 0xAB, 0x83);
            case ENABLE -> {
                codes.clear();
                scanning = true;
                replies.add(ACK);
            }
            case DEFAULT_DISABLE -> {
                defaults();
                scanning = false;
                replies.add(ACK);
            }
            case SET_DEFAULT -> {
                defaults();
                replies.add(ACK);
            }
            case ALL_TYPEMATIC -> all(Key.Kind.TYPEMATIC);
            case ALL_MAKE_BREAK -> all(Key.Kind.MAKE_BREAK);
            case ALL_MAKE -> all(Key.Kind.MAKE);
            case ALL_TYPEMATIC_MAKE_BREAK -> all(Key.Kind.TYPEMATIC_MAKE_BREAK);
            case RESET -> reset();
            default -> {
                if (value != 0xEF && value != 0xF1 && value >= LOWEST_COMMAND) {
                    notModelled.report("PS/2 keyboard", "command", value);
                }
                replies.add(RESEND);
            }
        }
    }

    private void await(int command) {
        awaiting = command;
        replies.add(ACK);
    }

    private void argument(int value) {
        int command = awaiting;
        switch (command) {
            case SET_LEDS -> {
                leds = value & 7;
                acknowledgeArgument();
            }
            case SET_TYPEMATIC -> {
                rate = value & 0x7F;
                acknowledgeArgument();
            }
            case SCAN_CODE_SET -> scanCodeSet(value);
            default -> { // a list of keys of set 3, until the next command
                kinds.ofCode(value, kindOf(command));
                replies.add(ACK);
            }
        }
    }

    private void acknowledgeArgument() {
        awaiting = 0;
        replies.add(ACK);
    }

    private void scanCodeSet(int value) {
        if (value > 3) {
            awaiting = 0;
            replies.add(RESEND);
            return;
        }
        acknowledgeArgument();
        if (value == 0) {
            replies.add(scanSet);
        } else {
            scanSet = value;
            codes.clear();
            stopRepeating();
        }
    }

    private static Key.Kind kindOf(int command) {
        return switch (command) {
            case KEY_TYPEMATIC -> Key.Kind.TYPEMATIC;
            case KEY_MAKE_BREAK -> Key.Kind.MAKE_BREAK;
            default -> Key.Kind.MAKE;
        };
    }

    private void all(Key.Kind kind) {
        codes.clear();
        kinds.all(kind);
        replies.add(ACK);
    }

    private void reset() {
        replies.clear();
        replies.add(ACK);
        defaults();
        leds = 0;
        scanning = false;
        selfTest.after(BAT_NANOS);
    }

    private void selfTestPassed() {
        scanning = true;
        replies.add(BAT_PASSED);
        byteReady.run();
    }

    private void defaults() {
        codes.clear();
        stopRepeating();
        scanSet = 2;
        rate = DEFAULT_TYPEMATIC;
        kinds.defaults();
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("replies", replies);
        state.section("codes", codes);
        scanSet = state.u8("scanSet", scanSet);
        leds = state.u8("leds", leds);
        rate = state.u8("rate", rate);
        awaiting = state.u8("awaiting", awaiting);
        lastSent = state.u8("lastSent", lastSent);
        scanning = state.bool("scanning", scanning);
        repeating = named(state.text("repeating", repeating.map(Enum::name).orElse("")));
        exchangeDown(state);
        state.section("kinds", kinds);
    }

    /** Names of keys, separated by blanks. */
    private void exchangeDown(StateCodec state) {
        String saved = state.text("down", String.join(" ", down.stream().map(Enum::name).toList()));
        down.clear();
        Arrays.stream(saved.split(" "))
                .filter(name -> !name.isEmpty())
                .map(Key::valueOf)
                .forEach(down::add);
    }

    private static Optional<Key> named(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(Key.valueOf(name));
    }
}
