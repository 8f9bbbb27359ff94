package pentimento.cpu.fpu.simd;

import static pentimento.cpu.fpu.simd.FloatOps.pair;
import static pentimento.cpu.fpu.simd.FloatOps.upper;
import static pentimento.cpu.fpu.simd.Simd.isRegister;
import static pentimento.cpu.fpu.simd.Simd.reg;

import pentimento.cpu.fpu.simd.SimdOp.Body;
import pentimento.cpu.fpu.softfloat.Doubles;
import pentimento.cpu.fpu.softfloat.Float80;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.Singles;
import pentimento.cpu.state.Segment;

/** CVTxx2yy between singles, doubles and doublewords in XMM, MMX and general registers. */
final class Conversions {
    private Conversions() {}

    private static int rounding(int control, boolean truncate) {
        return truncate ? control | Float80.TOWARDS_ZERO : control;
    }

    private static long singlesToIntegers(long pair, int control, FloatResult result) {
        return pair(
                Singles.toInteger((int) pair, control, result),
                Singles.toInteger(upper(pair), control, result));
    }

    private static long integersToSingles(long pair, int control, FloatResult result) {
        return pair(
                Singles.fromInteger((int) pair, control, result),
                Singles.fromInteger(upper(pair), control, result));
    }

    private static long doublesToIntegers(long low, long high, int control, FloatResult result) {
        return pair(
                Doubles.toInteger(low, control, result), Doubles.toInteger(high, control, result));
    }

    /** CVTPI2PS: only a register source makes it an MMX instruction. */
    static void cvtpi2ps(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        long source = mmxOrMemory(unit, modrm, segment, offset);
        long value = integersToSingles(source, unit.begin(), unit.result);
        enterMmx(unit, modrm);
        unit.raise();
        unit.xmm[2 * reg(modrm)] = value;
    }

    /** CVTPI2PD: exact. */
    static void cvtpi2pd(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        long source = mmxOrMemory(unit, modrm, segment, offset);
        int control = unit.begin();
        enterMmx(unit, modrm);
        unit.set(
                reg(modrm),
                Doubles.fromInteger((int) source, control, unit.result),
                Doubles.fromInteger(upper(source), control, unit.result));
    }

    private static long mmxOrMemory(Simd unit, int modrm, Segment segment, int offset) {
        if (isRegister(modrm)) {
            unit.checkSseAndMmx();
        } else {
            unit.checkSse();
        }
        return unit.mmxOperand(modrm, segment, offset);
    }

    private static void enterMmx(Simd unit, int modrm) {
        if (isRegister(modrm)) {
            unit.fpu.enterMmx();
        }
    }

    /** CVTPS2PI, CVTTPS2PI. */
    static Body singlesToMmx(boolean truncate) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSseAndMmx();
            long source = unit.quadword(modrm, segment, offset);
            long value = singlesToIntegers(source, rounding(unit.begin(), truncate), unit.result);
            unit.fpu.enterMmx(); // also if an exception follows
            unit.raise();
            unit.fpu.mmx(reg(modrm), value);
        };
    }

    /** CVTPD2PI, CVTTPD2PI. */
    static Body doublesToMmx(boolean truncate) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSseAndMmx();
            unit.load(modrm, segment, offset);
            int control = rounding(unit.begin(), truncate);
            long value = doublesToIntegers(unit.low, unit.high, control, unit.result);
            unit.fpu.enterMmx(); // also if an exception follows
            unit.raise();
            unit.fpu.mmx(reg(modrm), value);
        };
    }

    static void cvtsi2ss(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        int source = unit.doubleword(modrm, segment, offset);
        int value = Singles.fromInteger(source, unit.begin(), unit.result);
        unit.raise();
        unit.setSingle(reg(modrm), value);
    }

    static void cvtsi2sd(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        int source = unit.doubleword(modrm, segment, offset);
        unit.xmm[2 * reg(modrm)] = Doubles.fromInteger(source, unit.begin(), unit.result);
    }

    /** CVTSS2SI, CVTTSS2SI. */
    static Body singleToRegister(boolean truncate) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            int source = unit.single(modrm, segment, offset);
            int control = rounding(unit.begin(), truncate);
            int value = Singles.toInteger(source, control, unit.result);
            unit.raise();
            unit.cpu.gpr[reg(modrm)] = value;
        };
    }

    /** CVTSD2SI, CVTTSD2SI. */
    static Body doubleToRegister(boolean truncate) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            long source = unit.quadword(modrm, segment, offset);
            int control = rounding(unit.begin(), truncate);
            int value = Doubles.toInteger(source, control, unit.result);
            unit.raise();
            unit.cpu.gpr[reg(modrm)] = value;
        };
    }

    static void cvtdq2ps(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        int control = unit.begin();
        long low = integersToSingles(unit.low, control, unit.result);
        long high = integersToSingles(unit.high, control, unit.result);
        unit.raise();
        unit.set(reg(modrm), low, high);
    }

    /** CVTPS2DQ, CVTTPS2DQ. */
    static Body singlesToIntegers(boolean truncate) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            unit.load(modrm, segment, offset);
            int control = rounding(unit.begin(), truncate);
            long low = singlesToIntegers(unit.low, control, unit.result);
            long high = singlesToIntegers(unit.high, control, unit.result);
            unit.raise();
            unit.set(reg(modrm), low, high);
        };
    }

    static void cvtdq2pd(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        long source = unit.quadword(modrm, segment, offset);
        int control = unit.begin();
        unit.set(
                reg(modrm),
                Doubles.fromInteger((int) source, control, unit.result),
                Doubles.fromInteger(upper(source), control, unit.result));
    }

    /** CVTPD2DQ, CVTTPD2DQ. */
    static Body doublesToIntegers(boolean truncate) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            unit.load(modrm, segment, offset);
            int control = rounding(unit.begin(), truncate);
            long value = doublesToIntegers(unit.low, unit.high, control, unit.result);
            unit.raise();
            unit.set(reg(modrm), value, 0);
        };
    }

    static void cvtps2pd(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        long source = unit.quadword(modrm, segment, offset);
        int control = unit.begin();
        long low = Singles.toDouble((int) source, control, unit.result);
        long high = Singles.toDouble(upper(source), control, unit.result);
        unit.raise();
        unit.set(reg(modrm), low, high);
    }

    static void cvtpd2ps(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        int control = unit.begin();
        int low = Doubles.toSingle(unit.low, control, unit.result);
        int high = Doubles.toSingle(unit.high, control, unit.result);
        unit.raise();
        unit.set(reg(modrm), pair(low, high), 0);
    }

    static void cvtss2sd(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        int source = unit.single(modrm, segment, offset);
        long value = Singles.toDouble(source, unit.begin(), unit.result);
        unit.raise();
        unit.xmm[2 * reg(modrm)] = value;
    }

    static void cvtsd2ss(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        long source = unit.quadword(modrm, segment, offset);
        int value = Doubles.toSingle(source, unit.begin(), unit.result);
        unit.raise();
        unit.setSingle(reg(modrm), value);
    }
}
