package pentimento.cpu.system;

import pentimento.cpu.state.Segment;

/**
 * GDTR, IDTR, LDTR and TR. Memory operands are checked as the instruction's; the privilege level is
 * checked here.
 */
public final class SystemTables {
    public void lgdt(Segment segment, int offset, boolean operand32) {
        throw new UnsupportedOperationException();
    }

    public void lidt(Segment segment, int offset, boolean operand32) {
        throw new UnsupportedOperationException();
    }

    public void sgdt(Segment segment, int offset, boolean operand32) {
        throw new UnsupportedOperationException();
    }

    public void sidt(Segment segment, int offset, boolean operand32) {
        throw new UnsupportedOperationException();
    }

    public void lldt(int selector) {
        throw new UnsupportedOperationException();
    }

    public void ltr(int selector) {
        throw new UnsupportedOperationException();
    }

    public int sldt() {
        throw new UnsupportedOperationException();
    }

    public int str() {
        throw new UnsupportedOperationException();
    }
}
