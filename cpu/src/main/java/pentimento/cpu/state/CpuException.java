package pentimento.cpu.state;

/**
 * An exception of the guest: stackless, one instance per processor, refilled at each throw.
 * Instructions are restartable, so that whoever catches it finds all registers as they were before
 * the instruction (or the REP iteration) that faulted.
 */
public final class CpuException extends RuntimeException {
    public static final int NO_ERROR_CODE = -1;

    private int vector;
    private int errorCode = NO_ERROR_CODE;
    private boolean trap;

    CpuException() {
        super(null, null, false, false);
    }

    CpuException with(int newVector, int newErrorCode, boolean isTrap) {
        vector = newVector;
        errorCode = newErrorCode;
        trap = isTrap;
        return this;
    }

    /**
     * @return one of {@link Vector}
     */
    public int vector() {
        return vector;
    }

    /**
     * @return the error code to push, or {@link #NO_ERROR_CODE}
     */
    public int errorCode() {
        return errorCode;
    }

    /**
     * @return true if the saved EIP is that of the next instruction
     */
    public boolean isTrap() {
        return trap;
    }
}
