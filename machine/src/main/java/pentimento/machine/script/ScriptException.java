package pentimento.machine.script;

/**
 * A script can't be understood, or a step of it failed. The message is for the user: step, reason,
 * and the screen if it helps.
 */
public final class ScriptException extends Exception {
    public ScriptException(String message) {
        super(message);
    }
}
