package pentimento.devices.disk;

/**
 * An image that cannot be used. The message is one sentence for the user: which file, what is
 * wrong, what to do.
 */
public final class DiskImageException extends RuntimeException {
    public DiskImageException(String sentence) {
        super(sentence);
    }

    public DiskImageException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
