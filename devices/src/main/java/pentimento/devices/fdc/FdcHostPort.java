package pentimento.devices.fdc;

import java.util.Arrays;
import pentimento.devices.disk.DiskTiming;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/**
 * The host's side of the execution phase: moves a block of bytes by DMA, or through the FIFO with
 * an interrupt and RQM for each group of bytes up to the threshold. With the real drive's timing a
 * host that comes too late overruns the FIFO; with fast timing the disk waits for it.
 *
 * @see "Intel 82077AA datasheet, order 290166, 4.2 and 4.3"
 */
final class FdcHostPort implements Stateful {
    /** The disk's side. */
    interface Disk {
        /**
         * The block has passed.
         *
         * @param terminalCount TC came with its last byte, or cut it short
         */
        void blockPassed(boolean terminalCount);

        /** The host did not serve the request in time. */
        void overrun();

        /** The interrupt pin, in non-DMA mode. */
        void byteInterrupt(boolean high);
    }

    private static final int FIFO = 16;
    private static final int LARGEST_BLOCK = 1024;
    private static final long FAST_GROUP_NANOS = 1_000;

    private final FdcDma dma;
    private final DiskTiming timing;
    private final Disk disk;
    private final Scheduler.Event group;
    private final byte[] data = new byte[LARGEST_BLOCK];
    private boolean active; // a block passes through the FIFO
    private boolean fromHost;
    private int length;
    private int position;
    private int granted; // bytes that the host may have taken or given by now
    private int groupSize = 1;
    private int byteNanos = 1;

    FdcHostPort(Scheduler time, String name, DiskTiming timing, FdcDma dma, Disk disk) {
        this.dma = dma;
        this.timing = timing;
        this.disk = disk;
        this.group = time.event(name + ".fifo", this::nextGroup);
    }

    /** The block: filled before it is given to the host, valid after it was taken from it. */
    byte[] data() {
        return data;
    }

    /** Moves the block by DMA, at once, up to TC; the rest of a block from the host is zeros. */
    void passByDma(int blockLength, boolean takes) {
        if (!dma.isReady()) {
            disk.overrun();
            return;
        }
        boolean terminalCount = false;
        int i = 0;
        while (i < blockLength && !terminalCount) {
            if (takes) {
                data[i] = (byte) dma.read();
            } else {
                dma.write(data[i] & 0xFF);
            }
            i++;
            terminalCount = dma.isTerminalCount();
        }
        if (takes) {
            Arrays.fill(data, i, blockLength, (byte) 0);
        }
        disk.blockPassed(terminalCount);
    }

    /**
     * Starts to move the block through the FIFO.
     *
     * @param threshold bytes in a group, 1..16
     */
    void passByFifo(int blockLength, boolean takes, int threshold, DataRate rate) {
        active = true;
        fromHost = takes;
        length = blockLength;
        position = 0;
        granted = 0;
        groupSize = threshold;
        byteNanos = rate.byteNanos();
        group.after(groupNanos());
    }

    private long groupNanos() {
        return timing == DiskTiming.FAST ? FAST_GROUP_NANOS : (long) groupSize * byteNanos;
    }

    private void nextGroup() {
        if (position == length) {
            active = false;
            disk.blockPassed(false);
            return;
        }
        int waiting = granted - position;
        int next = Math.min(groupSize, length - granted);
        boolean late =
                fromHost ? waiting > 0 : waiting + next > (groupSize == 1 ? groupSize : FIFO);
        if (late) {
            abort();
            disk.overrun();
            return;
        }
        granted += next;
        disk.byteInterrupt(true);
        if (timing == DiskTiming.REAL) {
            group.after(groupNanos());
        }
    }

    boolean isActive() {
        return active;
    }

    boolean takesFromHost() {
        return fromHost;
    }

    /** RQM. */
    boolean requestsByte() {
        return active && position < granted;
    }

    int read() {
        int value = data[position] & 0xFF;
        served();
        return value;
    }

    void write(int value) {
        data[position] = (byte) value;
        served();
    }

    private void served() {
        position++;
        if (position == granted) {
            disk.byteInterrupt(false);
            if (position == length || timing == DiskTiming.FAST) {
                group.after(FAST_GROUP_NANOS);
            }
        }
    }

    void abort() {
        active = false;
        group.cancel();
    }

    @Override
    public void exchange(StateCodec state) {
        state.bytes("data", data);
        active = state.bool("active", active);
        fromHost = state.bool("fromHost", fromHost);
        length = state.u16("length", length);
        position = state.u16("position", position);
        granted = state.u16("granted", granted);
        groupSize = state.u8("groupSize", groupSize);
        byteNanos = state.i32("byteNanos", byteNanos);
    }
}
