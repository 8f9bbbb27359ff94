package pentimento.devices.keyboard;

import java.util.Arrays;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/**
 * The keyboard controller of a PS/2: an 8042 with IBM's program, one output buffer for keyboard,
 * mouse and its own replies. Two ports, {@link #data()} and {@link #command()}. The interrupt lines
 * follow the output buffer: high while it is full of a byte of theirs and the command byte enables
 * them. The controller fetches a byte from a device only while the buffer is empty, and a byte
 * takes its time on the cable.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, keyboard and auxiliary device controller"
 */
public final class I8042 implements Stateful {
    // @formatter:off
    private static final int OUTPUT_FULL = 0x01, SYSTEM_FLAG = 0x04, COMMAND_LAST = 0x08,
            NOT_LOCKED = 0x10, AUX_OUTPUT = 0x20; // status
    private static final int IRQ1_ENABLE = 0x01, IRQ12_ENABLE = 0x02, SYSTEM = 0x04,
            KEYBOARD_OFF = 0x10, AUX_OFF = 0x20, TRANSLATE = 0x40; // command byte
    private static final int NOT_RESET = 0x01, A20 = 0x02, IRQ1 = 0x10, IRQ12 = 0x20,
            IDLE_CLOCKS = 0xC4; // output port
    private static final int READ_RAM = 0x20, WRITE_RAM = 0x60, RAM_COMMANDS = 0xE0, RAM_BYTES = 0x20,
            PASSWORD_INSTALLED = 0xA4, LOAD_PASSWORD = 0xA5, ENABLE_PASSWORD = 0xA6,
            DISABLE_AUX = 0xA7, ENABLE_AUX = 0xA8, TEST_AUX = 0xA9, SELF_TEST = 0xAA,
            TEST_KEYBOARD = 0xAB, DISABLE_KEYBOARD = 0xAD, ENABLE_KEYBOARD = 0xAE,
            READ_INPUT_PORT = 0xC0, READ_OUTPUT_PORT = 0xD0, WRITE_OUTPUT_PORT = 0xD1,
            WRITE_KEYBOARD_OUTPUT = 0xD2, WRITE_AUX_OUTPUT = 0xD3, WRITE_AUX = 0xD4,
            A20_OFF = 0xDD, A20_ON = 0xDF, READ_TEST_INPUTS = 0xE0, PULSE = 0xF0;
    // @formatter:on
    private static final int SELF_TEST_PASSED = 0x55, NO_PASSWORD = 0xF1, NO_ERROR = 0x00;
    private static final int INPUT_PORT = 0xB0; // not locked, no manufacturing jumper, colour
    private static final int FROM_AUX = 0x100; // marks a reply that appears to come from the mouse

    /** From a command to its reply: some instructions of the 8042. */
    private static final long REPLY_NANOS = 20_000;

    /** Eleven bits on the cable at 15.7 kHz. */
    private static final long BYTE_NANOS = 700_000;

    /** Where the controller's wires go. */
    public record Pins(Line irq1, Line irq12, Line a20, Line cpuReset) {}

    private final Ps2Device keyboard, mouse;
    private final Pins pins;
    private final NotModelled notModelled;
    private final Scheduler time;
    private final Scheduler.Event output;
    private final Translation translation = new Translation();
    private final ByteQueue replies = new ByteQueue(16);
    private final int[] ram = new int[RAM_BYTES]; // byte 0 is the command byte
    private final PortDevice data = new DataPort(), command = new CommandPort();
    private int outputBuffer;
    private boolean full, fromAux, commandLast;
    private int awaiting; // the command whose argument comes next, or 0

    /**
     * @param pins irq1, irq12: high while a byte waits; a20: high enables address bit 20, the board
     *     joins it with port 92h; cpuReset pulses high
     */
    public I8042(
            Scheduler time,
            Ps2Device keyboard,
            Ps2Device mouse,
            Pins pins,
            NotModelled notModelled) {
        this.time = time;
        this.keyboard = keyboard;
        this.mouse = mouse;
        this.pins = pins;
        this.notModelled = notModelled;
        output = time.event("8042.output", this::fill);
        ram[0] = KEYBOARD_OFF | AUX_OFF;
        pins.a20.raise();
        keyboard.connect(this::fetch);
        mouse.connect(this::fetch);
    }

