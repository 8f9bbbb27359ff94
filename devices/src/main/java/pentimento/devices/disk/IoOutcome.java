package pentimento.devices.disk;

/**
 * How an access to a disk's contents ended. The controller shows it to the guest in its own words.
 */
public enum IoOutcome {
    OK,
    /** The host could not read. */
    READ_ERROR,
    /**
     * The host could not write, because its disk is full, say. Some of the sectors may be written.
     */
    WRITE_ERROR,
    WRITE_PROTECTED;

    public boolean isOk() {
        return this == OK;
    }
}
