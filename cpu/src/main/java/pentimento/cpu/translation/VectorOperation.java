package pentimento.cpu.translation;

/**
 * An instruction on MMX or XMM registers that translated code executes at its place: it has loaded
 * the operand in memory, if there is one, and stores results in memory itself.
 */
public interface VectorOperation extends Operation {
    /**
     * Executes what does not store to memory. General registers that it looks at are in the
     * processor, where those that it changes are afterwards. {@link Processor#leftAt} tells an
     * exception which instruction did not happen.
     *
     * @param modRm 0..FFh
     * @param immediate 0..FFh, if there is one
     * @param low the operand's first eight bytes, or a shorter one in its low bits; any if modRm
     *     names a register
     * @param high the other eight
     */
    void execute(Processor processor, int modRm, int immediate, long low, long high);
}
