package pentimento.jit.emit;

import static pentimento.jit.emit.FpuLocals.ADDRESS;
import static pentimento.jit.emit.FpuLocals.BITS;
import static pentimento.jit.emit.FpuLocals.FLAGS;
import static pentimento.jit.emit.FpuLocals.FPU;
import static pentimento.jit.emit.FpuLocals.NUMBER;
import static pentimento.jit.emit.FpuLocals.NUMERICS;
import static pentimento.jit.emit.FpuLocals.OPERAND;
import static pentimento.jit.emit.FpuLocals.STATUS;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.BinaryOperation;
import pentimento.cpu.fpu.softfloat.Comparison;
import pentimento.cpu.fpu.softfloat.Float80;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.translation.X87Key;
import pentimento.jit.discover.Escapes;
import pentimento.jit.discover.Escapes.Way;
import pentimento.jit.discover.Instruction;
import pentimento.jit.discover.RegionBlock;
import pentimento.jit.discover.StackState;
import pentimento.jit.runtime.Extended;
import pentimento.jit.runtime.SlowPath;

/**
 * The frequent x87 instructions. TOP, tags and, but for the time between two FLDCW, the control
 * word are known. Whatever would report an exception that is not masked, and operands that are
 * rare, leave the region before the instruction, so that the interpreter does it all.
 */
class EscapeEmitters {
    private static final ClassDesc INT = ConstantDescs.CD_int, LONG = ConstantDescs.CD_long;
    private static final ClassDesc RESULT = FpuLocals.RESULT, EXTENDED = Classes.of(Extended.class);
    private static final ClassDesc BOOLEAN = ConstantDescs.CD_boolean;

    private static final MethodTypeDesc FAST =
            MethodTypeDesc.of(LONG, INT, LONG, INT, LONG, RESULT);
    private static final MethodTypeDesc ANY =
            MethodTypeDesc.of(LONG, INT, LONG, INT, LONG, INT, RESULT);
    private static final MethodTypeDesc UNARY = MethodTypeDesc.of(LONG, INT, LONG, INT, RESULT);
    private static final MethodTypeDesc TO_INTEGER =
            MethodTypeDesc.of(LONG, INT, LONG, INT, INT, RESULT);
    private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(INT, INT, LONG, INT, LONG);
    private static final MethodTypeDesc EXAMINE = MethodTypeDesc.of(INT, INT, LONG);
    private static final MethodTypeDesc INT_TO_INT = MethodTypeDesc.of(INT, INT);
    private static final MethodTypeDesc CONTROL_WORD = MethodTypeDesc.of(INT, INT);
    private static final MethodTypeDesc WRITE_80 =
            MethodTypeDesc.of(ConstantDescs.CD_void, Classes.PROCESSOR, INT, INT, INT, INT, LONG);

    /** In place of a register: the number 0. */
    static final int ZERO = -1;

    private static final int ALL_CODES = Comparison.CONDITION | FpuState.C1;
    private static final int D8 = 0, D9 = 1, DA = 2, DB = 3, DC = 4, DD = 5, DE = 6, DF = 7;

    /** The conditions of FCMOVcc, as in opcodes. */
    private static final int[] CONDITIONS = {2, 4, 6, 10};

    final Emission to;
    final FlagState flags;
    final CallEmitters calls;
    private final FpuLocals fpu;
    final CodeBuilder code;
    final X87Key key;

    // The instruction in hand.
    StackState state = new StackState(0, 0, true);
    Instruction instruction;
    DecodedOp op;
    int rest;
    private @Nullable Label before;

    EscapeEmitters(Emission to, FlagState flags, CallEmitters calls, FpuLocals fpu) {
        this.to = to;
        this.flags = flags;
        this.calls = calls;
        this.fpu = fpu;
        code = to.code;
        key = to.region.key().x87();
        instruction = to.region.blocks().getFirst().last();
        op = instruction.op();
    }

