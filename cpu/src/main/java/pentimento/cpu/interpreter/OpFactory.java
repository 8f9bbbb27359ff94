package pentimento.cpu.interpreter;

import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Semantics;

/** Makes a row's executable form. */
interface OpFactory extends Semantics {
    /**
     * @param core tells of the mode (stack size) that the block is decoded for
     */
    Op create(DecodedOp op, Core core);
}
