package pentimento.cpu.system;

/** RDMSR and WRMSR. */
public final class Msrs {
    public long read(int index) {
        throw new UnsupportedOperationException();
    }

    public void write(int index, long value) {
        throw new UnsupportedOperationException();
    }
}
