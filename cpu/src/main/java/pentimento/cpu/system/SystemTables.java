package pentimento.cpu.system;

import pentimento.cpu.state.Segment;

/**
 * GDTR, IDTR, LDTR and TR. Memory operands are checked as the instruction's; the privilege level is
 * checked here.
 */
public final class SystemTables {
    public void lgdt(Segment segment, int offset, boolean operand32) {}

    public void lidt(Segment segment, int offset, boolean operand32) {}

    public void sgdt(Segment segment, int offset, boolean operand32) {}

    public void sidt(Segment segment, int offset, boolean operand32) {}

    public void lldt(int selector) {}

    public void ltr(int selector) {}

    public int sldt() {
        return 0;
    }

    public int str() {
        return 0;
    }
}
