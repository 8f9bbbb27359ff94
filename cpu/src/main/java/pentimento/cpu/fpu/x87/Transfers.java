package pentimento.cpu.fpu.x87;

import static pentimento.cpu.fpu.softfloat.Float80.INDEFINITE;
import static pentimento.cpu.fpu.softfloat.Float80.INDEFINITE_EXPONENT;
import static pentimento.cpu.fpu.softfloat.Float80.TOWARDS_ZERO;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.Conversion;
import pentimento.cpu.fpu.softfloat.Decimal;
import pentimento.cpu.fpu.softfloat.Float80;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;

/** Loads, stores, exchanges, constants, conditional moves. */
final class Transfers {
    // Memory operands, numbered as bits 1-2 of the ESC opcode do.
    static final int SINGLE = 0, INTEGER_32 = 1, DOUBLE = 2, INTEGER_16 = 3, INTEGER_64 = 4;

    /** An overflow or underflow that keeps the result out of memory hides what rounding did. */
    private static final int NOT_WITHOUT_RESULT = Float80.PRECISION | Float80.ROUNDED_UP;

    private final FpuState fpu;
    private final RegisterStack stack;
    private final SegmentedMemory memory;
    private final Flags flags;
    private final FloatResult operand = new FloatResult();

    Transfers(FpuState fpu, RegisterStack stack, SegmentedMemory memory, Flags flags) {
        this.flags = flags;
        this.fpu = fpu;
        this.stack = stack;
        this.memory = memory;
    }

    /** What {@link #read} found. */
    FloatResult operand() {
        return operand;
    }

    /**
     * Reads and widens a number; a signaling NaN stays one.
     *
     * @return DENORMAL or 0
     */
    int read(int kind, Segment segment, int offset) {
        switch (kind) {
            case SINGLE -> {
                return Conversion.fromSingle(memory.read32(segment, offset), operand);
            }
            case DOUBLE -> {
                return Conversion.fromDouble(memory.read64(segment, offset), operand);
            }
            case INTEGER_32 -> Conversion.fromInteger(memory.read32(segment, offset), operand);
            case INTEGER_16 ->
                    Conversion.fromInteger((short) memory.read16(segment, offset), operand);
            default -> Conversion.fromInteger(memory.read64(segment, offset), operand);
        }
        return 0;
    }

    /** FLD m32, FLD m64, FILD. */
    void loadNumber(int kind, Segment segment, int offset) {
        int flags = read(kind, segment, offset);
        if (stack.isFull()) {
            stack.pushOverflow();
            return;
        }
        if (Float80.isNan(operand.signExponent, operand.significand)) {
            flags |= Float80.quiet(operand.signExponent, operand.significand, operand);
        }
        stack.post(flags);
        // A denormal is loaded even when its exception is unmasked.
        if ((flags & ~fpu.control & Float80.INVALID) == 0) {
            fpu.push(operand.signExponent, operand.significand);
        }
    }

    /** FLD m80: any bits, no exception but a stack fault. */
    void loadExtended(Segment segment, int offset) {
        long significand = memory.read64(segment, offset);
        int signExponent = memory.read16(segment, offset + 8);
        stack.push(signExponent, significand);
    }

    /** FBLD. */
    void loadDecimal(Segment segment, int offset) {
        long digits = memory.read64(segment, offset);
        Decimal.toExtended(digits, memory.read16(segment, offset + 8), operand);
        stack.push(operand.signExponent, operand.significand);
    }

    /** FLD ST(i). */
    void load(int i) {
        if (fpu.isEmpty(i)) {
            if (stack.underflow()) {
                fpu.push(INDEFINITE_EXPONENT, INDEFINITE);
            }
            return;
        }
        int register = fpu.st(i);
        stack.push(fpu.signExponent[register], fpu.significand[register]);
    }

    /** FLD1, FLDL2T, FLDL2E, FLDPI, FLDLG2, FLDLN2, FLDZ. */
    void constant(int n) {
        int rounding = fpu.control & Float80.ROUNDING_CONTROL;
        stack.push(Constants.signExponent(n), Constants.significand(n, rounding));
    }

    /** FSTP1, an alias of FSTP that does not notice an empty ST(0). */
    void storeQuietly(int i) {
        if (fpu.isEmpty(0)) {
            fpu.status &= ~FpuState.C1;
            fpu.pop();
        } else {
            store(i, true);
        }
    }

    /** FST, FSTP to ST(i). */
    void store(int i, boolean pop) {
        if (fpu.isEmpty(0)) {
            if (!stack.underflow()) {
                return;
            }
            stack.indefinite(i);
        } else {
            fpu.status &= ~FpuState.C1;
            fpu.set(i, fpu.signExponent[fpu.top], fpu.significand[fpu.top]);
        }
        if (pop) {
            fpu.pop();
        }
    }

    /** FFREE, FFREEP. */
    void free(int i, boolean pop) {
        fpu.occupied &= ~(1 << fpu.st(i));
        if (pop) {
            fpu.pop();
        }
    }

