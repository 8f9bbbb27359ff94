package pentimento.jit.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Address;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.Segment;
import pentimento.jit.discover.Instruction;
import pentimento.jit.discover.Region;
import pentimento.jit.runtime.Access;
import pentimento.jit.runtime.FaultingRegion.FaultMap;

/**
 * The method in the making: where everything is in its locals, and the pieces that all families
 * use. The operand stack of the generated code is in the margin, its top on the right.
 */
final class Emission {
    // The locals. Registers are 32-bit; flags as PendingFlags explains.
    static final int THIS = 0, PROCESSOR = 1, BUDGET = 2, ENTRY = 3;
    static final int GPR = 4, RESULT = 12, FLAG_A = 13, FLAG_B = 14, FLAG_KIND = 15;
    static final int CF_A = 16, CF_B = 17;
    static final int EIP = 18,
            A = 19,
            B = 20,
            R = 21,
            OFFSET = 22,
            FLAGS = 23,
            LONG = 24,
            EXCEPTION = 26,
            INDEX = 170;
    private static final int SEGMENTS = 27, PER_SEGMENT = 5; // base, last readable, last writable

    private static final ClassDesc ACCESS = ClassDesc.of(Access.class.getName());
    private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    private static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();
    private static final ClassDesc INT = ConstantDescs.CD_int, LONGS = ConstantDescs.CD_long;

    private static final MethodTypeDesc IS_SUCH = MethodTypeDesc.of(ConstantDescs.CD_boolean);

    /** What an access has to do about its segment. */
    private enum Offset {
        LINEAR,
        IN_WHOLE_SEGMENT,
        CHECKED
    }

    final CodeBuilder code;
    final Region region;
    final Label common;
    private final Map<Integer, Label> exits = new LinkedHashMap<>();
    private final List<Integer> eips = new ArrayList<>(List.of(0));
    private final List<Integer> uncompleted = new ArrayList<>(List.of(0));
    private final List<Integer> places = new ArrayList<>(List.of(0));
    private boolean isSlow; // the present instruction calls its accesses
    private Offset offset = Offset.CHECKED; // of the present access
    private final int narrow; // bit n = general register n, as in the next two
    private int wide;
    private int written; // somewhere in the region

    /**
     * @param narrow bit n = the local of general register n holds its low word alone; the high one
     *     stays in the processor
     */
    Emission(CodeBuilder code, Region region, int narrow) {
        this.code = code;
        this.region = region;
        this.narrow = narrow;
        common = code.newLabel();
    }

    // ---------------------------------------------------------------- places

    /**
     * @return the number of the last instruction that {@link #position} saw
     */
    int lastPosition() {
        return eips.size() - 1;
    }

    /** Numbers an instruction that may leave the region before its block's end. */
    void position(Instruction instruction, int countsFromHere) {
        eips.add(instruction.eip());
        uncompleted.add(countsFromHere);
        places.add(instruction.place());
        isSlow = instruction.isSlow();
    }

    FaultMap faults() {
        return new FaultMap(
                eips.stream().mapToInt(i -> i).toArray(),
                uncompleted.stream().mapToInt(i -> i).toArray(),
                places.stream().mapToInt(i -> i).toArray());
    }

    /**
     * @return where to jump to leave the region for an EIP
     */
    Label exit(int eip) {
        return exits.computeIfAbsent(eip, e -> code.newLabel());
    }

    /** The exits, after all blocks. */
    void emitExits() {
        exits.forEach(
                (eip, label) ->
                        code.labelBinding(label).loadConstant(eip).istore(EIP).goto_(common));
    }

    /**
     * @return bit n = general register n is changed somewhere
     */
    int written() {
        return written;
    }

    // ---------------------------------------------------------------- registers

    static int gpr(int n) {
        return GPR + n;
    }

    /**
     * @return bit n = general register n is used as a doubleword, so that it must not be narrow
     */
    int wide() {
        return wide;
    }

    private boolean isNarrow(int n) {
        return (narrow >>> n & 1) != 0;
    }

    /** Pushes a doubleword. */
    private void loadWide(int n) {
        wide |= 1 << n;
        code.iload(gpr(n));
    }

    /**
     * Pushes a register for a sum.
     *
     * @param isAll whether all of it counts, or the low word alone
     */
    private void loadLow(int n, boolean isAll) {
        if (isAll) {
            loadWide(n);
        } else {
            code.iload(gpr(n));
        }
    }

    /** Writes registers to the processor: bit n of the mask is register n. */
    void storeRegisters(int mask) {
        for (int n = 0; n < 8; n++) {
            if ((mask >>> n & 1) != 0) {
                code.ldc(ClassData.GPR).loadConstant(n);
                if (isNarrow(n)) {
                    code.dup2().iaload().loadConstant(~0xFFFF).iand().iload(gpr(n)).ior();
                } else {
                    code.iload(gpr(n));
                }
                code.iastore();
            }
        }
    }

