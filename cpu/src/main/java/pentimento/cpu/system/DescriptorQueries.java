package pentimento.cpu.system;

/** LAR, LSL, VERR, VERW, ARPL. Each is #UD in real and virtual-8086 mode. */
public final class DescriptorQueries {
    /**
     * @return access rights as in the second doubleword (masked 00FFFF00h), or -1 if ZF becomes 0.
     */
    public int lar(int selector) {
        throw new UnsupportedOperationException();
    }

    /**
     * @return true if ZF becomes 1; the limit is in {@link #limit()}
     */
    public boolean lsl(int selector) {
        throw new UnsupportedOperationException();
    }

    public int limit() {
        throw new UnsupportedOperationException();
    }

    public boolean verr(int selector) {
        throw new UnsupportedOperationException();
    }

    public boolean verw(int selector) {
        throw new UnsupportedOperationException();
    }

    /** Only the check of the mode: the adjustment is the caller's. */
    public void arpl() {
        throw new UnsupportedOperationException();
    }
}
