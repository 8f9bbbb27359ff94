package pentimento.cpu.translation;

/** Makes regions of hot code. Called on the machine's thread only. */
public interface Translator {
    /** Translates nothing. */
    Translator NONE = new NoTranslator();

    /** The answer of {@link #hot} for a block that is not to be offered again. */
    int NEVER = Integer.MAX_VALUE;

    /**
     * @return after how many executions a block is offered for the first time, at least 1
     */
    int threshold();

    /**
     * A block has been executed as often as was asked.
     *
     * @param linear its address
     * @return how many further executions to wait before it is offered again
     */
    int hot(CodeBlock block, int linear, CodeView code);

    /** A region turned out badly, and should be made again with what is known now. */
    void outgrown(CompiledRegion region, CodeView code);

    /** Regions that are ready may be installed now: the processor is at a boundary. */
    void boundary(CodeView code);

    /** Offers nothing and gets nothing. */
    final class NoTranslator implements Translator {
        private NoTranslator() {}

        @Override
        public int threshold() {
            return NEVER;
        }

        @Override
        public int hot(CodeBlock block, int linear, CodeView code) {
            return NEVER;
        }

        @Override
        public void outgrown(CompiledRegion region, CodeView code) {}

        @Override
        public void boundary(CodeView code) {}
    }
}
