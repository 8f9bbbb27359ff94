package pentimento.cpu.interpreter;

/**
 * Takes the place of all instructions of a block whose code was overwritten, so that the rest of a
 * running block is never executed stale. Costs nothing where no code is overwritten.
 */
final class StaleOp extends Op {
    static final StaleOp INSTANCE = new StaleOp();

    private StaleOp() {}

    @Override
    void execute(Core core) {
        throw core.stale;
    }
}