    /** The other way. */
    void loadRegisters(int mask) {
        for (int n = 0; n < 8; n++) {
            if ((mask >>> n & 1) != 0) {
                code.ldc(ClassData.GPR).loadConstant(n).iaload();
                if (isNarrow(n)) {
                    code.loadConstant(0xFFFF).iand();
                }
                code.istore(gpr(n));
            }
        }
    }

    /** Pushes a register, zero-extended. */
    void load(Width width, int register) {
        switch (width.bits()) {
            case 32 -> loadWide(register);
            case 16 -> {
                code.iload(gpr(register));
                if (!isNarrow(register)) {
                    code.loadConstant(0xFFFF).iand();
                }
            }
            default -> {
                code.iload(gpr(register & 3));
                if (register >= 4) {
                    code.bipush(8).iushr();
                }
                code.sipush(0xFF).iand();
            }
        }
    }

    /** Pops into a register; what the width leaves out stays. */
    void store(Width width, int register) {
        int n = width.bits() == 8 ? register & 3 : register;
        written |= 1 << n;
        if (width.bits() == 32) {
            wide |= 1 << n;
        } else { //                                           value
            int shift = width.bits() == 8 && register >= 4 ? 8 : 0;
            int mask = width.bits() == 8 ? 0xFF << shift : 0xFFFF;
            if (shift != 0) {
                code.bipush(shift).ishl();
            }
            code.loadConstant(mask).iand();
            int rest = ~mask & (isNarrow(n) ? 0xFFFF : -1);
            if (rest != 0) {
                code.iload(gpr(n)).loadConstant(rest).iand().ior();
            }
        }
        code.istore(gpr(n));
    }

    /** Sign-extends the top of the stack from a width. */
    void extend(Width width) {
        switch (width.bits()) {
            case 8 -> code.i2b();
            case 16 -> code.i2s();
            default -> {}
        }
    }

    // ---------------------------------------------------------------- memory

    static int baseOf(int segment) {
        return SEGMENTS + PER_SEGMENT * segment;
    }

    static int lastOf(int segment, boolean write) {
        return baseOf(segment) + (write ? 3 : 1);
    }

    boolean isFlat(int segment) {
        return (region.key().flat() >>> segment & 1) != 0;
    }

    private boolean isWhole(int segment) {
        return (region.key().whole() >>> segment & 1) != 0;
    }

    /** At the begin: bases and limits of all segments that are not flat. */
    void loadSegments() {
        for (int segment = 0; segment < 6; segment++) {
            if ((region.segments() >>> segment & 1) != 0 && !isFlat(segment)) {
                loadSegment(segment);
            }
        }
    }

    private void pushSegment(int segment) {
        code.aload(PROCESSOR).getfield(Classes.PROCESSOR, "state", Classes.STATE);
        code.getfield(Classes.STATE, "segments", Classes.SEGMENT.arrayType());
        code.loadConstant(segment).aaload();
    }

    private void loadSegment(int segment) {
        pushSegment(segment);
        code.dup().dup();
        code.getfield(Classes.SEGMENT, "base", INT).istore(baseOf(segment));
        code.getfield(Classes.SEGMENT, "readLast", LONGS).lstore(lastOf(segment, false));
        code.getfield(Classes.SEGMENT, "writeLast", LONGS).lstore(lastOf(segment, true));
    }

    /**
     * After segment registers were loaded.
     *
     * @param loaded bit n = segment register n
     * @param exit for a segment that is not what it was any more
     */
    void reloadSegments(int loaded, Label exit) {
        for (int segment = 0; segment < 6; segment++) {
            boolean isAffected = (region.segments() & loaded & 1 << segment) != 0;
            if (isAffected && (isFlat(segment) || isWhole(segment))) {
                pushSegment(segment);
                String such = isFlat(segment) ? "isFlat" : "isWhole";
                code.invokevirtual(Classes.SEGMENT, such, IS_SUCH).ifeq(exit);
            }
            if (isAffected && !isFlat(segment)) {
                loadSegment(segment);
            }
        }
    }

    /**
     * Pushes what an access takes before its offset.
     *
     * @param isWord whether the offset has 16 bits
     */
    void beginAccess(int segment, boolean write, boolean isWord) {
        offset =
                isFlat(segment)
                        ? Offset.LINEAR
                        : isWord && isWhole(segment) ? Offset.IN_WHOLE_SEGMENT : Offset.CHECKED;
        if (isSlow) {
            code.aload(PROCESSOR).loadConstant(lastPosition()).loadConstant(segment);
            return;
        }
        code.ldc(ClassData.FLAT).ldc(write ? ClassData.WRITES : ClassData.READS);
        code.aload(PROCESSOR).loadConstant(lastPosition());
        if (offset != Offset.LINEAR) {
            code.iload(baseOf(segment));
        }
        if (offset == Offset.CHECKED) {
            code.lload(lastOf(segment, write));
        }
    }

    /** The same for the operand of an instruction. */
    void beginAccess(DecodedOp op, boolean write) {
        beginAccess(op.address().segment(), write, op.address().mask() != -1);
    }

