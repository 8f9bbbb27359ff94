package pentimento.cpu.fpu.simd;

import pentimento.cpu.model.Feature;
import pentimento.cpu.state.Segment;

/**
 * One row of the opcode map.
 *
 * @param feature what the processor must have, else #UD
 * @param hasModrm false for EMMS only
 * @param hasImmediate true if a byte follows the operand
 * @param addressesDi true if offset is to be (E)DI, segment DS or its override: MASKMOVQ
 */
public record SimdOp(
        String name,
        Feature feature,
        boolean hasModrm,
        boolean hasImmediate,
        boolean addressesDi,
        Body body) {
    /** What an instruction does, checks included. */
    @FunctionalInterface
    public interface Body {
        /**
         * @param segment of the memory operand; any for register forms
         * @param offset effective address; any for register forms
         * @param immediate 0..FFh, if there is one
         */
        void execute(Simd unit, int modrm, Segment segment, int offset, int immediate);
    }

    static SimdOp of(String name, Feature feature, Body body) {
        return new SimdOp(name, feature, true, false, false, body);
    }

    static SimdOp withImmediate(String name, Feature feature, Body body) {
        return new SimdOp(name, feature, true, true, false, body);
    }

    public void execute(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        body.execute(unit, modrm, segment, offset, immediate);
    }
}
