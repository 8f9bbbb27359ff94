package pentimento.cpu.translation;

import java.util.Optional;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.model.CpuModel;

/** What a translator may ask about code. Asking changes nothing that the guest can see. */
public interface CodeView {
    Processor processor();

    CpuModel model();

    /**
     * @return the key of what runs now: mode and mapping of linear addresses
     */
    int context();

    /**
     * The block at a linear address, if the program has executed it in the present context and its
     * page can still be found without walking the page tables.
     */
    Optional<CodeBlock> find(int linear);

    /**
     * @return the interpreter's form of an instruction, in the present mode
     */
    Operation operation(DecodedOp op);

    /**
     * Hands a region over. It is entered whenever the block of one of its entries is about to be
     * executed. What was entered there before is dropped once it has no entry left.
     *
     * @return false if a block that it was made of is gone
     */
    boolean install(CompiledRegion region);
}
