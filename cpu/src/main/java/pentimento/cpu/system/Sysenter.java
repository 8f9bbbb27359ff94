package pentimento.cpu.system;

/** SYSENTER and SYSEXIT. */
public final class Sysenter {
    public void enter() {
        throw new UnsupportedOperationException();
    }

    public void exit() {
        throw new UnsupportedOperationException();
    }
}
