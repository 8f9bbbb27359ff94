package pentimento.cpu.system;

/**
 * MOV to and from control and debug registers, LMSW, SMSW, CLTS, INVLPG. All check the privilege
 * level.
 */
public final class ControlRegisters {
    /**
     * @throws pentimento.cpu.state.CpuException #UD if CRn does not exist, #GP(0) for the privilege
     *     level or reserved bits
     */
    public void moveToCr(int n, int value) {
        throw new UnsupportedOperationException();
    }

    public int moveFromCr(int n) {
        throw new UnsupportedOperationException();
    }

    public void lmsw(int value) {
        throw new UnsupportedOperationException();
    }

    public int smsw() {
        throw new UnsupportedOperationException();
    }

    public void clts() {
        throw new UnsupportedOperationException();
    }

    public void moveToDr(int n, int value) {
        throw new UnsupportedOperationException();
    }

    public int moveFromDr(int n) {
        throw new UnsupportedOperationException();
    }

    public void invlpg(int linear) {
        throw new UnsupportedOperationException();
    }
}
