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
    public void moveToCr(int n, int value) {}

    public int moveFromCr(int n) {
        return 0;
    }

    public void lmsw(int value) {}

    public int smsw() {
        return 0;
    }

    public void clts() {}

    public void moveToDr(int n, int value) {}

    public int moveFromDr(int n) {
        return 0;
    }

    public void invlpg(int linear) {}
}