    /** In the form that the locals have. */
    static EscapeEmitters create(Emission to, FlagState flags, CallEmitters calls, FpuLocals fpu) {
        return fpu instanceof DoubleLocals numbers
                ? new DoubleEmitters(to, flags, calls, numbers)
                : new EscapeEmitters(to, flags, calls, fpu);
    }

    /** A block begins. */
    void begin(RegionBlock block) {
        if (fpu.isUsed()) {
            state = block.stack();
            fpu.forget();
        }
    }

    /**
     * An instruction that has no bytecode in other families.
     *
     * @param i its index in the block
     */
    void emit(RegionBlock block, int i) {
        instruction = block.instructions().get(i);
        op = instruction.op();
        int newRest = block.count() - 1 - i;
        rest = newRest;
        before = null;
        if (!fpu.isUsed()) {
            calls.emit(instruction, rest, false);
            return;
        }
        Escapes.Step step = Escapes.step(state, op);
        switch (step.way()) {
            case APART -> calls.emit(instruction, rest, false);
            case LEAVES -> calls.emit(instruction, rest, true);
            case CALLED -> {
                calls.emit(instruction, rest, true);
                requireAsExpected(step.after());
            }
            case OWN -> {
                boolean isLast = newRest == 0;
                DecodedOp next = isLast ? op : block.instructions().get(i + 1).op();
                own(step.after(), isLast || !isSilent(step.after(), next));
            }
        }
        state = step.after();
    }

    void requireAsExpected(StackState expected) {
        Label after = calls.exit(instruction.next(), rest);
        fpu.loadPlaces(expected);
        code.if_icmpne(after);
        code.iload(STATUS).loadConstant(FpuState.ERROR_SUMMARY).iand().ifne(after);
    }

    private void own(StackState after, boolean isSeen) {
        if (Escapes.isWait(op)) {
            return;
        }
        int esc = op.code() & 7;
        boolean records = op.isMemory() ? memory(esc) : registers(esc);
        if (state.place() != after.place()) {
            fpu.place(after);
        }
        if (records) {
            fpu.record(instruction, isSeen);
        }
    }

    /**
     * @return true if an instruction neither leaves the region nor leaves out its address, so that
     *     nobody sees what the one before it left behind
     */
    boolean isSilent(StackState at, DecodedOp next) {
        int esc = next.code() & 7;
        if (!Escapes.isEscape(next) || next.isMemory() || Escapes.step(at, next).way() != Way.OWN) {
            return false;
        }
        return switch (esc) {
            case D8, DC, DE -> next.reg() != 2 && next.reg() != 3 && isArithmeticSilent(at);
            case D9 -> next.reg() < 3 || next.modRm() <= 0xE1 || next.reg() == 5;
            case DD -> next.reg() < 4;
            default -> false;
        };
    }

    boolean isArithmeticSilent(StackState at) {
        return at.isControlKnown() && key.unmasked() == 0;
    }

    // ---------------------------------------------------------------- pieces

    /**
     * @return where the interpreter goes on with this instruction
     */
    Label before() {
        if (before == null) {
            before = calls.exit(instruction.eip(), rest + 1);
        }
        return before;
    }

    int st(int i) {
        return state.register(i);
    }

    /** Pushes the control word. */
    void control() {
        if (state.isControlKnown()) {
            code.loadConstant(key.control());
        } else {
            code.aload(FPU).getfield(FpuLocals.STATE, "control", INT);
        }
    }

    /** Leaves if a result's flags are not all masked. */
    void requireMasked() {
        if (state.isControlKnown()) {
            if (key.unmasked() != 0) {
                code.aload(NUMBER).getfield(RESULT, "flags", INT);
                code.loadConstant(key.unmasked()).iand().ifne(before());
            }
        } else {
            code.aload(NUMBER).getfield(RESULT, "flags", INT);
            control();
            code.iconst_m1().ixor().iand().loadConstant(FpuState.EXCEPTIONS).iand();
            code.ifne(before());
        }
    }

    /** Pops a significand that belongs to a result, if its flags are masked. */
    private void result(int register) {
        if (!state.isControlKnown() || key.unmasked() != 0) {
            code.lstore(BITS);
            requireMasked();
            code.lload(BITS);
        }
        fpu.storeResult(register);
        fpu.post();
    }

