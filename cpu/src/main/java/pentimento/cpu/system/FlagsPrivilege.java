package pentimento.cpu.system;

/** Instructions on EFLAGS whose effect depends on CPL, IOPL and virtual-8086 mode. */
public final class FlagsPrivilege {
    public void cli() {}

    /** The interrupt shadow is the caller's business: it begins if IF was 0 and is 1 after. */
    public void sti() {}

    /**
     * The image that PUSHF pushes; 16 bits are valid for the 16-bit form. @throws
     * pentimento.cpu.state.CpuException #GP(0)
     */
    public int pushfImage(boolean operand32) {
        return 0;
    }

    /** Sets flags from what POPF has popped; ESP must be committed after this. */
    public void popf(int image, boolean operand32) {}

    /**
     * HLT and other instructions of level 0. @throws pentimento.cpu.state.CpuException #GP(0)
     * unless CPL is 0
     */
    public void requireLevel0() {}
}
