package pentimento.devices.disk;

/** Where an overlay keeps the sectors that differ from its base. */
interface SectorStore extends AutoCloseable {
    boolean contains(long sector);

    /**
     * @param sector one that the store contains
     */
    IoOutcome read(long sector, byte[] buffer, int offset);

    IoOutcome write(long sector, byte[] buffer, int offset);

    /**
     * @return the sectors that the store contains, in ascending order
     */
    long[] sectors();

    IoOutcome flush();

    @Override
    void close();
}
