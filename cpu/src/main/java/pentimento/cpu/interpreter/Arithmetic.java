package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Alu;
import pentimento.cpu.alu.Bits;
import pentimento.cpu.alu.Decimal;
import pentimento.cpu.alu.Products;
import pentimento.cpu.alu.Shifts;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;

/** Integer arithmetic, shifts, bits, decimal adjustments, compare and exchange. */
final class Arithmetic {
    /** The body of an operation with two operands. */
    interface BinaryFunction {
        int apply(Flags flags, Width width, int a, int b);
    }

    /** The body of an operation with one operand. */
    interface UnaryFunction {
        int apply(Flags flags, Width width, int a);
    }

    /**
     * @param writes false for CMP and TEST
     */
    record Binary(String name, BinaryFunction function, boolean writes) {}

    record Unary(String name, UnaryFunction function) {}

    static final Binary ADD = new Binary("ADD", Alu::add, true),
            OR = new Binary("OR", Alu::or, true),
            ADC = new Binary("ADC", Alu::adc, true),
            SBB = new Binary("SBB", Alu::sbb, true),
            AND = new Binary("AND", Alu::and, true),
            SUB = new Binary("SUB", Alu::sub, true),
            XOR = new Binary("XOR", Alu::xor, true),
            CMP = new Binary("CMP", Alu::sub, false),
            TEST = new Binary("TEST", Alu::and, false),
            IMUL = new Binary("IMUL", (f, w, a, b) -> (int) Products.imul(f, w, a, b), true);
    static final Binary ROL = new Binary("ROL", Shifts::rol, true),
            ROR = new Binary("ROR", Shifts::ror, true),
            RCL = new Binary("RCL", Shifts::rcl, true),
            RCR = new Binary("RCR", Shifts::rcr, true),
            SHL = new Binary("SHL", Shifts::shl, true),
            SHR = new Binary("SHR", Shifts::shr, true),
            SAR = new Binary("SAR", Shifts::sar, true);
    static final Binary BT = new Binary("BT", Bits::bt, false),
            BTS = new Binary("BTS", Bits::bts, true),
            BTR = new Binary("BTR", Bits::btr, true),
            BTC = new Binary("BTC", Bits::btc, true),
            BSF = new Binary("BSF", Bits::bsf, true),
            BSR = new Binary("BSR", Bits::bsr, true);
    static final Unary INC = new Unary("INC", Alu::inc),
            DEC = new Unary("DEC", Alu::dec),
            NEG = new Unary("NEG", Alu::neg),
            NOT = new Unary("NOT", Alu::not);

    private Arithmetic() {}

    private static final int BINARY_FORMS = Form.WIDTHS * Form.SOURCES * Form.SOURCES;
    private static final int JUMPS = 16 * Form.WIDTHS;

    /** All forms of an operation with two operands, alone and with the Jcc that follows. */
    static final class BinaryForm implements OpFactory {
        private final Binary operation;
        private final Specialisation<BinaryOp.Kind> alone =
                new Specialisation<>(BinaryOp.class, BinaryOp::new, BINARY_FORMS);
        private final Specialisation<OperateAndJumpOp.Kind> withJump =
                new Specialisation<>(OperateAndJumpOp.class, BINARY_FORMS * JUMPS);

        BinaryForm(Binary operation) {
            this.operation = operation;
        }

        @Override
        public Op create(DecodedOp op, Core core) {
            Source to = Source.of(op, 0), from = Source.of(op, 1);
            int form = Form.of(op.width(), to, from);
            return alone.create(op, core, form, new BinaryOp.Kind(operation, op.width(), to, from));
        }

        /**
         * @return false if it stores to memory: such a store may overwrite the jump
         */
        boolean joins(DecodedOp op) {
            return !(operation.writes() && op.isMemory(0));
        }

