package pentimento.cpu.decode;

/**
 * How an effective address is computed: {@code (base + (index << scale) + displacement) & mask}
 * within a segment.
 *
 * @param base number of a register, or {@link #NO_REGISTER}
 * @param index number of a register, or {@link #NO_REGISTER}
 * @param scale 0..3
 * @param mask FFFFh for 16-bit addresses, else all ones
 * @param segment index of the segment register
 * @see "SDM vol. 2A, tables 2-1 to 2-3"
 */
public record Address(int base, int index, int scale, int displacement, int mask, int segment) {
    /** A register that is always 0 and exists in the interpreter's array only. */
    public static final int NO_REGISTER = 8;

    /** Of an instruction without a memory operand. */
    public static final Address NONE = new Address(NO_REGISTER, NO_REGISTER, 0, 0, -1, 3);
}
