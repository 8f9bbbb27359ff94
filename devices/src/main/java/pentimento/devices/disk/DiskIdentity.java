package pentimento.devices.disk;

/**
 * What tells a disk's contents from any other: a saved machine names it, and finds it again by it.
 *
 * @param sectors length in sectors of 512 bytes
 * @param contentId equal contents have equal ids
 * @param generation counts the writes since the disk was opened; two looks at one open disk with
 *     one generation saw one content
 */
public record DiskIdentity(long sectors, String contentId, long generation) {
    /**
     * @return true if both have the same contents, whenever they were opened
     */
    public boolean hasContentsOf(DiskIdentity other) {
        return sectors == other.sectors && contentId.equals(other.contentId);
    }
}
