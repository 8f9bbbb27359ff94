package pentimento.cpu.memory;

/** Whoever keeps code that was read through {@link LinearMemory#codeIndex}. */
public interface CodeObserver {
    /**
     * Bytes that hold watched code are about to change. Called before the store.
     *
     * @param flatAddress index of the first byte in the flat array
     * @param length 1.. bytes, within one page
     */
    void codeWritten(int flatAddress, int length);

    /**
     * Linear addresses may translate to other pages than before: ask {@link LinearMemory#codeIndex}
     * again.
     */
    void translationChanged();
}
