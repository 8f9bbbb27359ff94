package pentimento.fuzz;

import java.io.PrintStream;
import java.util.Map;

/** A thread that ends the process with a report if one case takes far too long: a hang. */
final class Watchdog {
    private static final long LOOK_MILLIS = 500;

    private final long mostNanos;
    private final PrintStream out;
    private volatile long started = Long.MAX_VALUE;
    private volatile String description = "";

    Watchdog(long mostSeconds, PrintStream out) {
        mostNanos = mostSeconds * 1_000_000_000L;
        this.out = out;
    }

    void start() {
        Thread.ofPlatform().daemon().name("watchdog").start(this::watch);
    }

    /** A case begins. */
    void begin(String what) {
        description = what;
        started = System.nanoTime();
    }

    void end() {
        started = Long.MAX_VALUE;
    }

    private void watch() {
        while (true) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            long began = started;
            if (began != Long.MAX_VALUE && System.nanoTime() - began > mostNanos) {
                report();
                Runtime.getRuntime().halt(1);
            }
        }
    }

    private void report() {
        out.println("FAILED: hang: " + description);
        for (Map.Entry<Thread, StackTraceElement[]> e : Thread.getAllStackTraces().entrySet()) {
            out.println(e.getKey());
            for (StackTraceElement frame : e.getValue()) {
                out.println("    " + frame);
            }
        }
        out.println("0 passed, 1 failed");
    }
}
