package pentimento.devices.keyboard;

import pentimento.memory.state.StateCodec;
import pentimento.memory.time.Scheduler;

/**
 * A PS/2 mouse with wheel and five buttons: stream, remote and wrap mode, scaling, sample rate in
 * virtual time. It is a two- or three-button mouse until a driver knocks with sample rates 200,
 * 100, 80 (wheel) or 200, 200, 80 (five buttons). The resolution is kept and reported; the host's
 * counts are taken as they come.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, mouse; Microsoft IntelliMouse extensions"
 */
public final class Ps2Mouse implements Ps2Device {
    /** Bits of the button mask. */
    public static final int LEFT = 1, RIGHT = 2, MIDDLE = 4, BACK = 8, FORWARD = 16;

    private static final int ACK = 0xFA, RESEND = 0xFE, BAT_PASSED = 0xAA;
    // @formatter:off
    private static final int SCALING_1_TO_1 = 0xE6, SCALING_2_TO_1 = 0xE7, SET_RESOLUTION = 0xE8,
            STATUS = 0xE9, STREAM = 0xEA, READ_DATA = 0xEB, LEAVE_WRAP = 0xEC, WRAP = 0xEE,
            REMOTE = 0xF0, READ_ID = 0xF2, SET_RATE = 0xF3, ENABLE = 0xF4, DISABLE = 0xF5,
            DEFAULTS = 0xF6, RESET = 0xFF;
    // @formatter:on
    private static final int PLAIN_ID = 0, WHEEL_ID = 3, FIVE_BUTTONS_ID = 4;
    private static final int STATUS_REMOTE = 0x40, STATUS_ENABLED = 0x20, STATUS_SCALED = 0x10;
    private static final int ALWAYS_ONE = 0x08;
    private static final int X_SIGN = 0x10, Y_SIGN = 0x20, X_OVERFLOW = 0x40, Y_OVERFLOW = 0x80;
    private static final int DEFAULT_RATE = 100, DEFAULT_RESOLUTION = 2;
    private static final int LEAST = -256, MOST = 255; // what a counter of nine bits holds
    private static final int[] SCALED = {0, 1, 1, 3, 6, 9}; // 2:1, from 6 on twice the count
    private static final long SECOND = 1_000_000_000, BAT_NANOS = 10_000_000;
    private final Scheduler.Event sample, selfTest;
    private final ByteQueue replies = new ByteQueue(16);
    private final ByteQueue packet = new ByteQueue(4);
    private Runnable byteReady = () -> {};
    private int right, up, wheel; // counts since the last packet
    private int buttons, reportedButtons;
    private int rate, resolution, id;
    private int knock; // the last two rates
    private int awaiting; // the command whose argument comes next, or 0
    private int lastSent;
    private boolean remote, wrap, enabled, scaled;

    public Ps2Mouse(Scheduler time) {
        sample = time.event("mouse.sample", this::sampled);
        selfTest = time.event("mouse.bat", this::selfTestPassed);
        defaults();
        selfTest.after(BAT_NANOS);
    }

    // ---------------------------------------------------------------- the hand

    /**
     * The hand moves the mouse.
     *
     * @param rightward counts to the right
     * @param downward counts towards the person, down on the screen
     * @param wheelDown notches of the wheel towards the person
     */
    public void move(int rightward, int downward, int wheelDown) {
        right += rightward;
        up -= downward;
        wheel += wheelDown;
        changed();
    }

    /**
     * @param mask of {@link #LEFT}, {@link #RIGHT}, {@link #MIDDLE}, {@link #BACK}, {@link
     *     #FORWARD}
     */
    public void buttons(int mask) {
        buttons = mask & 0x1F;
        changed();
    }

    /**
     * @return true if nothing waits to be fetched
     */
    public boolean isQueueEmpty() {
        return packet.isEmpty() && replies.isEmpty() && !hasNews();
    }

    private boolean hasNews() {
        return reports() && (right != 0 || up != 0 || wheel != 0 || buttons != reportedButtons);
    }

    private boolean reports() {
        return enabled && !remote && !wrap;
    }

    /** The first news goes out at once, what follows at the sample rate. */
    private void changed() {
        if (hasNews() && !sample.isArmed()) {
            sample.after(0);
        }
    }

    private void sampled() {
        if (hasNews() && packet.isEmpty()) {
            report(scaled, true);
            byteReady.run();
        }
        if (hasNews() || !packet.isEmpty()) {
            sample.after(SECOND / rate);
        }
    }

    // ---------------------------------------------------------------- packets

    /**
     * @param scale whether 2:1 scaling applies
     * @param streams whether what does not fit goes out with the next packet; otherwise the
     *     counters overflow
     */
    private void report(boolean scale, boolean streams) {
        int x = Math.clamp(right, LEAST, MOST);
        int y = Math.clamp(up, LEAST, MOST);
        int z = Math.clamp(wheel, -8, 7);
        int first = ALWAYS_ONE | buttons & 7;
        if (!streams) {
            first |= (x != right ? X_OVERFLOW : 0) | (y != up ? Y_OVERFLOW : 0);
        }
        right = streams ? right - x : 0;
        up = streams ? up - y : 0;
        wheel = streams && id != PLAIN_ID ? wheel - z : 0;
        reportedButtons = buttons;
        if (scale) {
            x = Math.clamp(scaled(x), LEAST, MOST);
            y = Math.clamp(scaled(y), LEAST, MOST);
        }
        first |= (x < 0 ? X_SIGN : 0) | (y < 0 ? Y_SIGN : 0);
        packet.clear();
        packet.add(first, x & 0xFF, y & 0xFF);
        if (id == WHEEL_ID) {
            packet.add(z & 0xFF);
        } else if (id == FIVE_BUTTONS_ID) {
            packet.add(z & 0x0F | (buttons & (BACK | FORWARD)) << 1);
        }
    }

