package pentimento.jit.discover;

import pentimento.cpu.decode.DecodedOp;

/** What instructions do to the x87's stack, as far as that can be told before they run. */
public final class Escapes {
    /** How a region that knows the stack executes an instruction. */
    public enum Way {
        /** It has nothing to do with the x87. */
        APART,
        /** By bytecode of its own. */
        OWN,
        /** By a call; the stack moves as told, or the region is left. */
        CALLED,
        /** By a call, after which the region is left. */
        LEAVES
    }

    /**
     * @param after the state that a next instruction finds
     */
    public record Step(Way way, StackState after) {}

    private static final int D9 = 1, DA = 2, DB = 3, DD = 5, DE = 6, DF = 7;
    private static final int WAIT = 0x9B, FXRSTOR = 0x1AE;

    private Escapes() {}

    /**
     * @return true for D8 to DF
     */
    public static boolean isEscape(DecodedOp op) {
        return op.code() >= 0xD8 && op.code() <= 0xDF;
    }

    /**
     * @return true if it can't do anything while no exception is pending
     */
    public static boolean isWait(DecodedOp op) {
        return op.code() == WAIT;
    }

    /** One instruction. */
    public static Step step(StackState state, DecodedOp op) {
        if (!isEscape(op)) {
            boolean leaves = Calls.isMmx(op) || op.code() == FXRSTOR && op.reg() == 1;
            return new Step(leaves ? Way.LEAVES : isWait(op) ? Way.OWN : Way.APART, state);
        }
        if (!op.opcode().mnemonic().startsWith("F")) {
            return leaves(state); // undefined on this processor
        }
        int esc = op.code() & 7;
        return op.isMemory()
                ? memory(state, esc, op.reg())
                : registers(state, esc, op.reg(), op.rm(), op.modRm());
    }

    private static Step own(StackState after) {
        return new Step(Way.OWN, after);
    }

    private static Step called(StackState after) {
        return new Step(Way.CALLED, after);
    }

    private static Step leaves(StackState state) {
        return new Step(Way.LEAVES, state);
    }

    /** A push, onto a stack that is not full. */
    private static Step push(StackState state) {
        return state.isEmpty(7) ? own(state.pushed()) : leaves(state);
    }

    /** Something with ST(0), which is then popped as often as told. */
    private static Step withTop(StackState state, int pops) {
        if (state.isEmpty(0)) {
            return leaves(state);
        }
        return own(pops == 0 ? state : state.popped());
    }

    /** Something with ST(0) and ST(i), then pops. */
    private static Step withBoth(StackState state, int i, int pops) {
        if (state.isEmpty(0) || state.isEmpty(i)) {
            return leaves(state);
        }
        StackState after = state;
        for (int n = 0; n < pops; n++) {
            after = after.popped();
        }
        return own(after);
    }

    private static Step memory(StackState state, int esc, int reg) {
        return switch (esc) {
            case D9 -> singleOrControl(state, reg);
            case DB, DD, DF -> loadOrStore(state, esc, reg);
            default -> withTop(state, reg == 3 ? 1 : 0); // arithmetic, FCOM, FCOMP
        };
    }

    private static Step singleOrControl(StackState state, int reg) {
        return switch (reg) {
            case 0 -> push(state);
            case 2, 3 -> withTop(state, reg - 2);
            case 5 -> own(state.control(!state.isControlKnown())); // FLDCW
            case 7 -> own(state); // FNSTCW
            default -> leaves(state);
        };
    }

    private static Step loadOrStore(StackState state, int esc, int reg) {
        return switch (reg) {
            case 0 -> push(state);
            case 1 -> called(state.popped()); // FISTTP
            case 2, 3 -> withTop(state, reg - 2);
            case 4 -> esc == DF ? called(state.pushed()) : leaves(state); // FBLD, FRSTOR
            case 5 -> push(state); // FLD m80, FILD m64
            case 6 -> esc == DF ? called(state.popped()) : leaves(state); // FBSTP, FNSAVE
            default -> esc == DD ? own(state) : withTop(state, 1); // FNSTSW, FSTP m80, FISTP m64
        };
    }

    private static Step registers(StackState state, int esc, int reg, int i, int modRm) {
        return switch (esc) {
            case D9 -> loadOrFunction(state, reg, i, modRm);
            case DA -> {
                if (modRm == 0xE9) { // FUCOMPP
                    yield withBoth(state, 1, 2);
                }
                yield reg < 4 ? withBoth(state, i, 0) : leaves(state); // FCMOVcc
            }
            case DB ->
                    switch (reg) {
                        case 0, 1, 2, 3, 5, 6 -> withBoth(state, i, 0); // FCMOVNcc, F(U)COMI
                        default -> modRm == 0xE2 ? called(state) : leaves(state); // FNCLEX
                    };
            case DD -> storeOrFree(state, reg, i);
            case DE -> {
                if (reg == 3) {
                    yield modRm == 0xD9 ? withBoth(state, 1, 2) : leaves(state); // FCOMPP
                }
                yield withBoth(state, i, 1);
            }
            case DF -> {
                if (modRm == 0xE0) { // FNSTSW AX
                    yield own(state);
                }
                yield reg == 5 || reg == 6 ? withBoth(state, i, 1) : leaves(state); // F(U)COMIP
            }
            default -> withBoth(state, i, reg == 3 ? 1 : 0);
        };
    }

    private static Step loadOrFunction(StackState state, int reg, int i, int modRm) {
        return switch (reg) {
            case 0 -> state.isEmpty(i) ? leaves(state) : push(state);
            case 1 -> withBoth(state, i, 0); // FXCH
            case 2 -> i == 0 ? own(state) : leaves(state); // FNOP
            case 4 -> withTop(state, 0); // FCHS, FABS, FTST, FXAM
            case 5 -> i == 0 || i == 6 ? push(state) : called(state.pushed()); // constants
            case 6, 7 -> function(state, modRm & 0xF);
            default -> leaves(state);
        };
    }

    /** D9 F0 to D9 FF. */
    private static Step function(StackState state, int n) {
        return switch (n) {
            case 0x1, 0x3, 0x9 -> called(state.popped()); // FYL2X, FPATAN, FYL2XP1
            case 0x2, 0x4, 0xB -> called(state.pushed()); // FPTAN, FXTRACT, FSINCOS
            case 0x6 -> own(state.rotated(-1)); // FDECSTP
            case 0x7 -> own(state.rotated(1)); // FINCSTP
            case 0xA, 0xC -> withTop(state, 0); // FSQRT, FRNDINT
            default -> called(state);
        };
    }

    private static Step storeOrFree(StackState state, int reg, int i) {
        if (reg == 0) { // FFREE
            return own(state.freed(i));
        }
        if (state.isEmpty(0)) {
            return leaves(state);
        }
        return switch (reg) {
            case 1, 4 -> withBoth(state, i, 0); // FXCH, FUCOM
            case 2 -> own(state.filled(i)); // FST
            case 3 -> own(state.filled(i).popped()); // FSTP
            case 5 -> withBoth(state, i, 1); // FUCOMP
            default -> leaves(state);
        };
    }
}