        Op createWithJump(DecodedOp op, DecodedOp jump, Condition condition, Core core) {
            Source to = Source.of(op, 0), from = Source.of(op, 1);
            Width width = op.width(), reach = jump.operandWidth();
            int form = Form.of(width, to, from) * JUMPS + jumpForm(condition, reach);
            return withJump.createPair(
                    op,
                    jump,
                    core,
                    form,
                    new OperateAndJumpOp.Kind(operation, width, to, from, condition, reach));
        }
    }

    private static int jumpForm(Condition condition, Width reach) {
        return condition.code() * Form.WIDTHS + Form.of(reach);
    }

    /** All forms of an operation with one operand, alone and with the Jcc that follows. */
    static final class UnaryForm implements OpFactory {
        private final Unary operation;
        private final Specialisation<UnaryOp.Kind> alone =
                new Specialisation<>(UnaryOp.class, UnaryOp::new, Form.WIDTHS * Form.SOURCES);
        private final Specialisation<CountAndJumpOp.Kind> withJump =
                new Specialisation<>(CountAndJumpOp.class, Form.WIDTHS * JUMPS);

        UnaryForm(Unary operation) {
            this.operation = operation;
        }

        @Override
        public Op create(DecodedOp op, Core core) {
            Source to = Source.of(op, 0);
            return alone.create(
                    op, core, Form.of(op.width(), to), new UnaryOp.Kind(operation, op.width(), to));
        }

        boolean joins(DecodedOp op) {
            return !op.isMemory(0);
        }

        Op createWithJump(DecodedOp op, DecodedOp jump, Condition condition, Core core) {
            Width width = op.width(), reach = jump.operandWidth();
            int form = Form.of(width) * JUMPS + jumpForm(condition, reach);
            return withJump.createPair(
                    op,
                    jump,
                    core,
                    form,
                    new CountAndJumpOp.Kind(operation, width, condition, reach));
        }
    }

    static OpFactory binary(Binary operation) {
        return new BinaryForm(operation);
    }

    static OpFactory unary(Unary operation) {
        return new UnaryForm(operation);
    }

    static OpFactory shift(Binary operation) {
        var forms = new Specialisation<ShiftOp.Kind>(ShiftOp.class, ShiftOp::new, BINARY_FORMS);
        return (op, core) -> {
            Source to = Source.of(op, 0), count = Source.of(op, 1);
            int form = Form.of(op.width(), to, count);
            return forms.create(op, core, form, new ShiftOp.Kind(operation, op.width(), to, count));
        };
    }

    /** BT and relatives. In memory, a register's bit number reaches beyond the operand. */
    static Body bit(Binary operation) {
        return (core, op) -> {
            Width width = op.width;
            int offset = op.offset(core.gpr), bit = op.immediate;
            if (op.decoded.register(1) >= 0) {
                bit = width.signExtend(width.get(core.gpr, op.source));
                offset = offset + (bit >> (width.bits() == 32 ? 5 : 4)) * width.bytes() & op.mask;
            }
            if (!op.decoded.isMemory()) {
                int value = width.get(core.gpr, op.destination);
                int result = operation.function().apply(core.flags, width, value, bit);
                width.set(core.gpr, op.destination, result);
            } else if (operation.writes()) {
                int value = core.memory.readToModify(width, op.segment, offset);
                int result = operation.function().apply(core.flags, width, value, bit);
                core.memory.write(width, op.segment, offset, result);
            } else {
                int value = core.memory.read(width, op.segment, offset);
                operation.function().apply(core.flags, width, value, bit);
            }
        };
    }

    // ---------------------------------------------------------------- multiply, divide

    private static void product(Core core, Width width, long product) {
        if (width.bits() == 8) {
            Width.WORD.set(core.gpr, CpuState.EAX, (int) product);
        } else {
            width.set(core.gpr, CpuState.EAX, (int) product);
            width.set(core.gpr, CpuState.EDX, (int) (product >>> width.bits()));
        }
    }