    // ---------------------------------------------------------------- memory

    void beginAccess(boolean write) {
        to.beginAccess(op.address().segment(), write, false);
        to.address(op);
        code.dup().istore(ADDRESS);
    }

    void read(Width width) {
        beginAccess(false);
        to.access("read", width);
    }

    void write(Width width) {
        to.access("write", width);
    }

    /** Reads a number into a register, or leaves if it is rare. */
    void load(int esc, int register) {
        switch (esc) {
            case D8, D9 -> {
                read(Width.DWORD);
                code.istore(FLAGS);
                widen("I", () -> code.iload(FLAGS), register);
            }
            case DC, DD -> {
                beginAccess(false);
                to.access64("read");
                code.lstore(BITS);
                widen("J", () -> code.lload(BITS), register);
            }
            case DA, DB -> {
                read(Width.DWORD);
                code.i2l().lstore(BITS);
                integer(register);
            }
            default -> {
                read(Width.WORD);
                code.i2s().i2l().lstore(BITS);
                integer(register);
            }
        }
    }

    private void widen(String type, Runnable push, int register) {
        ClassDesc from = ClassDesc.ofDescriptor(type);
        push.run();
        code.invokestatic(NUMERICS, "isPlain", MethodTypeDesc.of(BOOLEAN, from)).ifeq(before());
        push.run();
        code.invokestatic(NUMERICS, "significand", MethodTypeDesc.of(LONG, from));
        push.run();
        code.invokestatic(NUMERICS, "signExponent", MethodTypeDesc.of(INT, from));
        fpu.store(register);
    }

    private void integer(int register) {
        code.lload(BITS);
        code.invokestatic(NUMERICS, "integerSignificand", MethodTypeDesc.of(LONG, LONG));
        code.lload(BITS);
        code.invokestatic(NUMERICS, "integerSignExponent", MethodTypeDesc.of(INT, LONG));
        fpu.store(register);
    }

    /**
     * @return false for control instructions, which leave the last instruction's address alone
     */
    private boolean memory(int esc) {
        if (esc % 2 == 0) {
            load(esc, OPERAND);
            if (op.reg() == 2 || op.reg() == 3) {
                compare(OPERAND);
            } else {
                arithmetic(op.reg(), OPERAND, st(0));
            }
            return true;
        }
        switch (op.reg()) {
            case 0 -> {
                load(esc, st(7));
                fpu.clearC1();
            }
            case 2, 3 -> store(esc);
            case 5 -> {
                if (esc == D9) {
                    loadControl();
                    return false;
                }
                loadLong(esc);
            }
            default -> {
                if (esc == D9 || esc == DD) {
                    storeWord(esc);
                    return false;
                }
                storeLong(esc);
            }
        }
        return true;
    }

    /** FLD m80, FILD m64. */
    void loadLong(int esc) {
        int segment = op.address().segment();
        beginAccess(false);
        to.access64("read");
        code.lstore(BITS);
        if (esc == DF) {
            integer(st(7));
        } else {
            to.beginAccess(segment, false, false);
            code.iload(ADDRESS).bipush(8).iadd();
            to.access("read", Width.WORD);
            code.istore(FLAGS);
            code.lload(BITS).iload(FLAGS);
            fpu.store(st(7));
        }
        fpu.clearC1();
    }

    /** FST, FSTP m32 and m64, FIST, FISTP m16 and m32. */
    void store(int esc) {
        switch (esc) {
            case D9 -> {
                fpu.load(st(0));
                control();
                code.aload(NUMBER);
                code.invokestatic(NUMERICS, "toSingle", UNARY.changeReturnType(INT)).istore(FLAGS);
                requireMasked();
                beginAccess(true);
                code.iload(FLAGS);
                write(Width.DWORD);
            }
            case DD -> {
                fpu.load(st(0));
                control();
                code.aload(NUMBER);
                code.invokestatic(NUMERICS, "toDouble", UNARY).lstore(BITS);
                requireMasked();
                beginAccess(true);
                code.lload(BITS);
                to.access64("write");
            }
            case DB -> storeInteger(Width.DWORD);
            default -> storeInteger(Width.WORD);
        }
        fpu.post();
    }

