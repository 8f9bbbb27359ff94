package pentimento.cpu.alu;

/**
 * The width of an operand. A value in an {@code int} is meaningful in its low {@code bits} only,
 * unless a method says otherwise. A record and not an enum because HotSpot trusts the fields of a
 * record in a constant: with a constant width everything here folds away.
 *
 * @param bits 8, 16 or 32
 */
public record Width(int bits) {
    public static final Width BYTE = new Width(8), WORD = new Width(16), DWORD = new Width(32);

    public int bytes() {
        return bits >>> 3;
    }

    /**
     * @return 0, 1 or 2: its place among the widths
     */
    public int index() {
        return bits >>> 4;
    }

    /**
     * @return how far a value is shifted left so that its sign is in bit 31
     */
    public int toTop() {
        return 32 - bits;
    }

    /**
     * @return the value zero-extended
     */
    public int truncate(int value) {
        return value << 32 - bits >>> 32 - bits;
    }

    public int signExtend(int value) {
        return value << 32 - bits >> 32 - bits;
    }

    /**
     * @return bit {@code bits - 1}, 0 or 1
     */
    public int sign(int value) {
        return value >>> bits - 1 & 1;
    }

    /**
     * Reads a register.
     *
     * @param gpr the general registers
     * @param register number as encoded: bytes 4..7 are AH, CH, DH, BH
     * @return zero-extended
     */
    public int get(int[] gpr, int register) {
        if (bits == 32) {
            return gpr[register];
        }
        if (bits == 16) {
            return gpr[register] & 0xFFFF;
        }
        return gpr[register & 3] >>> ((register & 4) << 1) & 0xFF;
    }

    /** Writes a register; the rest of it stays. */
    public void set(int[] gpr, int register, int value) {
        if (bits == 32) {
            gpr[register] = value;
        } else if (bits == 16) {
            gpr[register] = gpr[register] & 0xFFFF0000 | value & 0xFFFF;
        } else {
            int shift = (register & 4) << 1;
            gpr[register & 3] = gpr[register & 3] & ~(0xFF << shift) | (value & 0xFF) << shift;
        }
    }
}
