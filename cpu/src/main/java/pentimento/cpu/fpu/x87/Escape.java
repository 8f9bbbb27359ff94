package pentimento.cpu.fpu.x87;

import java.util.Optional;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.Segment;

/**
 * One row of the map of escape opcodes.
 *
 * @param isControl does not look for a pending exception unless its body does, and leaves FIP, FDP
 *     and FOP alone
 * @param isFrequent worth an executable form of its own
 * @param feature what the processor must have, else #UD
 */
public record Escape(boolean isControl, boolean isFrequent, Optional<Feature> feature, Body body) {
    /** What an instruction does, but for what all have in common. */
    @FunctionalInterface
    interface Body {
        /**
         * @param i the register operand of register forms
         * @param segment of the memory operand; any for register forms
         * @param offset effective address; any for register forms
         * @param operand32 true for the 32-bit environment and state images
         */
        void execute(X87 unit, int i, Segment segment, int offset, boolean operand32);
    }

    static Escape of(Body body) {
        return new Escape(false, false, Optional.empty(), body);
    }

    static Escape control(Body body) {
        return new Escape(true, false, Optional.empty(), body);
    }

    Escape frequent() {
        return new Escape(isControl, true, feature, body);
    }

    Escape since(Feature needed) {
        return new Escape(isControl, isFrequent, Optional.of(needed), body);
    }
}