    private void toInteger(int bits) {
        loadTop();
        code.loadConstant(bits);
        control();
        code.aload(NUMBER);
        code.invokestatic(NUMERICS, "toInteger", TO_INTEGER).lstore(BITS);
        requireMasked();
    }

    /** Pushes ST(0): sign and exponent, significand. */
    void loadTop() {
        fpu.load(st(0));
    }

    private void storeInteger(Width width) {
        toInteger(width.bits());
        beginAccess(true);
        code.lload(BITS).l2i();
        if (width.bits() == 16) {
            code.loadConstant(0xFFFF).iand();
        }
        write(width);
    }

    /** FSTP m80, FISTP m64. */
    void storeLong(int esc) {
        int segment = op.address().segment();
        if (esc == DF) {
            toInteger(64);
            beginAccess(true);
            code.lload(BITS);
            to.access64("write");
            fpu.post();
        } else {
            code.aload(Emission.PROCESSOR).loadConstant(to.lastPosition()).loadConstant(segment);
            to.address(op);
            code.dup().istore(ADDRESS);
            loadTop();
            code.invokestatic(Classes.of(SlowPath.class), "write80", WRITE_80);
            fpu.clearC1();
        }
    }

    /** FNSTCW, FNSTSW. */
    private void storeWord(int esc) {
        beginAccess(true);
        if (esc == D9) {
            control();
        } else {
            statusWord();
        }
        write(Width.WORD);
    }

    void statusWord() {
        fpu.loadStatus();
        code.loadConstant(state.top() << FpuState.TOP_SHIFT).ior();
    }

    /** FLDCW. The second restores what the region was made for, or the region is left. */
    private void loadControl() {
        read(Width.WORD);
        code.invokestatic(FpuLocals.STATE, "controlOf", CONTROL_WORD).istore(FLAGS);
        code.iload(STATUS).iload(FLAGS).iconst_m1().ixor().iand();
        code.loadConstant(FpuState.EXCEPTIONS).iand().ifne(before());
        code.aload(FPU).iload(FLAGS).putfield(FpuLocals.STATE, "control", INT);
        if (!state.isControlKnown()) {
            code.iload(FLAGS).loadConstant(key.control());
            code.if_icmpne(calls.exit(instruction.next(), rest));
        }
    }

    // ---------------------------------------------------------------- registers

    private boolean registers(int esc) {
        int i = op.rm();
        switch (esc) {
            case D9 -> {
                return single(op.modRm(), i);
            }
            case DA, DB -> compareOrMove(esc, i);
            case DD -> storeOrFree(i);
            case DF -> {
                if (op.modRm() == 0xE0) { // FNSTSW AX
                    statusWord();
                    to.store(Width.WORD, CpuState.EAX);
                    return false;
                }
                compareToFlags(i);
            }
            default -> {
                if (op.reg() == 2 || op.reg() == 3) {
                    compare(st(esc == DE && op.reg() == 3 ? 1 : i)); // FCOMPP
                } else {
                    arithmetic(op.reg(), st(i), esc == D8 ? st(0) : st(i));
                }
            }
        }
        return true;
    }

    /** ST(0) with another. */
    void arithmetic(int operation, int other, int destination) {
        boolean reversed =
                operation == BinaryOperation.SUBTRACT_REVERSED
                        || operation == BinaryOperation.DIVIDE_REVERSED;
        fpu.load(reversed ? other : st(0));
        fpu.load(reversed ? st(0) : other);
        String name =
                switch (operation) {
                    case BinaryOperation.ADD -> "add";
                    case BinaryOperation.MULTIPLY -> "multiply";
                    case BinaryOperation.SUBTRACT, BinaryOperation.SUBTRACT_REVERSED -> "subtract";
                    default -> "divide";
                };
        boolean isFast = state.isControlKnown() && key.isExtended() && !name.equals("divide");
        if (!isFast) {
            control();
        }
        code.aload(NUMBER).invokestatic(EXTENDED, name, isFast ? FAST : ANY);
        result(destination);
    }

