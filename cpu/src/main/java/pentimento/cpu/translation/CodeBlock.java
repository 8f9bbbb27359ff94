package pentimento.cpu.translation;

import java.util.List;

/** A block that the interpreter has executed: instructions in a row within one page. */
public interface CodeBlock {
    /**
     * @return index of its first byte in {@link pentimento.cpu.memory.LinearMemory#flat}, or -1 if
     *     it is one instruction that crosses a page
     */
    int flat();

    /**
     * @return bytes, 1..128
     */
    int length();

    /**
     * @return how often the interpreter has executed it
     */
    int executions();

    /**
     * @return true if a region is entered in its place
     */
    boolean isEntry();

    /**
     * @return true if a region in use executes it too, but is not entered there
     */
    boolean isTranslated();

    /**
     * @return how often a region was left for it, not counting ends of the budget
     */
    int arrivals();

    /**
     * @return linear addresses of blocks that have followed it: what is known of the targets of an
     *     indirect jump, call or return
     */
    List<Integer> successors();

    /**
     * @return true once its code was overwritten or its decoded form dropped for another reason
     */
    boolean isDropped();

    /** Forgets the regions that were dropped. */
    void releaseDropped();
}