    /**
     * Calls an access.
     *
     * @param name read, modify or write; the width follows
     */
    void access(String name, Width width) {
        List<ClassDesc> parameters = parameters();
        boolean writes = name.equals("write");
        if (writes) {
            parameters.add(INT);
        }
        var type = MethodTypeDesc.of(writes ? ConstantDescs.CD_void : INT, parameters);
        // A fast modification loads by the store's table, which serves loads as well.
        String fast = name.equals("modify") ? "read" : name;
        code.invokestatic(
                isSlow ? Classes.SLOW : ACCESS, (isSlow ? name : fast) + width.bits(), type);
    }

    /** The types of what {@link #beginAccess} pushes, and of the offset. */
    private List<ClassDesc> parameters() {
        var parameters =
                new ArrayList<>(
                        isSlow
                                ? List.of(Classes.PROCESSOR, INT, INT)
                                : List.of(BYTES, INTS, Classes.PROCESSOR, INT));
        if (!isSlow && offset != Offset.LINEAR) {
            parameters.add(INT);
        }
        if (!isSlow && offset == Offset.CHECKED) {
            parameters.add(LONGS);
        }
        parameters.add(INT);
        return parameters;
    }

    /**
     * Calls an access to 64 bits.
     *
     * @param name read or write
     */
    void access64(String name) {
        List<ClassDesc> parameters = parameters();
        boolean writes = name.equals("write");
        if (writes) {
            parameters.add(LONGS);
        }
        var type = MethodTypeDesc.of(writes ? ConstantDescs.CD_void : LONGS, parameters);
        code.invokestatic(isSlow ? Classes.SLOW : ACCESS, name + "64", type);
    }

    /**
     * Calls an access that pushes the index of 16 bytes of one page.
     *
     * @param isAligned whether the address must be a multiple of 16
     */
    void indexOf16(boolean isAligned) {
        var type = MethodTypeDesc.of(INT, parameters());
        code.invokestatic(ACCESS, isAligned ? "aligned128" : "index128", type);
    }

    /** Pushes the effective address. */
    void address(DecodedOp op) {
        Address a = op.address();
        boolean any = false, isAll = a.mask() == -1;
        if (a.base() != Address.NO_REGISTER) {
            loadLow(a.base(), isAll);
            any = true;
        }
        if (a.index() != Address.NO_REGISTER) {
            loadLow(a.index(), isAll);
            if (a.scale() != 0) {
                code.loadConstant(a.scale()).ishl();
            }
            if (any) {
                code.iadd();
            }
            any = true;
        }
        if (!any) {
            code.loadConstant(a.displacement() & a.mask());
            return;
        }
        if (a.displacement() != 0) {
            code.loadConstant(a.displacement()).iadd();
        }
        if (!isAll) {
            code.loadConstant(a.mask()).iand();
        }
    }

    /** Pushes the memory operand, zero-extended. */
    void read(Width width, DecodedOp op) {
        beginAccess(op, false);
        address(op);
        access("read", width);
    }

    /** Pushes the memory operand, known to be writable; its offset stays in a local. */
    void modify(Width width, DecodedOp op) {
        beginAccess(op, true);
        address(op);
        code.dup().istore(OFFSET);
        access("modify", width);
    }

    /** Stores a local to the operand that {@link #modify} loaded. */
    void writeBack(Width width, DecodedOp op, int local) {
        beginAccess(op, true);
        code.iload(OFFSET).iload(local);
        access("write", width);
    }

    /** Pushes an operand, zero-extended; an immediate too. */
    void loadOperand(DecodedOp op, int n, Width width) {
        if (op.isMemory(n)) {
            read(width, op);
        } else if (op.isImmediate(n)) {
            int value = op.opcode().kind(n) == ' ' ? 1 : op.immediate();
            code.loadConstant(width.truncate(value));
        } else {
            load(width, op.register(n));
        }
    }

    // ---------------------------------------------------------------- the stack

    /** Pushes the offset that the stack pointer gives after a change. */
    private void top(int change) {
        loadLow(4, region.isStack32());
        if (change != 0) {
            code.loadConstant(change).iadd();
        }
        if (!region.isStack32()) {
            code.loadConstant(0xFFFF).iand();
        }
    }

    /** Pushes a local on the guest's stack. */
    void push(Width width, int local) {
        beginAccess(Segment.SS, true, !region.isStack32());
        top(-width.bytes());
        code.iload(local);
        access("write", width);
        release(-width.bytes());
    }

    /** Loads the value at the top of the guest's stack, which stays there. */
    void peek(Width width) {
        beginAccess(Segment.SS, false, !region.isStack32());
        top(0);
        access("read", width);
    }

    /** Moves the stack pointer. */
    void release(int bytes) {
        loadLow(4, region.isStack32());
        code.loadConstant(bytes).iadd();
        store(region.isStack32() ? Width.DWORD : Width.WORD, 4);
    }
}
