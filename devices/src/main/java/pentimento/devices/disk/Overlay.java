package pentimento.devices.disk;

import java.nio.file.Path;

/**
 * A copy-on-write layer: what is written stays in the layer, what was never written is read from
 * the base, which may be an overlay itself. The base must not be written while the layer exists.
 */
public final class Overlay implements BlockDevice {
    private final BlockDevice base;
    private final SectorStore store;
    private long generation;
    private long hashedGeneration = -1;
    private String contentId = "";

    Overlay(BlockDevice base, SectorStore store) {
        this.base = base;
        this.store = store;
    }

    /** A layer that lives as long as the machine. */
    public static Overlay inMemory(BlockDevice base) {
        return new Overlay(base, new MemorySectors());
    }

    /**
     * Makes a new layer in a file.
     *
     * @throws DiskImageException if the file exists or cannot be written
     */
    public static Overlay create(Path file, BlockDevice base) {
        return new Overlay(base, OverlayFile.create(file, base.identity()));
    }

    /**
     * Opens a layer in a file.
     *
     * @throws DiskImageException if the file is no overlay, is in use, or the base is not the one
     *     that the layer was made for, or has changed since
     */
    public static Overlay open(Path file, BlockDevice base) {
        return new Overlay(base, OverlayFile.open(file, base));
    }

    BlockDevice base() {
        return base;
    }

    SectorStore store() {
        return store;
    }

    /**
     * Writes the layer's sectors into the base, in ascending order.
     *
     * @return the first outcome that is not OK, and then the rest is not written
     */
    IoOutcome commit() {
        var data = new byte[SECTOR_SIZE];
        for (long sector : store.sectors()) {
            IoOutcome outcome = store.read(sector, data, 0);
            if (outcome.isOk()) {
                outcome = base.write(sector, 1, data, 0);
            }
            if (!outcome.isOk()) {
                return outcome;
            }
        }
        return base.flush();
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
        return false;
    }

    @Override
    public DiskIdentity identity() {
        if (hashedGeneration != generation) {
            contentId = ContentHash.of(this);
            hashedGeneration = generation;
        }
        return new DiskIdentity(sectors(), contentId, generation);
    }

    @Override
    public IoOutcome read(long sector, int count, byte[] buffer, int offset) {
        checkRange(sector, count);
        int done = 0;
        while (done < count) {
            int at = offset + done * SECTOR_SIZE;
            IoOutcome outcome;
            if (store.contains(sector + done)) {
                outcome = store.read(sector + done, buffer, at);
                done++;
            } else {
                int run = 1;
                while (done + run < count && !store.contains(sector + done + run)) {
                    run++;
                }
                outcome = base.read(sector + done, run, buffer, at);
                done += run;
            }
            if (!outcome.isOk()) {
                return outcome;
            }
        }
        return IoOutcome.OK;
    }

    @Override
    public IoOutcome write(long sector, int count, byte[] buffer, int offset) {
        checkRange(sector, count);
        generation++;
        for (int i = 0; i < count; i++) {
            IoOutcome outcome = store.write(sector + i, buffer, offset + i * SECTOR_SIZE);
            if (!outcome.isOk()) {
                return outcome;
            }
        }
        return IoOutcome.OK;
    }

    @Override
    public IoOutcome flush() {
        return store.flush();
    }

    /** Closes the layer and its base. */
    @Override
    public void close() {
        try {
            store.close();
        } finally {
            base.close();
        }
    }
}
