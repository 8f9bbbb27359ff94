package pentimento.cpu.system;

/** SYSENTER and SYSEXIT. */
public final class Sysenter {
    public void enter() {}

    public void exit() {}
}