    /** FXCH. */
    void exchange(int i) {
        if (fpu.isEmpty(0) || fpu.isEmpty(i)) {
            if (!stack.underflow()) {
                return;
            }
            if (fpu.isEmpty(0)) {
                stack.indefinite(0);
            }
            if (fpu.isEmpty(i)) {
                stack.indefinite(i);
            }
        } else {
            fpu.status &= ~FpuState.C1;
        }
        int a = fpu.top, b = fpu.st(i);
        int signExponent = fpu.signExponent[a];
        long significand = fpu.significand[a];
        fpu.signExponent[a] = fpu.signExponent[b];
        fpu.significand[a] = fpu.significand[b];
        fpu.signExponent[b] = signExponent;
        fpu.significand[b] = significand;
    }

    /**
     * FCMOVcc.
     *
     * @param condition 0 below, 1 equal, 2 below or equal, 3 unordered
     */
    void conditionalMove(int condition, boolean negated, int i) {
        int mask =
                switch (condition) {
                    case 0 -> Flags.CF;
                    case 1 -> Flags.ZF;
                    case 2 -> Flags.CF | Flags.ZF;
                    default -> Flags.PF;
                };
        if (fpu.isEmpty(0) || fpu.isEmpty(i)) {
            if (stack.underflow()) {
                stack.indefinite(0);
            }
            return;
        }
        if ((flags.value() & mask) != 0 != negated) {
            int register = fpu.st(i);
            fpu.set(0, fpu.signExponent[register], fpu.significand[register]);
        }
    }

    /** FST m32, FSTP m32. */
    void storeSingle(Segment segment, int offset, boolean pop) {
        int flags;
        if (fpu.isEmpty(0)) {
            flags = RegisterStack.underflowFlags();
            operand.significand = Conversion.indefiniteSingle();
        } else {
            flags =
                    Conversion.toSingle(
                            fpu.signExponent[fpu.top],
                            fpu.significand[fpu.top],
                            fpu.control,
                            operand);
        }
        boolean stores = stack.mayStore(flags);
        if (stores) {
            memory.write32(segment, offset, (int) operand.significand);
        }
        stored(stores ? flags : flags & ~NOT_WITHOUT_RESULT, stores && pop);
    }

    /** FST m64, FSTP m64. */
    void storeDouble(Segment segment, int offset, boolean pop) {
        int flags;
        if (fpu.isEmpty(0)) {
            flags = RegisterStack.underflowFlags();
            operand.significand = Conversion.indefiniteDouble();
        } else {
            flags =
                    Conversion.toDouble(
                            fpu.signExponent[fpu.top],
                            fpu.significand[fpu.top],
                            fpu.control,
                            operand);
        }
        boolean stores = stack.mayStore(flags);
        if (stores) {
            memory.write64(segment, offset, operand.significand);
        }
        stored(stores ? flags : flags & ~NOT_WITHOUT_RESULT, stores && pop);
    }

    /**
     * FIST, FISTP, FISTTP.
     *
     * @param bits 16, 32 or 64
     */
    void storeInteger(int bits, Segment segment, int offset, boolean truncate, boolean pop) {
        int flags;
        if (fpu.isEmpty(0)) {
            flags = RegisterStack.underflowFlags();
            operand.significand = -1L << bits - 1;
        } else {
            flags =
                    Conversion.toInteger(
                            fpu.signExponent[fpu.top],
                            fpu.significand[fpu.top],
                            bits,
                            truncate ? fpu.control | TOWARDS_ZERO : fpu.control,
                            operand);
        }
        boolean stores = stack.mayStore(flags);
        if (stores) {
            switch (bits) {
                case 16 -> memory.write16(segment, offset, (int) operand.significand & 0xFFFF);
                case 32 -> memory.write32(segment, offset, (int) operand.significand);
                default -> memory.write64(segment, offset, operand.significand);
            }
        }
        stored(flags, stores && pop);
    }

    /** FSTP m80: any bits. */
    void storeExtended(Segment segment, int offset) {
        boolean empty = fpu.isEmpty(0);
        int flags = empty ? RegisterStack.underflowFlags() : 0;
        boolean stores = stack.mayStore(flags);
        if (stores) {
            writeTen(
                    segment,
                    offset,
                    empty ? INDEFINITE : fpu.significand[fpu.top],
                    empty ? INDEFINITE_EXPONENT : fpu.signExponent[fpu.top]);
        }
        stored(flags, stores);
    }

    /** FBSTP. */
    void storeDecimal(Segment segment, int offset) {
        int flags;
        if (fpu.isEmpty(0)) {
            flags = RegisterStack.underflowFlags();
            Decimal.indefinite(operand);
        } else {
            flags =
                    Decimal.fromExtended(
                            fpu.signExponent[fpu.top],
                            fpu.significand[fpu.top],
                            fpu.control,
                            operand);
        }
        boolean stores = stack.mayStore(flags);
        if (stores) {
            writeTen(segment, offset, operand.significand, operand.signExponent);
        }
        stored(flags, stores);
    }

    private void writeTen(Segment segment, int offset, long low, int high) {
        memory.probeWrite(segment, offset, 10);
        memory.write64(segment, offset, low);
        memory.write16(segment, offset + 8, high);
    }

    private void stored(int flags, boolean pop) {
        stack.post(flags);
        if (pop) {
            fpu.pop();
        }
    }
}