    static void mul(Core core, GeneralOp op) {
        int source = op.readRm(core, op.width);
        int a = op.width.get(core.gpr, CpuState.EAX);
        product(core, op.width, Products.mul(core.flags, op.width, a, source));
    }

    static void imul(Core core, GeneralOp op) {
        int source = op.readRm(core, op.width);
        int a = op.width.get(core.gpr, CpuState.EAX);
        product(core, op.width, Products.imul(core.flags, op.width, a, source));
    }

    /** IMUL r, r/m, immediate. */
    static void imul3(Core core, GeneralOp op) {
        int a = op.readRm(core, op.width);
        long product = Products.imul(core.flags, op.width, a, op.immediate);
        op.width.set(core.gpr, op.destination, (int) product);
    }

    /**
     * @return AX, DX:AX or EDX:EAX, zero-extended
     */
    private static long dividend(Core core, Width width) {
        if (width.bits() == 8) {
            return core.gpr[CpuState.EAX] & 0xFFFF;
        }
        long high = width.get(core.gpr, CpuState.EDX) & 0xFFFFFFFFL;
        return high << width.bits() | width.get(core.gpr, CpuState.EAX) & 0xFFFFFFFFL;
    }

    private static void quotient(Core core, Width width, long both) {
        int quotient = (int) both, remainder = (int) (both >>> 32);
        width.set(core.gpr, CpuState.EAX, quotient);
        int remainderRegister = width.bits() == 8 ? 4 : CpuState.EDX; // AH, DX, EDX
        width.set(core.gpr, remainderRegister, remainder);
    }

    static void div(Core core, GeneralOp op) {
        int source = op.readRm(core, op.width);
        long dividend = dividend(core, op.width);
        quotient(core, op.width, Products.div(core.state, op.width, dividend, source));
    }

    static void idiv(Core core, GeneralOp op) {
        int source = op.readRm(core, op.width);
        int unused = 64 - 2 * op.width.bits();
        long dividend = dividend(core, op.width) << unused >> unused;
        quotient(core, op.width, Products.idiv(core.state, op.width, dividend, source));
    }

    // ---------------------------------------------------------------- double shifts

    private static int count(Core core, GeneralOp op) {
        return op.decoded.isImmediate(2) ? op.immediate : core.gpr[CpuState.ECX];
    }

    static void shld(Core core, GeneralOp op) {
        int value = op.readRmToModify(core, op.width);
        int source = op.width.get(core.gpr, op.decoded.reg());
        int result = Shifts.shld(core.flags, op.width, value, source, count(core, op));
        op.writeRm(core, op.width, result);
    }

    static void shrd(Core core, GeneralOp op) {
        int value = op.readRmToModify(core, op.width);
        int source = op.width.get(core.gpr, op.decoded.reg());
        int result = Shifts.shrd(core.flags, op.width, value, source, count(core, op));
        op.writeRm(core, op.width, result);
    }

    // ---------------------------------------------------------------- decimal

    private static int ax(Core core) {
        return core.gpr[CpuState.EAX] & 0xFFFF;
    }

    private static void ax(Core core, int value) {
        Width.WORD.set(core.gpr, CpuState.EAX, value);
    }

    @SuppressWarnings("unused")
    static void daa(Core core, GeneralOp op) {
        ax(core, Decimal.daa(core.flags, ax(core)));
    }

    @SuppressWarnings("unused")
    static void das(Core core, GeneralOp op) {
        ax(core, Decimal.das(core.flags, ax(core)));
    }

    @SuppressWarnings("unused")
    static void aaa(Core core, GeneralOp op) {
        ax(core, Decimal.aaa(core.flags, ax(core)));
    }

    @SuppressWarnings("unused")
    static void aas(Core core, GeneralOp op) {
        ax(core, Decimal.aas(core.flags, ax(core)));
    }

    static void aam(Core core, GeneralOp op) {
        ax(core, Decimal.aam(core.state, ax(core), op.immediate));
    }

