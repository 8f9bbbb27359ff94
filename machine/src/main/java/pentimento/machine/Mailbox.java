package pentimento.machine;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The one door by which hosts reach a machine, open to any thread. The owner of the machine empties
 * it at instruction boundaries; whoever posts wakes it.
 */
final class Mailbox {
    private final ConcurrentLinkedQueue<Input> inputs = new ConcurrentLinkedQueue<>();
    private volatile Runnable wake = () -> {};

    void post(Input input) {
        inputs.add(input);
        wake.run();
    }

    Optional<Input> take() {
        return Optional.ofNullable(inputs.poll());
    }

    boolean isEmpty() {
        return inputs.isEmpty();
    }

    /** Says how to interrupt the owner's slice or sleep. */
    void onPost(Runnable action) {
        wake = action;
    }
}
