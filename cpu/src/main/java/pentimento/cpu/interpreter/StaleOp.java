package pentimento.cpu.interpreter;

/**
 * Takes the place of all instructions of a block whose code was overwritten, so that the rest of a
 * running block is never executed stale. Costs nothing where no code is overwritten.
 */
final class StaleOp extends Op {
    /** The instructions before this one are done, it is not. */
    static final class StaleException extends RuntimeException {
        private static final StaleException INSTANCE = new StaleException();

        private StaleException() {
            super(null, null, false, false);
        }
    }

    static final StaleOp INSTANCE = new StaleOp();

    private StaleOp() {}

    @Override
    void execute(Core core) {
        throw StaleException.INSTANCE;
    }
}
