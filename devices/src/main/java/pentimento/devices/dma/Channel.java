package pentimento.devices.dma;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * One of four channels of an 8237A: base and current registers, mode, and the cycles themselves.
 */
final class Channel implements DmaChannel, Stateful {
    private static final int TRANSFER = 0x0C, WRITE_MEMORY = 0x04, READ_MEMORY = 0x08; // mode
    private static final int AUTOINITIALISE = 0x10, DECREMENT = 0x20;
    private static final int CASCADE = 0xC0;

    private final Dma8237 chip;
    private final AddressBus bus;
    private final int number;
    private int baseAddress, baseCount, address, count; // 0..FFFFh
    private int mode; // bits 7-2 as written
    private boolean requested; // DREQ
    private boolean terminalCount;

    Channel(Dma8237 chip, AddressBus bus, int number) {
        this.chip = chip;
        this.bus = bus;
        this.number = number;
    }

    // ---------------------------------------------------------------- the registers

    int address() {
        return address;
    }

    int count() {
        return count;
    }

    void writeAddress(boolean high, int value) {
        baseAddress = replace(baseAddress, high, value);
        address = replace(address, high, value);
    }

    void writeCount(boolean high, int value) {
        baseCount = replace(baseCount, high, value);
        count = replace(count, high, value);
    }

    private static int replace(int register, boolean high, int value) {
        return high ? register & 0x00FF | value << 8 : register & 0xFF00 | value;
    }

    void mode(int value) {
        mode = value & 0xFC;
    }

    int mode() {
        return mode;
    }

    boolean isCascade() {
        return (mode & CASCADE) == CASCADE;
    }

    boolean isRequested() {
        return requested;
    }

    long physical() {
        return bus.physical(number, address);
    }

    // ---------------------------------------------------------------- the device's side

    @Override
    public void request(boolean high) {
        requested = high;
    }

    @Override
    public boolean isReady() {
        return !isCascade() && chip.isServed(number);
    }

    @Override
    public boolean isTerminalCount() {
        return terminalCount;
    }

    @Override
    public int transferToMemory(byte[] source, int at, int length) {
        return transfer(source, at, length, WRITE_MEMORY);
    }

    @Override
    public int transferFromMemory(byte[] destination, int at, int length) {
        return transfer(destination, at, length, READ_MEMORY);
    }

    private int transfer(byte[] data, int at, int length, int direction) {
        int width = bus.width();
        int done = 0;
        terminalCount = false;
        while (length - done >= width && !terminalCount && isReady()) {
            int cycles = Math.min((length - done) / width, cyclesInOneGo());
            if ((mode & TRANSFER) == direction) {
                move(data, at + done, cycles * width, direction);
            }
            done += cycles * width;
            step(cycles);
        }
        return done;
    }

    /** Cycles until the count ends or the address wraps; one at a time when it counts down. */
    private int cyclesInOneGo() {
        return (mode & DECREMENT) != 0 ? 1 : Math.min(count, 0xFFFF - address) + 1;
    }

    private void move(byte[] data, int at, int bytes, int direction) {
        if (direction == WRITE_MEMORY) {
            bus.memory().write(physical(), data, at, bytes);
        } else {
            bus.memory().read(physical(), data, at, bytes);
        }
    }

    /** Address and count after some cycles; terminal count when the count passes zero. */
    void step(int cycles) {
        address = (mode & DECREMENT) != 0 ? address - cycles & 0xFFFF : address + cycles & 0xFFFF;
        count = count - cycles & 0xFFFF;
        terminalCount = count == 0xFFFF;
        if (terminalCount) {
            boolean again = (mode & AUTOINITIALISE) != 0;
            if (again) {
                address = baseAddress;
                count = baseCount;
            }
            chip.terminalCount(number, again);
        }
    }

    /** Keeps the address: channel 0 as the source of a memory fill. */
    void holdAddress(int held) {
        address = held;
    }

    @Override
    public void exchange(StateCodec state) {
        baseAddress = state.u16("baseAddress", baseAddress);
        baseCount = state.u16("baseCount", baseCount);
        address = state.u16("address", address);
        count = state.u16("count", count);
        mode = state.u8("mode", mode);
        requested = state.bool("requested", requested);
        terminalCount = state.bool("terminalCount", terminalCount);
    }
}
