package pentimento.cpu.system;

/** RDTSC and RDPMC: EDX:EAX result. The exact count must be published before. */
public final class TimeStamp {
    public void rdtsc() {}

    public void rdpmc() {}
}
