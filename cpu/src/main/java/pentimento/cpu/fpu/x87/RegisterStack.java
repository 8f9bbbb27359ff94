package pentimento.cpu.fpu.x87;

import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.INDEFINITE;
import static pentimento.cpu.fpu.softfloat.Float80.INDEFINITE_EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.OVERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.UNDERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.ZERO_DIVIDE;

import pentimento.cpu.fpu.FpuState;

/**
 * Posts exceptions and knows which of them suppress a result: unmasked invalid operation, denormal
 * operand and division by zero leave the stack untouched; overflow, underflow and precision only
 * keep a result out of memory.
 *
 * @see "SDM vol. 1, 8.4 to 8.6"
 */
final class RegisterStack {
    private static final int BEFORE = INVALID | DENORMAL | ZERO_DIVIDE;
    private static final int STORE = BEFORE | OVERFLOW | UNDERFLOW;
    private static final int STACK_UNDERFLOW = INVALID | FpuState.STACK_FAULT;
    private static final int STACK_OVERFLOW = STACK_UNDERFLOW | FpuState.C1;

    private final FpuState fpu;
    private final ErrorSignal error;

    RegisterStack(FpuState fpu, ErrorSignal error) {
        this.fpu = fpu;
        this.error = error;
    }

    /**
     * Takes an operation's flags into FSW; C1 becomes what they say.
     *
     * @return true if the result may go to a register
     */
    boolean post(int flags) {
        fpu.status = fpu.status & ~FpuState.C1 | flags;
        int unmasked = flags & ~fpu.control & FpuState.EXCEPTIONS;
        if (unmasked == 0) {
            return true;
        }
        fpu.status |= FpuState.ERROR_SUMMARY | FpuState.BUSY;
        error.drive();
        return (unmasked & BEFORE) == 0;
    }

    /**
     * @return true if a result with these flags may go to memory
     */
    boolean mayStore(int flags) {
        return (flags & ~fpu.control & STORE) == 0;
    }

    /** An operand is empty. @return true if masked: indefinite is the result */
    boolean underflow() {
        return post(STACK_UNDERFLOW);
    }

    static int underflowFlags() {
        return STACK_UNDERFLOW;
    }

    /** Pushes a number, or indefinite onto a full stack. */
    void push(int signExponent, long significand) {
        if (isFull()) {
            pushOverflow();
        } else {
            fpu.status &= ~FpuState.C1;
            fpu.push(signExponent, significand);
        }
    }

    boolean isFull() {
        return !fpu.isEmpty(7);
    }

    void pushOverflow() {
        if (overflow()) {
            fpu.push(INDEFINITE_EXPONENT, INDEFINITE);
        }
    }

    /** There is no room to push. @return true if masked: indefinite is the result */
    boolean overflow() {
        return post(STACK_OVERFLOW);
    }

    void indefinite(int i) {
        fpu.set(i, INDEFINITE_EXPONENT, INDEFINITE);
    }
}