    /** Port 60h. */
    public PortDevice data() {
        return data;
    }

    /** Port 64h: status and commands. */
    public PortDevice command() {
        return command;
    }

    /** The RESET pin of the 8042. The devices have none. */
    public void reset() {
        Arrays.fill(ram, 0);
        ram[0] = KEYBOARD_OFF | AUX_OFF;
        replies.clear();
        full = false;
        fromAux = false;
        commandLast = false;
        awaiting = 0;
        output.cancel();
        pins.a20.raise();
        interrupts();
    }

    /** Moves the A20 bit of the output port, as a board does that opens the gate at a reset. */
    public void a20(boolean enabled) {
        pins.a20.set(enabled);
    }

    // ---------------------------------------------------------------- the output buffer

    /** Sees to it that a waiting byte comes when its time is over. */
    private void fetch() {
        if (full) {
            return;
        }
        long ready = Scheduler.NEVER;
        if (!replies.isEmpty()) {
            ready = time.nanos() + REPLY_NANOS;
        } else if (keyboardMaySend() || auxMaySend()) {
            ready = time.nanos() + BYTE_NANOS;
        }
        if (ready < output.deadline()) {
            output.at(ready);
        }
    }

    private boolean keyboardMaySend() {
        return (ram[0] & KEYBOARD_OFF) == 0 && keyboard.hasByte();
    }

    private boolean auxMaySend() {
        return (ram[0] & AUX_OFF) == 0 && mouse.hasByte();
    }

    private void fill() {
        if (full) {
            return;
        }
        if (!replies.isEmpty()) {
            int reply = replies.take();
            put(reply & 0xFF, (reply & FROM_AUX) != 0);
        } else if (keyboardMaySend()) {
            int code = keyboard.nextByte();
            int translated = (ram[0] & TRANSLATE) != 0 ? translation.next(code) : code;
            if (translated >= 0) {
                put(translated, false);
            }
        } else if (auxMaySend()) {
            put(mouse.nextByte(), true);
        }
        fetch();
    }

    private void put(int value, boolean aux) {
        outputBuffer = value;
        full = true;
        fromAux = aux;
        interrupts();
    }

    private void interrupts() {
        pins.irq1.set(full && !fromAux && (ram[0] & IRQ1_ENABLE) != 0);
        pins.irq12.set(full && fromAux && (ram[0] & IRQ12_ENABLE) != 0);
    }

    private void reply(int value) {
        replies.add(value);
        fetch();
    }

    // ---------------------------------------------------------------- ports

    private final class DataPort implements PortDevice {
        @Override
        public int in8(int offset) {
            full = false;
            fromAux = false;
            interrupts();
            fetch();
            return outputBuffer;
        }

        @Override
        public void out8(int offset, int value) {
            commandLast = false;
            int argumentOf = awaiting;
            if (argumentOf == LOAD_PASSWORD) { // a string that ends with 0
                awaiting = value == 0 ? 0 : LOAD_PASSWORD;
                return;
            }
            awaiting = 0;
            if (argumentOf == 0) {
                commandByte(ram[0] & ~KEYBOARD_OFF); // sending enables the interface
                keyboard.receive(value);
            } else {
                argument(argumentOf, value);
            }
        }
    }

    private final class CommandPort implements PortDevice {
        @Override
        public int in8(int offset) {
            return NOT_LOCKED
                    | ram[0] & SYSTEM_FLAG
                    | (full ? OUTPUT_FULL : 0)
                    | (commandLast ? COMMAND_LAST : 0)
                    | (fromAux ? AUX_OUTPUT : 0);
        }

        @Override
        public void out8(int offset, int value) {
            commandLast = true;
            awaiting = 0;
            execute(value);
        }
    }

