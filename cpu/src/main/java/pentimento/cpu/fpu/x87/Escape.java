package pentimento.cpu.fpu.x87;

import java.util.Optional;
import java.util.function.Supplier;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.Segment;

/**
 * One row of the map of escape opcodes.
 *
 * @param isControl does not look for a pending exception unless its body does, and leaves FIP, FDP
 *     and FOP alone
 * @param isFrequent worth an executable form of its own
 * @param feature what the processor must have, else #UD
 * @param maker gives the body, which may be made when it is first asked for
 */
public record Escape(
        boolean isControl, boolean isFrequent, Optional<Feature> feature, Supplier<Body> maker) {
    /** What an instruction does, but for what all have in common. */
    @FunctionalInterface
    public interface Body {
        /**
         * @param i the register operand of register forms
         * @param segment of the memory operand; any for register forms
         * @param offset effective address; any for register forms
         * @param operand32 true for the 32-bit environment and state images
         */
        void execute(X87 unit, int i, Segment segment, int offset, boolean operand32);
    }

    static Escape of(Body body) {
        return made(() -> body);
    }

    static Escape made(Supplier<Body> maker) {
        return new Escape(false, false, Optional.empty(), maker);
    }

    static Escape control(Body body) {
        return new Escape(true, false, Optional.empty(), () -> body);
    }

    Escape frequent() {
        return new Escape(isControl, true, feature, maker);
    }

    Escape since(Feature needed) {
        return new Escape(isControl, isFrequent, Optional.of(needed), maker);
    }

    public Body body() {
        return maker.get();
    }
}
