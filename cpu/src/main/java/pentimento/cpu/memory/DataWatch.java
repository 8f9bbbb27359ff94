package pentimento.cpu.memory;

/** Hears of data accesses while data breakpoints are enabled. */
public interface DataWatch {
    /** A program's access that is about to happen. */
    void accessed(int linear, int size, boolean write);
}
