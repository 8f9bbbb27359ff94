package pentimento.jit.emit;

import static pentimento.jit.emit.Emission.PROCESSOR;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.jit.discover.Escapes;
import pentimento.jit.discover.Escapes.Way;
import pentimento.jit.discover.Instruction;
import pentimento.jit.discover.RegionBlock;
import pentimento.jit.discover.StackState;
import pentimento.jit.runtime.Numerics;

/**
 * The x87 in the locals of a region: physical registers as significand and sign with exponent, FSW,
 * TOP and tags, and where the last instruction was. Without x87 instructions nothing is emitted.
 */
class FpuLocals {
    static final ClassDesc STATE = Classes.of(FpuState.class);
    static final ClassDesc RESULT = Classes.of(FloatResult.class);
    static final ClassDesc NUMERICS = Classes.of(Numerics.class);

    static final int FPU = 100, NUMBER = 101, STATUS = 102;

    /** C1, as STATUS holds it, and other bits that don't count. */
    static final int C1 = 139;

    /** Offset of the operand in memory, and its bits, while an instruction is executed. */
    static final int ADDRESS = 103, BITS = 104, FLAGS = 106;

    private static final int PLACE = 107, INSTRUCTION = 108, SEGMENT = 110, OFFSET = 111;
    private static final int SIGNIFICANDS = 112, EXPONENTS = 128;

    /** A number that is in none of the registers, the operand in memory. */
    static final int OPERAND = 8;

    private static final int OPERAND_SIGNIFICAND = 136, OPERAND_EXPONENT = 138;
    private static final ClassDesc INT = ConstantDescs.CD_int, LONG = ConstantDescs.CD_long;
    private static final ClassDesc INTS = INT.arrayType(), LONGS = LONG.arrayType();
    private static final MethodTypeDesc PLACE_OF = MethodTypeDesc.of(INT, STATE);
    private static final MethodTypeDesc LEAVE =
            MethodTypeDesc.of(
                    ConstantDescs.CD_void, STATE, Classes.STATE, INT, INT, LONG, INT, INT);

    final CodeBuilder code;
    private final boolean isUsed;
    private boolean isC1Clear; // known to be
    int used; // bit n = Rn has locals

    FpuLocals(Emission to) {
        code = to.code;
        isUsed = to.region.key().x87().isUsed();
        if (isUsed) {
            to.region.blocks().forEach(this::collect);
        }
    }

    private void collect(RegionBlock block) {
        StackState state = block.stack();
        for (Instruction instruction : block.instructions()) {
            Escapes.Step step = Escapes.step(state, instruction.op());
            if (step.way() == Way.OWN && Escapes.isEscape(instruction.op())) {
                used |= 1 << state.register(0) | 1 << step.after().register(0);
                if (!instruction.op().isMemory()) {
                    used |= 1 << state.register(instruction.op().rm());
                }
            }
            state = step.after();
        }
    }

    /**
     * @return true if the region has x87 instructions
     */
    boolean isUsed() {
        return isUsed;
    }

    // ---------------------------------------------------------------- begin and end

    /** At the begin. */
    void enter() {
        if (isUsed) {
            code.aload(PROCESSOR).getfield(Classes.PROCESSOR, "fpu", STATE).astore(FPU);
            code.aload(PROCESSOR).getfield(Classes.PROCESSOR, "number", RESULT).astore(NUMBER);
            reload();
        }
    }

    /** From the unit to the locals. */
    void reload() {
        if (!isUsed) {
            return;
        }
        readRegisters();
        code.aload(FPU).getfield(STATE, "status", INT).dup().istore(STATUS).istore(C1);
        forget();
        code.aload(FPU).invokestatic(NUMERICS, "place", PLACE_OF).istore(PLACE);
        code.lconst_0().lstore(INSTRUCTION);
        code.iconst_m1().istore(SEGMENT).iconst_0().istore(OFFSET);
    }

    /** From the locals to the unit; doing it again changes nothing. */
    void writeBack() {
        if (!isUsed) {
            return;
        }
        writeRegisters();
        code.aload(FPU).aload(PROCESSOR).getfield(Classes.PROCESSOR, "state", Classes.STATE);
        loadStatus();
        code.iload(PLACE).lload(INSTRUCTION).iload(SEGMENT).iload(OFFSET);
        code.invokestatic(NUMERICS, "leave", LEAVE);
    }

