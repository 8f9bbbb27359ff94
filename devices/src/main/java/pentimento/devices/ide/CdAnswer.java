package pentimento.devices.ide;

/** How a packet command goes on. */
sealed interface CdAnswer {
    /** Nothing to transfer. */
    record Done() implements CdAnswer {}

    /** The drive gives these bytes. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Data(byte[] bytes) implements CdAnswer {}

    /**
     * The drive gives blocks.
     *
     * @param parts as in byte 9 of READ CD: which parts of a block
     */
    record Blocks(int first, int count, int parts) implements CdAnswer {}

    /** The drive takes that many bytes, and has no use for them. */
    record Take(int length) implements CdAnswer {}

    record Failed(CdSense sense) implements CdAnswer {}
}
