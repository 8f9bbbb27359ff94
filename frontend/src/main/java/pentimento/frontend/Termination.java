package pentimento.frontend;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the end of the process (SIGTERM, Ctrl-C, a closed terminal) means to a run: the machine is
 * asked to stop, and the process waits until the run has flushed and closed what it opened. To be
 * closed last.
 */
final class Termination implements AutoCloseable {
    private static final long LONGEST_WAIT_SECONDS = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::terminate, "terminate");
    private boolean terminating;
    private Runnable stop = () -> {};

    Termination() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            terminating = true; // the process is ending already
        }
    }

    /** Says how to stop the run: at once, if the process has begun to end. */
    synchronized void stops(Runnable action) {
        stop = action;
        if (terminating) {
            action.run();
        }
    }

    private void terminate() {
        synchronized (this) {
            terminating = true;
            stop.run();
        }
        try {
            if (!ended.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("pentimento: the run did not end in time; output may be lost.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            hook.setName("terminated"); // the hook runs already: nothing to remove
        }
    }
}