    /** Numbers from the unit to the locals. */
    void readRegisters() {
        for (int n = 0; n < 8; n++) {
            if ((used >>> n & 1) != 0) {
                code.aload(FPU).getfield(STATE, "significand", LONGS);
                code.loadConstant(n).laload().lstore(significand(n));
                code.aload(FPU).getfield(STATE, "signExponent", INTS);
                code.loadConstant(n).iaload().istore(exponent(n));
            }
        }
    }

    /** Numbers from the locals to the unit. */
    void writeRegisters() {
        for (int n = 0; n < 8; n++) {
            if ((used >>> n & 1) != 0) {
                code.aload(FPU).getfield(STATE, "significand", LONGS);
                code.loadConstant(n).lload(significand(n)).lastore();
                code.aload(FPU).getfield(STATE, "signExponent", INTS);
                code.loadConstant(n).iload(exponent(n)).iastore();
            }
        }
    }

    /** Pushes FSW without TOP. */
    void loadStatus() {
        code.iload(STATUS).loadConstant(~FpuState.C1).iand();
        code.iload(C1).loadConstant(FpuState.C1).iand().ior();
    }

    /** Takes a result's flags, C1 among them, into FSW. */
    void post() {
        code.iload(STATUS).aload(NUMBER).getfield(RESULT, "flags", INT);
        code.dup().istore(C1).ior().istore(STATUS);
        isC1Clear = false;
    }

    /** Pops condition codes and C1. */
    void post(int codes) {
        code.dup().istore(C1);
        code.iload(STATUS).loadConstant(~codes).iand().ior().istore(STATUS);
        isC1Clear = false;
    }

    void clearC1() {
        if (!isC1Clear) {
            code.iconst_0().istore(C1);
            isC1Clear = true;
        }
    }

    /** Another way may lead here. */
    void forget() {
        isC1Clear = false;
    }

    // ---------------------------------------------------------------- registers

    static int significand(int n) {
        return n == OPERAND ? OPERAND_SIGNIFICAND : SIGNIFICANDS + 2 * n;
    }

    static int exponent(int n) {
        return n == OPERAND ? OPERAND_EXPONENT : EXPONENTS + n;
    }

    /** Pushes a register: sign and exponent, significand. */
    void load(int n) {
        code.iload(exponent(n)).lload(significand(n));
    }

    /** Pops sign and exponent, on top, and significand into a register. */
    void store(int n) {
        code.istore(exponent(n)).lstore(significand(n));
    }

    /** Pops a significand into a register, whose sign and exponent are the result's. */
    void storeResult(int n) {
        code.lstore(significand(n));
        code.aload(NUMBER).getfield(RESULT, "signExponent", INT).istore(exponent(n));
    }

    void loadExponent(int n) {
        code.iload(exponent(n));
    }

    void storeExponent(int n) {
        code.istore(exponent(n));
    }

    void copy(int from, int to) {
        code.lload(significand(from)).iload(exponent(from));
        store(to);
    }

    void exchange(int a, int b) {
        code.lload(significand(a)).iload(exponent(a));
        copy(b, a);
        store(b);
    }

    // ---------------------------------------------------------------- the rest

    /** The stack has moved. */
    void place(StackState state) {
        code.loadConstant(state.place()).istore(PLACE);
    }

    /** Pushes what an instruction expects of TOP and tags, and what they are. */
    void loadPlaces(StackState expected) {
        code.loadConstant(expected.place()).iload(PLACE);
    }

    /**
     * What an instruction that is no control instruction leaves behind.
     *
     * @param isSeen whether anybody sees its address
     */
    void record(Instruction instruction, boolean isSeen) {
        var op = instruction.op();
        if (isSeen) {
            int opcode = (op.code() & 7) << 8 | op.modRm();
            code.loadConstant(Numerics.instruction(instruction.eip(), opcode));
            code.lstore(INSTRUCTION);
        }
        if (op.isMemory()) {
            code.loadConstant(op.address().segment()).istore(SEGMENT);
            code.iload(ADDRESS).istore(OFFSET);
        }
    }
}
