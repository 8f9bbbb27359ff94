package pentimento.devices.disk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateException;
import pentimento.memory.state.Stateful;

/**
 * A disk as a controller sees it: a base, and on it the layers of the snapshots taken. Without a
 * snapshot the base itself is written. {@link #freeze} ends the writing of what is on top and
 * starts a layer in memory; a saved state holds the layers and names the base; {@link #close}
 * brings the layers into the base.
 *
 * <p>All outcomes of host I/O that a guest can see pass here, and nowhere else.
 */
public final class DiskStack implements BlockDevice, Stateful {
    private static final int MOST_LAYERS = 8;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L; // 2^64 / golden ratio, odd
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final BlockDevice base;
    private final boolean readOnly;
    private final boolean keepsBase;
    private final List<Overlay> layers = new ArrayList<>();
    private BlockDevice top;
    private long writes;
    private long history; // a hash over all writes: stands for the contents in the state digest

    private DiskStack(BlockDevice base, boolean keepsBase) {
        this.base = base;
        this.keepsBase = keepsBase;
        this.readOnly = base.isReadOnly() && !keepsBase;
        this.top = base;
    }

    /** A stack that writes to the base, and owns it. */
    public DiskStack(BlockDevice base) {
        this(base, false);
    }

    /** A stack that never writes to the base: what a guest changes ends with the machine. */
    public static DiskStack temporary(BlockDevice base) {
        var stack = new DiskStack(base, true);
        stack.push();
        return stack;
    }

    /** Ends the writing of the top layer: call it before a state is saved. */
    public void freeze() {
        if (readOnly || !layers.isEmpty() && memory(layers.getLast()).isEmpty()) {
            return;
        }
        if (layers.size() == MOST_LAYERS) {
            MemorySectors merged = memory(layers.getFirst());
            layers.stream().skip(1).forEach(layer -> merged.absorb(memory(layer)));
            layers.subList(1, layers.size()).clear();
            top = layers.getFirst();
        }
        push();
    }

    private void push() {
        var layer = Overlay.inMemory(top);
        layers.add(layer);
        top = layer;
    }

    private static MemorySectors memory(Overlay layer) {
        return (MemorySectors) layer.store();
    }

    int layers() {
        return layers.size();
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public long sectors() {
        return base.sectors();
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public DiskIdentity identity() {
        DiskIdentity contents = top.identity();
        return new DiskIdentity(contents.sectors(), contents.contentId(), writes);
    }

    @Override
    public IoOutcome read(long sector, int count, byte[] buffer, int offset) {
        return top.read(sector, count, buffer, offset);
    }

    @Override
    public IoOutcome write(long sector, int count, byte[] buffer, int offset) {
        if (readOnly) {
            return IoOutcome.WRITE_PROTECTED;
        }
        writes++;
        history = (history ^ sector) * MIX;
        for (int at = offset; at < offset + count * SECTOR_SIZE; at += Long.BYTES) {
            history = Long.rotateLeft((history ^ (long) LONG.get(buffer, at)) * MIX, 29);
        }
        return top.write(sector, count, buffer, offset);
    }

    @Override
    public IoOutcome flush() {
        return readOnly ? IoOutcome.OK : top.flush();
    }

    /**
     * Brings the layers into the base, flushes and closes it.
     *
     * @throws DiskImageException if something could not be written
     */
    @Override
    public void close() {
        boolean complete = true;
        if (!keepsBase) {
            for (Overlay layer : layers) {
                complete &= writeToBase(layer);
            }
        }
        layers.clear();
        top = base;
        base.close();
        if (!complete) {
            throw new DiskImageException(
                    "The last writes to "
                            + base.name()
                            + " could not be stored; check the host's disk.");
        }
    }

    private boolean writeToBase(Overlay layer) {
        return new Overlay(base, layer.store()).commit().isOk();
    }

    /**
     * @throws StateException if the state was saved on a disk with other contents
     */
    @Override
    public void exchange(StateCodec state) {
        writes = state.i64("writes", writes);
        history = state.i64("history", history);
        long savedSectors = state.i64("sectors", sectors());
        if (state.isDigest()) {
            return;
        }
        String contents = base.identity().contentId();
        if (!contents.equals(state.text("base", contents)) || savedSectors != sectors()) {
            throw new StateException(
                    "the disk "
                            + base.name()
                            + " was changed after the state was saved, or is another one; bring"
                            + " back the disk as it was then");
        }
        int count = state.i32("layers", layers.size());
        if (state.isLoading()) {
            layers.clear();
            top = base;
            for (int i = 0; i < count; i++) {
                push();
            }
        }
        for (int i = 0; i < count; i++) {
            state.section("layer." + i, memory(layers.get(i)));
        }
    }
}
