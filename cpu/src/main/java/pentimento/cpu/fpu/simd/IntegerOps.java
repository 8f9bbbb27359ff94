package pentimento.cpu.fpu.simd;

import static pentimento.cpu.fpu.simd.Simd.isRegister;
import static pentimento.cpu.fpu.simd.Simd.reg;
import static pentimento.cpu.fpu.simd.Simd.rm;

import java.util.Optional;
import java.util.function.LongBinaryOperator;
import pentimento.cpu.fpu.simd.SimdOp.Body;
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
                            : unit.memory.read32(segment, offset);
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

    /** 0F 71 to 0F 73 on mm: shifts by an immediate; ModRM bits 3-5 choose, 2 4 6. */
    static Body mmxShiftGroup(
            LongBinaryOperator right,
            Optional<LongBinaryOperator> signed,
            LongBinaryOperator left) {
        return (unit, modrm, segment, offset, immediate) -> {
            LongBinaryOperator function = chosen(unit, modrm, right, signed, left);
            unit.checkMmx();
            long value = function.applyAsLong(unit.fpu.significand[rm(modrm)], immediate);
            unit.setMmx(rm(modrm), value);
        };
    }

    /** The same on xmm. */
    static Body xmmShiftGroup(
            LongBinaryOperator right,
            Optional<LongBinaryOperator> signed,
            LongBinaryOperator left) {
        return (unit, modrm, segment, offset, immediate) -> {
            LongBinaryOperator function = chosen(unit, modrm, right, signed, left);
            unit.checkSse();
            int at = 2 * rm(modrm);
            unit.xmm[at] = function.applyAsLong(unit.xmm[at], immediate);
            unit.xmm[at + 1] = function.applyAsLong(unit.xmm[at + 1], immediate);
        };
    }

    /** 0F 73 on xmm also shifts whole registers by bytes. */
    static Body xmmQuadwordShiftGroup(LongBinaryOperator right, LongBinaryOperator left) {
        Body bits = xmmShiftGroup(right, Optional.empty(), left);
        return (unit, modrm, segment, offset, immediate) -> {
            if (!isRegister(modrm) || (reg(modrm) & 3) != 3) {
                bits.execute(unit, modrm, segment, offset, immediate);
                return;
            }
            unit.checkSse();
            int at = 2 * rm(modrm);
            long low = unit.xmm[at], high = unit.xmm[at + 1];
            if (reg(modrm) == 3) {
                unit.xmm[at] = Shuffles.align(low, high, immediate);
                unit.xmm[at + 1] = Shuffles.align(high, 0, immediate);
            } else {
                unit.xmm[at] = Packed.shiftLeft64(low, 8L * immediate);
                unit.xmm[at + 1] = Shuffles.highAfterLeftShift(low, high, immediate);
            }
        };
    }

    private static LongBinaryOperator chosen(
            Simd unit,
            int modrm,
            LongBinaryOperator right,
            Optional<LongBinaryOperator> signed,
            LongBinaryOperator left) {
        unit.requireRegister(modrm);
        return switch (reg(modrm)) {
            case 2 -> right;
            case 4 -> signed.orElseThrow(() -> unit.cpu.fault(Vector.UD));
            case 6 -> left;
            default -> throw unit.cpu.fault(Vector.UD);
        };
    }
}