    private static int scaled(int count) {
        int size = Math.abs(count);
        int twice = size < SCALED.length ? SCALED[size] : 2 * size;
        return count < 0 ? -twice : twice;
    }

    private void forgetMovement() {
        right = 0;
        up = 0;
        wheel = 0;
        packet.clear();
    }

    // ---------------------------------------------------------------- the cable

    @Override
    public void connect(Runnable listener) {
        byteReady = listener;
    }

    @Override
    public boolean hasByte() {
        return !replies.isEmpty() || awaiting == 0 && !packet.isEmpty();
    }

    @Override
    public int nextByte() {
        lastSent = replies.isEmpty() ? packet.take() : replies.take();
        return lastSent;
    }

    @Override
    public void receive(int value) {
        if (wrap && value != LEAVE_WRAP && value != RESET) {
            replies.add(value);
        } else if (awaiting != 0) {
            argument(awaiting, value);
        } else {
            command(value);
        }
        byteReady.run();
    }

    private void command(int value) {
        if (value == RESEND) {
            replies.add(lastSent);
            return;
        }
        if (!isCommand(value)) { // also BBh, with which OS/2 looks for another mouse
            replies.add(RESEND);
            return;
        }
        packet.clear();
        replies.add(ACK);
        switch (value) {
            case SCALING_1_TO_1 -> scaled = false;
            case SCALING_2_TO_1 -> scaled = true;
            case SET_RESOLUTION, SET_RATE -> awaiting = value;
            case STATUS -> replies.add(status(), resolution, rate);
            case STREAM -> {
                remote = false;
                forgetMovement();
            }
            case REMOTE -> {
                remote = true;
                forgetMovement();
            }
            case READ_DATA -> report(false, false);
            case WRAP -> {
                wrap = true;
                forgetMovement();
            }
            case LEAVE_WRAP -> {
                wrap = false;
                forgetMovement();
            }
            case READ_ID -> replies.add(id);
            case ENABLE -> {
                enabled = true;
                reportedButtons = buttons;
                forgetMovement();
            }
            case DISABLE -> enabled = false;
            case DEFAULTS -> defaults();
            default -> reset();
        }
    }

    private static boolean isCommand(int value) {
        return switch (value) {
            case SCALING_1_TO_1,
                    SCALING_2_TO_1,
                    SET_RESOLUTION,
                    STATUS,
                    STREAM,
                    READ_DATA,
                    LEAVE_WRAP,
                    WRAP,
                    REMOTE,
                    READ_ID,
                    SET_RATE,
                    ENABLE,
                    DISABLE,
                    DEFAULTS,
                    RESET ->
                    true;
            default -> false;
        };
    }

    private void argument(int argumentOf, int value) {
        boolean isRate = argumentOf == SET_RATE;
        if (isRate ? !isRate(value) : value > 3) {
            if (value == RESET) {
                awaiting = 0;
                command(value);
            } else {
                replies.add(RESEND); // and another argument is awaited
            }
            return;
        }
        awaiting = 0;
        replies.add(ACK);
        if (isRate) {
            rate = value;
            knock(value);
        } else {
            resolution = value;
        }
    }

    private static boolean isRate(int value) {
        return switch (value) {
            case 10, 20, 40, 60, 80, 100, 200 -> true;
            default -> false;
        };
    }

    private void knock(int value) {
        if (value == 80 && knock == (200 << 8 | 100) && id == PLAIN_ID) {
            id = WHEEL_ID;
        } else if (value == 80 && knock == (200 << 8 | 200)) {
            id = FIVE_BUTTONS_ID;
        }
        knock = knock << 8 & 0xFF00 | value;
    }

    private int status() {
        return (remote ? STATUS_REMOTE : 0)
                | (enabled ? STATUS_ENABLED : 0)
                | (scaled ? STATUS_SCALED : 0)
                | ((buttons & LEFT) != 0 ? 4 : 0)
                | ((buttons & MIDDLE) != 0 ? 2 : 0)
                | ((buttons & RIGHT) != 0 ? 1 : 0);
    }

    private void reset() {
        defaults();
        id = PLAIN_ID;
        knock = 0;
        selfTest.after(BAT_NANOS);
    }

    private void selfTestPassed() {
        replies.add(BAT_PASSED, PLAIN_ID);
        byteReady.run();
    }

    private void defaults() {
        rate = DEFAULT_RATE;
        resolution = DEFAULT_RESOLUTION;
        scaled = false;
        remote = false;
        wrap = false;
        enabled = false;
        awaiting = 0;
        forgetMovement();
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("replies", replies);
        state.section("packet", packet);
        right = state.i32("right", right);
        up = state.i32("up", up);
        wheel = state.i32("wheel", wheel);
        buttons = state.u8("buttons", buttons);
        reportedButtons = state.u8("reportedButtons", reportedButtons);
        rate = state.u8("rate", rate);
        resolution = state.u8("resolution", resolution);
        id = state.u8("id", id);
        knock = state.u16("knock", knock);
        awaiting = state.u8("awaiting", awaiting);
        lastSent = state.u8("lastSent", lastSent);
        remote = state.bool("remote", remote);
        wrap = state.bool("wrap", wrap);
        enabled = state.bool("enabled", enabled);
        scaled = state.bool("scaled", scaled);
    }
}
