package pentimento.frontend;

/**
 * The user asked for something that can't be. The message is one sentence that names the thing and
 * the remedy.
 */
final class BadInputException extends RuntimeException {
    BadInputException(String message) {
        super(message);
    }
}
