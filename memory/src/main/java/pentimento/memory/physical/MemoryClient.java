package pentimento.memory.physical;

/**
 * The processor's side of physical memory. It keeps fast tables that point into the flat array and
 * translated code that was read from it; the memory tells when either goes stale. All entries may
 * be dropped for any reason of the host.
 */
public interface MemoryClient {
    /**
     * The array behind all memory, once at construction: RAM from 0, then ROM and video memory.
     *
     * @param flat never replaced
     */
    void flatMemory(byte[] flat);

    /**
     * Write entries of all pages must be dropped: somebody wants to hear of the next store to each
     * page.
     */
    void dropWriteEntries();

    /** All fast entries must be dropped: a mapping of physical pages changed. */
    void dropEntries();

    /**
     * The A20 gate changed: fast entries of pages whose translation has bit 20 set must be dropped.
     */
    void a20Changed();

    /**
     * A page without translated code gets some: write entries that point at it must let the next
     * store be heard.
     *
     * @param flatPage index of the page in the flat array
     */
    void codeWatched(int flatPage);

    /**
     * Bytes that hold translated code are about to change. Called before the store.
     *
     * @param flatAddress index of the first byte in the flat array
     * @param length 1.. bytes, within one page
     */
    void codeWritten(int flatAddress, int length);
}
