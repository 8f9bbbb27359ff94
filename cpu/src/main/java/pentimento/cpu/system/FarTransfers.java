package pentimento.cpu.system;

/**
 * Far JMP, CALL, RET and IRET. EIP is that of the next instruction on entry, that of the target on
 * return.
 */
public final class FarTransfers {
    /**
     * @param offset the offset, 16-bit ones zero-extended
     */
    public void jump(int selector, int offset) {}

    public void call(int selector, int offset, boolean operand32) {}

    public void ret(boolean operand32, int popBytes) {}

    public void iret(boolean operand32) {}
}