    private void execute(int value) {
        if ((value & RAM_COMMANDS) == READ_RAM) {
            reply(ram[value & RAM_BYTES - 1]);
            return;
        }
        if ((value & RAM_COMMANDS) == WRITE_RAM) {
            awaiting = value;
            return;
        }
        if (value >= PULSE) {
            pulse(value);
            return;
        }
        switch (value) {
            case PASSWORD_INSTALLED -> reply(NO_PASSWORD);
            case DISABLE_AUX -> commandByte(ram[0] | AUX_OFF);
            case ENABLE_AUX -> commandByte(ram[0] & ~AUX_OFF);
            case TEST_AUX, TEST_KEYBOARD -> reply(NO_ERROR);
            case SELF_TEST -> selfTest();
            case DISABLE_KEYBOARD -> commandByte(ram[0] | KEYBOARD_OFF);
            case ENABLE_KEYBOARD -> commandByte(ram[0] & ~KEYBOARD_OFF);
            case READ_INPUT_PORT -> reply(INPUT_PORT);
            case READ_OUTPUT_PORT -> reply(outputPort());
            case WRITE_OUTPUT_PORT, WRITE_KEYBOARD_OUTPUT, WRITE_AUX_OUTPUT, WRITE_AUX ->
                    awaiting = value;
            case A20_OFF -> a20(false);
            case A20_ON -> a20(true);
            case READ_TEST_INPUTS -> reply(testInputs());
            case LOAD_PASSWORD -> {
                awaiting = value;
                notModelled.report("8042", "password", value);
            }
            case ENABLE_PASSWORD -> notModelled.report("8042", "password", value);
            default -> notModelled.report("8042", String.format("command %02Xh", value), value);
        }
    }

    private void argument(int argumentOf, int value) {
        switch (argumentOf) {
            case WRITE_OUTPUT_PORT -> {
                a20((value & A20) != 0);
                if ((value & NOT_RESET) == 0) {
                    resetProcessor();
                }
            }
            case WRITE_KEYBOARD_OUTPUT -> reply(value);
            case WRITE_AUX_OUTPUT -> reply(value | FROM_AUX);
            case WRITE_AUX -> {
                commandByte(ram[0] & ~AUX_OFF);
                mouse.receive(value);
            }
            case WRITE_RAM -> commandByte(value);
            default -> ram[argumentOf & RAM_BYTES - 1] = value;
        }
    }

    private void commandByte(int value) {
        ram[0] = value;
        interrupts();
        fetch();
    }

    private void selfTest() {
        ram[0] |= SYSTEM;
        full = false;
        fromAux = false;
        interrupts();
        replies.clear();
        reply(SELF_TEST_PASSED);
    }

    private int outputPort() {
        return IDLE_CLOCKS
                | NOT_RESET
                | (pins.a20.isHigh() ? A20 : 0)
                | (full && !fromAux ? IRQ1 : 0)
                | (full && fromAux ? IRQ12 : 0);
    }

    /** The clock lines of keyboard and mouse: high unless held down. */
    private int testInputs() {
        return ((ram[0] & KEYBOARD_OFF) == 0 ? 0b01 : 0) | ((ram[0] & AUX_OFF) == 0 ? 0b10 : 0);
    }

    /** Bits that are 0 pulse their output for some 6 us; of these only the reset matters. */
    private void pulse(int value) {
        if ((value & NOT_RESET) == 0) {
            resetProcessor();
        }
    }

    private void resetProcessor() {
        pins.cpuReset.raise();
        pins.cpuReset.lower();
    }

    @Override
    public void exchange(StateCodec state) {
        state.ints("ram", ram);
        state.section("replies", replies);
        state.section("translation", translation);
        outputBuffer = state.u8("outputBuffer", outputBuffer);
        full = state.bool("full", full);
        fromAux = state.bool("fromAux", fromAux);
        commandLast = state.bool("commandLast", commandLast);
        awaiting = state.u8("awaiting", awaiting);
        pins.irq1.exchange(state, "irq1");
        pins.irq12.exchange(state, "irq12");
        pins.a20.exchange(state, "a20");
        state.section("keyboard", keyboard);
        state.section("mouse", mouse);
    }
}