    static void aad(Core core, GeneralOp op) {
        ax(core, Decimal.aad(core.flags, ax(core), op.immediate));
    }

    // ---------------------------------------------------------------- exchange and compare

    /** XCHG with the rm operand; a memory operand locks the bus by itself. */
    static void xchg(Core core, GeneralOp op) {
        int register = op.decoded.reg();
        int old = op.readRmToModify(core, op.width);
        op.writeRm(core, op.width, op.width.get(core.gpr, register));
        op.width.set(core.gpr, register, old);
    }

    /** XCHG of a register in the opcode with the accumulator. */
    static void xchgAccumulator(Core core, GeneralOp op) {
        int old = op.width.get(core.gpr, op.destination);
        op.width.set(core.gpr, op.destination, op.width.get(core.gpr, CpuState.EAX));
        op.width.set(core.gpr, CpuState.EAX, old);
    }

    static void xadd(Core core, GeneralOp op) {
        int register = op.decoded.reg();
        int old = op.readRmToModify(core, op.width);
        int sum = Alu.add(core.flags, op.width, old, op.width.get(core.gpr, register));
        if (op.decoded.isMemory()) {
            op.writeRm(core, op.width, sum);
            op.width.set(core.gpr, register, old);
        } else {
            op.width.set(core.gpr, register, old);
            op.writeRm(core, op.width, sum);
        }
    }

    /** CMPXCHG writes its destination in any case. */
    static void cmpxchg(Core core, GeneralOp op) {
        int destination = op.readRmToModify(core, op.width);
        int accumulator = op.width.get(core.gpr, CpuState.EAX);
        Alu.sub(core.flags, op.width, accumulator, destination);
        if (core.flags.isZero()) {
            op.writeRm(core, op.width, op.width.get(core.gpr, op.decoded.reg()));
        } else {
            op.writeRm(core, op.width, destination);
            op.width.set(core.gpr, CpuState.EAX, destination);
        }
    }

    static void cmpxchg8b(Core core, GeneralOp op) {
        int[] gpr = core.gpr;
        int offset = op.offset(gpr);
        core.memory.probeWrite(op.segment, offset, 8);
        long old = core.memory.read64(op.segment, offset);
        long expected = gpr[CpuState.EDX] * (1L << 32) | gpr[CpuState.EAX] & 0xFFFFFFFFL;
        long replacement = gpr[CpuState.ECX] * (1L << 32) | gpr[CpuState.EBX] & 0xFFFFFFFFL;
        boolean equal = old == expected;
        core.memory.write64(op.segment, offset, equal ? replacement : old);
        if (!equal) {
            gpr[CpuState.EAX] = (int) old;
            gpr[CpuState.EDX] = (int) (old >>> 32);
        }
        core.flags.setZero(equal);
    }

    /** BOUND: a signed index against two signed bounds in memory. */
    static void bound(Core core, GeneralOp op) {
        Width width = op.width;
        int offset = op.offset(core.gpr);
        int lower = core.memory.read(width, op.segment, offset);
        int upper = core.memory.read(width, op.segment, offset + width.bytes() & op.mask);
        int index = width.signExtend(width.get(core.gpr, op.destination));
        if (index < width.signExtend(lower) || index > width.signExtend(upper)) {
            throw core.state.fault(Vector.BR);
        }
    }

    /** CBW and CWDE. */
    static void cbw(Core core, GeneralOp op) {
        Width half = op.isOperand32() ? Width.WORD : Width.BYTE;
        int value = half.signExtend(half.get(core.gpr, CpuState.EAX));
        op.width.set(core.gpr, CpuState.EAX, value);
    }

    /** CWD and CDQ. */
    static void cwd(Core core, GeneralOp op) {
        int sign = op.width.signExtend(op.width.get(core.gpr, CpuState.EAX)) >> 31;
        op.width.set(core.gpr, CpuState.EDX, sign);
    }
}
