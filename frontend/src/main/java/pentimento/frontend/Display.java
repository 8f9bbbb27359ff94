package pentimento.frontend;

import pentimento.machine.Stop;

/**
 * A way to show a machine to a person and to take the person's keys. Owns the main thread while the
 * machine runs on another.
 */
interface Display {
    /**
     * Shows the machine until it stops or the person closes the display.
     *
     * @param run the machine's run on its own thread; done when it stopped
     */
    void show(java.util.concurrent.Future<Stop> run);
}