    /**
     * Leaves condition codes in a local.
     *
     * @param other register, or {@link #ZERO}
     */
    void outcome(int other) {
        fpu.load(st(0));
        if (other == ZERO) {
            code.iconst_0().lconst_0();
        } else {
            fpu.load(other);
        }
        code.invokestatic(NUMERICS, "compare", COMPARE).istore(FLAGS);
        code.iload(FLAGS).iflt(before());
    }

    private void compare(int other) {
        outcome(other);
        conditionCodes();
    }

    void conditionCodes() {
        code.iload(FLAGS);
        fpu.post(ALL_CODES);
    }

    /** FCOMI and its relatives. */
    private void compareToFlags(int i) {
        outcome(st(i));
        code.iload(FLAGS).invokestatic(NUMERICS, "flagsResult", INT_TO_INT);
        code.iload(FLAGS).invokestatic(NUMERICS, "flagsCarries", INT_TO_INT);
        flags.setLiterally();
    }

    private void compareOrMove(int esc, int i) {
        if (op.reg() >= 4) {
            if (esc == DA) {
                compare(st(1)); // FUCOMPP
            } else {
                compareToFlags(i);
            }
            return;
        }
        Label end = code.newLabel();
        flags.branch(CONDITIONS[op.reg()] | (esc == DA ? 1 : 0), end);
        fpu.copy(st(i), st(0));
        code.labelBinding(end);
        fpu.forget();
    }

    private void storeOrFree(int i) {
        switch (op.reg()) {
            case 0 -> {} // FFREE: the tag alone
            case 1 -> exchange(i);
            case 2, 3 -> {
                fpu.copy(st(0), st(i));
                fpu.clearC1();
            }
            default -> compare(st(i)); // FUCOM, FUCOMP
        }
    }

    private void exchange(int i) {
        fpu.exchange(st(0), st(i));
        fpu.clearC1();
    }

    private boolean single(int modRm, int i) {
        switch (modRm) {
            case 0xD0 -> {} // FNOP
            case 0xE0 -> changeSign();
            case 0xE1 -> absolute();
            case 0xE4 -> {
                outcome(ZERO);
                conditionCodes();
            }
            case 0xE5 -> {
                examine();
                conditionCodes();
            }
            case 0xE8, 0xEE -> { // FLD1, FLDZ
                constant(modRm == 0xE8);
                fpu.clearC1();
            }
            case 0xF6, 0xF7 -> fpu.clearC1();
            case 0xFA -> squareRoot();
            case 0xFC -> toIntegral();
            default -> {
                if (op.reg() == 0) {
                    fpu.copy(st(i), st(7));
                    fpu.clearC1();
                } else {
                    exchange(i);
                }
            }
        }
        return true;
    }

    /** FXAM: leaves condition codes in a local. */
    void examine() {
        fpu.load(st(0));
        code.invokestatic(NUMERICS, "examine", EXAMINE).istore(FLAGS);
    }

    void constant(boolean isOne) {
        code.loadConstant(isOne ? Float80.INTEGER_BIT : 0L);
        code.loadConstant(isOne ? Float80.BIAS : 0);
        fpu.store(st(7));
    }

    void changeSign() {
        fpu.loadExponent(st(0));
        code.loadConstant(Float80.SIGN).ixor();
        fpu.storeExponent(st(0));
        fpu.clearC1();
    }

    void absolute() {
        fpu.loadExponent(st(0));
        code.loadConstant(Float80.EXPONENT).iand();
        fpu.storeExponent(st(0));
        fpu.clearC1();
    }

    void squareRoot() {
        function("squareRoot");
    }

    /** FRNDINT. */
    void toIntegral() {
        function("toIntegral");
    }

    private void function(String name) {
        fpu.load(st(0));
        control();
        code.aload(NUMBER).invokestatic(NUMERICS, name, UNARY);
        result(st(0));
    }
}
