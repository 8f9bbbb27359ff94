package pentimento.cpu.interpreter;

import pentimento.cpu.decode.DecodedOp;

/** An instruction that needs no specialised forms: one method that takes the operands apart. */
interface Body extends OpFactory {
    void execute(Core core, GeneralOp op);

    @Override
    default Op create(DecodedOp op, Core core) {
        return new GeneralOp(op, core, this);
    }
}
