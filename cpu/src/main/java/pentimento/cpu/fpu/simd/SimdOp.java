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
    /** How many bodies an opcode may choose between by a field or the immediate. */
    public static final int CHOICES = 8;

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

    /** Several instructions under one opcode. */
    interface Choice extends Body {
        /**
         * @return 0..7: the reg field, or bits of the immediate
         */
        int of(int modrm, int immediate);

        Body body(int choice);

        @Override
        default void execute(Simd unit, int modrm, Segment segment, int offset, int immediate) {
            body(of(modrm, immediate)).execute(unit, modrm, segment, offset, immediate);
        }
    }

    static SimdOp of(String name, Feature feature, Body body) {
        return new SimdOp(name, feature, true, false, false, body);
    }

    static SimdOp withImmediate(String name, Feature feature, Body body) {
        return new SimdOp(name, feature, true, true, false, body);
    }

    /**
     * @return which of its bodies an instruction has, 0..7
     */
    public int choice(int modrm, int immediate) {
        return body instanceof Choice choices ? choices.of(modrm, immediate) : 0;
    }

    /**
     * @return the body of a choice, the same object whenever asked
     */
    public Body body(int choice) {
        return body instanceof Choice choices ? choices.body(choice) : body;
    }

    public void execute(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        body.execute(unit, modrm, segment, offset, immediate);
    }
}
