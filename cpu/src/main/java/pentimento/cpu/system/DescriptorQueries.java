package pentimento.cpu.system;

/** LAR, LSL, VERR, VERW, ARPL. Each is #UD in real and virtual-8086 mode. */
public final class DescriptorQueries {
    /**
     * @return access rights as in the second doubleword (masked 00FFFF00h), or -1 if ZF becomes 0.
     */
    public int lar(int selector) {
        return 0;
    }

    /**
     * @return true if ZF becomes 1; the limit is in {@link #limit()}
     */
    public boolean lsl(int selector) {
        return false;
    }

    public int limit() {
        return 0;
    }

    public boolean verr(int selector) {
        return false;
    }

    public boolean verw(int selector) {
        return false;
    }

    /** Only the check of the mode: the adjustment is the caller's. */
    public void arpl() {}
}
