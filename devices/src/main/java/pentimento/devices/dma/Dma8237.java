package pentimento.devices.dma;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * Intel 8237A programmable DMA controller, sixteen ports. Devices draw their cycles from a {@link
 * DmaChannel} when they want them, so that no two ever wait for the bus: priorities, timing and the
 * difference between single, block and demand mode have nothing to decide here.
 *
 * @see "Intel 8237A datasheet, order 231466-005"
 */
public final class Dma8237 implements PortDevice, Stateful {
    private static final int CHANNELS = 4, ALL_CHANNELS = 0x0F, FLOATING = 0xFF;
    // @formatter:off
    private static final int STATUS_COMMAND = 0x8, REQUEST = 0x9, SINGLE_MASK = 0xA, MODE = 0xB,
            CLEAR_FLIP_FLOP = 0xC, TEMPORARY_MASTER_CLEAR = 0xD, CLEAR_MASK = 0xE, ALL_MASKS = 0xF;
    // @formatter:on
    private static final int MEMORY_TO_MEMORY = 0x01, CHANNEL_0_HOLD = 0x02, DISABLE = 0x04;
    private static final int DREQ_LOW = 0x40, DACK_HIGH = 0x80; // command
    private static final int SET = 0x04; // of the request and the single mask register
    private static final int TRANSFER = 0x0C; // mode; both bits set are illegal

    private final AddressBus bus;
    private final BooleanSupplier busGranted;
    private final NotModelled notModelled;
    private final List<Channel> channels;
    private int command, mask, softwareRequests, reachedCounts, temporary;
    private boolean highByteNext; // the first/last flip-flop

    /**
     * @param busGranted whether a HRQ would be answered by HLDA: the cascade
     */
    Dma8237(AddressBus bus, BooleanSupplier busGranted, NotModelled notModelled) {
        this.bus = bus;
        this.busGranted = busGranted;
        this.notModelled = notModelled;
        channels = IntStream.range(0, CHANNELS).mapToObj(n -> new Channel(this, bus, n)).toList();
        reset();
    }

    /** The RESET pin, and the master clear command. */
    public void reset() {
        command = 0;
        mask = ALL_CHANNELS;
        softwareRequests = 0;
        reachedCounts = 0;
        temporary = 0;
        highByteNext = false;
    }

    Channel channel(int number) {
        return channels.get(number);
    }

    boolean isServed(int number) {
        return (command & DISABLE) == 0 && (mask >> number & 1) == 0 && busGranted.getAsBoolean();
    }

    void terminalCount(int number, boolean again) {
        reachedCounts |= 1 << number;
        softwareRequests &= ~(1 << number);
        if (!again) {
            mask |= 1 << number;
        }
    }

    @Override
    public int in8(int offset) {
        int register = offset / bus.width();
        if (register < STATUS_COMMAND) {
            Channel channel = channels.get(register / 2);
            int value = register % 2 == 0 ? channel.address() : channel.count();
            return flip() ? value >> 8 : value & 0xFF;
        }
        return switch (register) {
            case STATUS_COMMAND -> readStatus();
            case TEMPORARY_MASTER_CLEAR -> temporary;
            case ALL_MASKS -> 0xF0 | mask; // as in the 82371
            default -> FLOATING;
        };
    }

    @Override
    public void out8(int offset, int value) {
        int register = offset / bus.width();
        if (register < STATUS_COMMAND) {
            Channel channel = channels.get(register / 2);
            if (register % 2 == 0) {
                channel.writeAddress(flip(), value);
            } else {
                channel.writeCount(flip(), value);
            }
            return;
        }
        switch (register) {
            case STATUS_COMMAND -> command(value);
            case REQUEST -> request(value & 3, (value & SET) != 0);
            case SINGLE_MASK -> mask = replace(mask, value & 3, (value & SET) != 0);
            case MODE -> mode(value);
            case CLEAR_FLIP_FLOP -> highByteNext = false;
            case TEMPORARY_MASTER_CLEAR -> reset();
            case CLEAR_MASK -> mask = 0;
            default -> mask = value & ALL_CHANNELS;
        }
    }

    /**
     * @return true if the high byte's turn is now
     */
    private boolean flip() {
        boolean high = highByteNext;
        highByteNext = !high;
        return high;
    }

    private static int replace(int register, int bit, boolean value) {
        return value ? register | 1 << bit : register & ~(1 << bit);
    }

    private int readStatus() {
        int requests = 0;
        for (int n = 0; n < CHANNELS; n++) {
            requests |= channels.get(n).isRequested() ? 1 << n : 0;
        }
        int status = requests << 4 | reachedCounts;
        reachedCounts = 0;
        return status;
    }

    private void command(int value) {
        command = value;
        if ((value & (DREQ_LOW | DACK_HIGH)) != 0) {
            notModelled.report("8237A", "sense of DREQ and DACK", value);
        }
    }

    private void mode(int value) {
        if ((value & TRANSFER) == TRANSFER && value >> 6 != 3) {
            notModelled.report("8237A", "mode with the illegal transfer type", value);
        }
        channels.get(value & 3).mode(value);
    }

    /** A software request "is non-maskable"; only memory to memory has a use for it on a PC. */
    private void request(int number, boolean set) {
        softwareRequests = replace(softwareRequests, number, set);
        if (!set) {
            return;
        }
        boolean enabled = (command & DISABLE) == 0 && busGranted.getAsBoolean();
        if (number == 0 && (command & MEMORY_TO_MEMORY) != 0) {
            if (enabled) {
                copyMemory();
            }
        } else {
            notModelled.report("8237A", "software request", number);
        }
    }

    /** Channel 0 reads, channel 1 writes and counts. */
    private void copyMemory() {
        Channel source = channels.get(0);
        Channel destination = channels.get(1);
        boolean hold = (command & CHANNEL_0_HOLD) != 0;
        do {
            int held = source.address();
            temporary = bus.memory().read8(source.physical());
            bus.memory().write8(destination.physical(), temporary);
            source.step(1);
            if (hold) {
                source.holdAddress(held);
            }
            destination.step(1);
        } while (!destination.isTerminalCount());
        softwareRequests &= ~1;
    }

    @Override
    public void exchange(StateCodec state) {
        command = state.u8("command", command);
        mask = state.u8("mask", mask);
        softwareRequests = state.u8("requests", softwareRequests);
        reachedCounts = state.u8("reachedCounts", reachedCounts);
        temporary = state.u8("temporary", temporary);
        highByteNext = state.bool("highByteNext", highByteNext);
        for (int n = 0; n < CHANNELS; n++) {
            state.section("channel" + n, channels.get(n));
        }
    }
}
