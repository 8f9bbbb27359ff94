package pentimento.cpu.system;

/** RDMSR and WRMSR. */
public final class Msrs {
    public long read(int index) {
        return 0;
    }

    public void write(int index, long value) {}
}
