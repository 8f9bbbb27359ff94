package pentimento.memory.state;

/**
 * A saved state does not fit the machine it is loaded into. The message is a sentence for the user.
 */
public final class StateException extends RuntimeException {
    public StateException(String message) {
        super(message);
    }
}
