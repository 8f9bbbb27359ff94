package pentimento.devices.disk;

import java.util.SortedMap;
import java.util.TreeMap;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** An overlay's sectors in memory. They are state: a snapshot holds them. */
final class MemorySectors implements SectorStore, Stateful {
    private final SortedMap<Long, byte[]> changed = new TreeMap<>();

    @Override
    public boolean contains(long sector) {
        return changed.containsKey(sector);
    }

    @Override
    public IoOutcome read(long sector, byte[] buffer, int offset) {
        byte[] data = changed.get(sector);
        if (data == null) {
            throw new IllegalStateException("sector " + sector + " is not in the overlay");
        }
        System.arraycopy(data, 0, buffer, offset, BlockDevice.SECTOR_SIZE);
        return IoOutcome.OK;
    }

    @Override
    public IoOutcome write(long sector, byte[] buffer, int offset) {
        byte[] data = changed.computeIfAbsent(sector, s -> new byte[BlockDevice.SECTOR_SIZE]);
        System.arraycopy(buffer, offset, data, 0, BlockDevice.SECTOR_SIZE);
        return IoOutcome.OK;
    }

    @Override
    public long[] sectors() {
        return changed.keySet().stream().mapToLong(Long::longValue).toArray();
    }

    boolean isEmpty() {
        return changed.isEmpty();
    }

    /** Takes over all sectors of a younger layer. */
    void absorb(MemorySectors younger) {
        changed.putAll(younger.changed);
    }

    @Override
    public IoOutcome flush() {
        return IoOutcome.OK;
    }

    @Override
    public void close() {}

    /** Pieces of at most 1 MiB, so that an array never meets its limit. */
    @Override
    public void exchange(StateCodec state) {
        final int piece = 2048;
        long[] sectors = sectors();
        int count = state.i32("count", sectors.length);
        if (state.isLoading()) {
            changed.clear();
            sectors = new long[count];
        }
        state.longs("sectors", sectors);
        for (int first = 0; first < count; first += piece) {
            int last = Math.min(first + piece, count);
            var data = new byte[(last - first) * BlockDevice.SECTOR_SIZE];
            if (!state.isLoading()) {
                for (int i = first; i < last; i++) {
                    read(sectors[i], data, (i - first) * BlockDevice.SECTOR_SIZE);
                }
            }
            state.bytes("data." + first, data);
            if (state.isLoading()) {
                for (int i = first; i < last; i++) {
                    write(sectors[i], data, (i - first) * BlockDevice.SECTOR_SIZE);
                }
            }
        }
    }
}
