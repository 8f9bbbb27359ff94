package pentimento.machine;

/**
 * The host can't build the machine as it was asked for. The message is one sentence that names the
 * thing and the remedy.
 */
public final class MachineConfigException extends RuntimeException {
    public MachineConfigException(String message) {
        super(message);
    }

    public MachineConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
