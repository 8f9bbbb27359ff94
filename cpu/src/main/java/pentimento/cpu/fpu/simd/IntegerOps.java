package pentimento.cpu.fpu.simd;

import static pentimento.cpu.fpu.simd.Simd.isRegister;
import static pentimento.cpu.fpu.simd.Simd.reg;
import static pentimento.cpu.fpu.simd.Simd.rm;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import pentimento.cpu.fpu.simd.SimdOp.Body;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/** The shapes of instructions on packed integers: what they read, compute and write. */
final class IntegerOps {
    private IntegerOps() {}

    /** mm, mm/m64. */
    static Body mmx(LongBinaryOperator function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkMmx();
            long source = unit.mmxOperand(modrm, segment, offset);
            int register = reg(modrm);
            long value = function.applyAsLong(unit.fpu.significand[register], source);
            unit.setMmx(register, value);
        };
    }

    /** mm, mm/m32: the source's high half does not matter. */
    static Body mmxFrom32(LongBinaryOperator function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkMmx();
            long source =
                    isRegister(modrm)
                            ? unit.fpu.significand[rm(modrm)]
                            : unit.read32(modrm, segment, offset);
            int register = reg(modrm);
            long value = function.applyAsLong(unit.fpu.significand[register], source);
            unit.setMmx(register, value);
        };
    }

    /** xmm, xmm/m128: both halves alike. */
    static Body xmm(LongBinaryOperator function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            unit.load(modrm, segment, offset);
            int at = 2 * reg(modrm);
            unit.xmm[at] = function.applyAsLong(unit.xmm[at], unit.low);
            unit.xmm[at + 1] = function.applyAsLong(unit.xmm[at + 1], unit.high);
        };
    }

    /**
     * xmm, xmm/m128: the result's low half comes from the destination, the high from the source.
     */
    static Body xmmGathered(LongBinaryOperator function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            unit.load(modrm, segment, offset);
            int at = 2 * reg(modrm);
            long gathered = function.applyAsLong(unit.xmm[at], unit.xmm[at + 1]);
            unit.set(reg(modrm), gathered, function.applyAsLong(unit.low, unit.high));
        };
    }

    /** xmm, xmm/m128: lanes in turn from the low or the high halves. */
    static Body xmmInterleaved(boolean highHalves, int width) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            unit.load(modrm, segment, offset);
            long a = unit.xmm[2 * reg(modrm) + (highHalves ? 1 : 0)];
            long b = highHalves ? unit.high : unit.low;
            if (width == 64) {
                unit.set(reg(modrm), a, b);
            } else {
                unit.set(
                        reg(modrm),
                        Shuffles.interleaveLow(a, b, width),
                        Shuffles.interleaveHigh(a, b, width));
            }
        };
    }

    /** xmm, xmm/m128: shifts, whose count is the source's low half. */
    static Body xmmShift(LongBinaryOperator function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            unit.load(modrm, segment, offset);
            int at = 2 * reg(modrm);
            unit.xmm[at] = function.applyAsLong(unit.xmm[at], unit.low);
            unit.xmm[at + 1] = function.applyAsLong(unit.xmm[at + 1], unit.low);
        };
    }

    /** A group: the reg field chooses. Register operands only. */
    private record Group(List<Body> bodies) implements SimdOp.Choice {
        @Override
        public int of(int modrm, int immediate) {
            return reg(modrm);
        }

        @Override
        public Body body(int choice) {
            return bodies.get(choice);
        }
    }

    private static final int RIGHT = 2, RIGHT_BYTES = 3, SIGNED = 4, LEFT = 6, LEFT_BYTES = 7;

    private static void undefined(
            Simd unit, int modrm, Segment segment, int offset, int immediate) {
        throw unit.cpu.fault(Vector.UD);
    }

    private static Body[] shifts(Body right, Optional<Body> signed, Body left) {
        var bodies = new Body[SimdOp.CHOICES];
        Arrays.fill(bodies, (Body) IntegerOps::undefined);
        bodies[RIGHT] = right;
        signed.ifPresent(body -> bodies[SIGNED] = body);
        bodies[LEFT] = left;
        return bodies;
    }

    /** 0F 71 to 0F 73 on mm: shifts by an immediate; ModRM bits 3-5 choose, 2 4 6. */
    static Body mmxShiftGroup(
            LongBinaryOperator right,
            Optional<LongBinaryOperator> signed,
            LongBinaryOperator left) {
        return new Group(
                List.of(
                        shifts(
                                mmxImmediate(right),
                                signed.map(IntegerOps::mmxImmediate),
                                mmxImmediate(left))));
    }

    /** The same on xmm. */
    static Body xmmShiftGroup(
            LongBinaryOperator right,
            Optional<LongBinaryOperator> signed,
            LongBinaryOperator left) {
        return new Group(
                List.of(
                        shifts(
                                xmmImmediate(right),
                                signed.map(IntegerOps::xmmImmediate),
                                xmmImmediate(left))));
    }

    /** 0F 73 on xmm also shifts whole registers by bytes. */
    static Body xmmQuadwordShiftGroup(LongBinaryOperator right, LongBinaryOperator left) {
        Body[] bodies = shifts(xmmImmediate(right), Optional.empty(), xmmImmediate(left));
        bodies[RIGHT_BYTES] = IntegerOps::psrldq;
        bodies[LEFT_BYTES] = IntegerOps::pslldq;
        return new Group(List.of(bodies));
    }

    private static Body mmxImmediate(LongBinaryOperator function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.requireRegister(modrm);
            unit.checkMmx();
            long value = function.applyAsLong(unit.fpu.significand[rm(modrm)], immediate);
            unit.setMmx(rm(modrm), value);
        };
    }

    private static Body xmmImmediate(LongBinaryOperator function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.requireRegister(modrm);
            unit.checkSse();
            int at = 2 * rm(modrm);
            unit.xmm[at] = function.applyAsLong(unit.xmm[at], immediate);
            unit.xmm[at + 1] = function.applyAsLong(unit.xmm[at + 1], immediate);
        };
    }

    private static void psrldq(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkSse();
        int at = 2 * rm(modrm);
        long low = unit.xmm[at], high = unit.xmm[at + 1];
        unit.xmm[at] = Shuffles.align(low, high, immediate);
        unit.xmm[at + 1] = Shuffles.align(high, 0, immediate);
    }

    private static void pslldq(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkSse();
        int at = 2 * rm(modrm);
        long low = unit.xmm[at], high = unit.xmm[at + 1];
        unit.xmm[at] = Packed.shiftLeft64(low, 8L * immediate);
        unit.xmm[at + 1] = Shuffles.highAfterLeftShift(low, high, immediate);
    }
}
