package pentimento.jit.emit;

import static pentimento.jit.emit.Emission.INDEX;
import static pentimento.jit.emit.Emission.PROCESSOR;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;
import java.util.function.Supplier;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Operand;
import pentimento.cpu.translation.VectorOperation;
import pentimento.jit.discover.Calls;
import pentimento.jit.discover.Instruction;
import pentimento.jit.runtime.Access;

/**
 * Instructions on MMX and XMM registers, which stay in the processor. Memory is accessed here, as
 * by other instructions; what is done with the operand is the interpreter's, without anything
 * around it, so that HotSpot compiles it into the region.
 */
final class VectorEmitters {
    private static final ClassDesc INT = ConstantDescs.CD_int, LONG = ConstantDescs.CD_long;
    private static final ClassDesc VOID = ConstantDescs.CD_void, ACCESS = Classes.of(Access.class);
    private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    static final ClassDesc OPERATION = Classes.of(VectorOperation.class);
    private static final MethodTypeDesc EXECUTE =
            MethodTypeDesc.of(VOID, Classes.PROCESSOR, INT, INT, LONG, LONG);
    private static final MethodTypeDesc REGISTER = MethodTypeDesc.of(LONG, INT);
    private static final MethodTypeDesc GET = MethodTypeDesc.of(LONG, BYTES, INT);
    private static final MethodTypeDesc SET = MethodTypeDesc.of(VOID, BYTES, INT, LONG);

    /** The operand in memory. */
    private static final int LOW = 166, HIGH = 168;

    private static final int HALF = 8, WHOLE = 16;

    /** Whose operand of 16 bytes may lie anywhere. */
    private static final Set<String> UNALIGNED = Set.of("MOVUPS", "MOVUPD", "MOVDQU", "LDDQU");

    private final Emission to;
    private final FlagState flags;
    private final CodeBuilder code;

    VectorEmitters(Emission to, FlagState flags) {
        this.to = to;
        this.flags = flags;
        code = to.code;
    }

    /**
     * @param operation gives the interpreter's, if it is needed
     */
    void emit(Instruction instruction, Supplier<DynamicConstantDesc<?>> operation) {
        DecodedOp op = instruction.op();
        if (op.operand(0) instanceof Operand.Memory memory) {
            store(op, memory.bytes());
            return;
        }
        if (op.operand(1) instanceof Operand.Memory memory) {
            load(op, memory.bytes());
        }
        to.storeRegisters(Calls.registersOfOperands(op));
        position();
        code.ldc(operation.get()).aload(PROCESSOR);
        code.loadConstant(op.modRm() & 0xFF).loadConstant(op.immediate() & 0xFF);
        if (op.isMemory()) {
            code.lload(LOW).lload(HIGH);
        } else {
            code.lconst_0().lconst_0();
        }
        code.invokeinterface(OPERATION, "execute", EXECUTE);
        to.loadRegisters(Calls.registersWritten(op));
        if (Calls.usesFlags(op)) {
            flags.reload(); // all are new
        }
    }

    /** For exceptions of what is called next. */
    private void position() {
        code.aload(PROCESSOR).loadConstant(to.lastPosition());
        code.putfield(Classes.PROCESSOR, "leftAt", INT);
    }

    private void load(DecodedOp op, int bytes) {
        to.beginAccess(op, false);
        to.address(op);
        switch (bytes) {
            case WHOLE -> {
                to.indexOf16(isAligned(op));
                code.istore(INDEX);
                code.ldc(ClassData.FLAT).iload(INDEX).invokestatic(ACCESS, "get64", GET);
                code.lstore(LOW);
                code.ldc(ClassData.FLAT).iload(INDEX).bipush(HALF).iadd();
                code.invokestatic(ACCESS, "get64", GET).lstore(HIGH);
                return;
            }
            case HALF -> to.access64("read");
            default -> {
                to.access("read", bytes == 4 ? Width.DWORD : Width.WORD);
                code.i2l();
            }
        }
        code.lstore(LOW).lconst_0().lstore(HIGH);
    }

    private static boolean isAligned(DecodedOp op) {
        return !UNALIGNED.contains(op.opcode().mnemonic());
    }

    private void store(DecodedOp op, int bytes) {
        boolean isXmm = op.opcode().kind(1) == 'V';
        boolean isHigh = op.opcode().mnemonic().startsWith("MOVH");
        int first = isXmm ? 2 * op.reg() + (isHigh ? 1 : 0) : op.reg();
        position();
        pushRegister(isXmm, first);
        code.lstore(LOW);
        to.beginAccess(op, true);
        to.address(op);
        switch (bytes) {
            case WHOLE -> {
                to.indexOf16(isAligned(op));
                code.istore(INDEX);
                code.ldc(ClassData.FLAT).iload(INDEX).lload(LOW);
                code.invokestatic(ACCESS, "set64", SET);
                code.ldc(ClassData.FLAT).iload(INDEX).bipush(HALF).iadd();
                pushRegister(true, first + 1);
                code.invokestatic(ACCESS, "set64", SET);
            }
            case HALF -> {
                code.lload(LOW);
                to.access64("write");
            }
            default -> {
                code.lload(LOW).l2i();
                to.access("write", Width.DWORD);
            }
        }
        if (!isXmm) {
            code.aload(PROCESSOR);
            code.invokevirtual(Classes.PROCESSOR, "storedMmx", MethodTypeDesc.of(VOID));
        }
    }

    private void pushRegister(boolean isXmm, int number) {
        code.aload(PROCESSOR).loadConstant(number);
        code.invokevirtual(Classes.PROCESSOR, isXmm ? "xmm" : "mmx", REGISTER);
    }
}
