package pentimento.memory.bus;

/** Two devices were mapped to one port: a mistake in the wiring of a board. */
public final class PortConflictException extends IllegalStateException {
    PortConflictException(int port, PortDevice first, PortDevice second) {
        super(String.format("port %04Xh is claimed by both %s and %s", port, first, second));
    }
}
