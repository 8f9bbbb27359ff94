package pentimento.cpu.fpu.simd;

import static pentimento.cpu.fpu.simd.Simd.reg;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import pentimento.cpu.fpu.simd.SimdOp.Body;
import pentimento.cpu.fpu.softfloat.Comparison;
import pentimento.cpu.fpu.softfloat.Doubles;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.softfloat.Singles;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;

/** The shapes of floating-point instructions: packed and scalar, single and double. */
final class FloatOps {
    /** Two elements to one; flags go to the result holder. */
    interface OnSingles {
        int apply(int a, int b, int control, FloatResult result);
    }

    /** Two elements to one; flags go to the result holder. */
    interface OnDoubles {
        long apply(long a, long b, int control, FloatResult result);
    }

    private FloatOps() {}

    static long pair(int low, int high) {
        return low & 0xFFFF_FFFFL | (long) high << 32;
    }

    static int upper(long pair) {
        return (int) (pair >>> 32);
    }

    private static long both(OnSingles function, long a, long b, int control, FloatResult result) {
        return pair(
                function.apply((int) a, (int) b, control, result),
                function.apply(upper(a), upper(b), control, result));
    }

    static Body packedSingles(OnSingles function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            unit.load(modrm, segment, offset);
            int at = 2 * reg(modrm), control = unit.begin();
            long low = both(function, unit.xmm[at], unit.low, control, unit.result);
            long high = both(function, unit.xmm[at + 1], unit.high, control, unit.result);
            unit.raise();
            unit.set(reg(modrm), low, high);
        };
    }

    static Body scalarSingles(OnSingles function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            int source = unit.single(modrm, segment, offset);
            int destination = (int) unit.xmm[2 * reg(modrm)];
            int value = function.apply(destination, source, unit.begin(), unit.result);
            unit.raise();
            unit.setSingle(reg(modrm), value);
        };
    }

    static Body packedDoubles(OnDoubles function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            unit.load(modrm, segment, offset);
            int at = 2 * reg(modrm), control = unit.begin();
            long low = function.apply(unit.xmm[at], unit.low, control, unit.result);
            long high = function.apply(unit.xmm[at + 1], unit.high, control, unit.result);
            unit.raise();
            unit.set(reg(modrm), low, high);
        };
    }

    static Body scalarDoubles(OnDoubles function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            long source = unit.quadword(modrm, segment, offset);
            int at = 2 * reg(modrm);
            long value = function.apply(unit.xmm[at], source, unit.begin(), unit.result);
            unit.raise();
            unit.xmm[at] = value;
        };
    }

    /** CMPPS and relatives: the immediate names one of eight predicates. */
    static Body byPredicate(IntFunction<Body> ofPredicate) {
        List<Body> bodies = IntStream.range(0, SimdOp.CHOICES).mapToObj(ofPredicate).toList();
        return new SimdOp.Choice() {
            @Override
            public int of(int modrm, int immediate) {
                return immediate & 7;
            }

            @Override
            public Body body(int choice) {
                return bodies.get(choice);
            }
        };
    }

    static OnSingles compareSingles(int predicate) {
        return (a, b, control, result) -> Singles.mask(a, b, predicate, control, result);
    }

    static OnDoubles compareDoubles(int predicate) {
        return (a, b, control, result) -> Doubles.mask(a, b, predicate, control, result);
    }

    /** COMISS, UCOMISS. */
    static Body orderSingles(boolean quietly) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            int source = unit.single(modrm, segment, offset);
            int destination = (int) unit.xmm[2 * reg(modrm)];
            int outcome = Singles.order(destination, source, quietly, unit.begin(), unit.result);
            toFlags(unit, outcome);
        };
    }

    /** COMISD, UCOMISD. */
    static Body orderDoubles(boolean quietly) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            long source = unit.quadword(modrm, segment, offset);
            long destination = unit.xmm[2 * reg(modrm)];
            int outcome = Doubles.order(destination, source, quietly, unit.begin(), unit.result);
            toFlags(unit, outcome);
        };
    }

    private static void toFlags(Simd unit, int outcome) {
        unit.raise();
        int flags =
                switch (outcome) {
                    case Comparison.LESS -> Flags.CF;
                    case Comparison.EQUAL -> Flags.ZF;
                    case Comparison.UNORDERED -> Flags.ZF | Flags.PF | Flags.CF;
                    default -> 0;
                };
        unit.cpu.flags.arithmetic(flags);
    }

    // SSE3: across elements.

    /** HADDPS, HSUBPS. */
    static Body horizontalSingles(OnSingles function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            unit.load(modrm, segment, offset);
            int at = 2 * reg(modrm), control = unit.begin();
            long a = unit.xmm[at], b = unit.xmm[at + 1], c = unit.low, d = unit.high;
            FloatResult r = unit.result;
            long low =
                    pair(
                            function.apply((int) a, upper(a), control, r),
                            function.apply((int) b, upper(b), control, r));
            long high =
                    pair(
                            function.apply((int) c, upper(c), control, r),
                            function.apply((int) d, upper(d), control, r));
            unit.raise();
            unit.set(reg(modrm), low, high);
        };
    }

    /** HADDPD, HSUBPD. */
    static Body horizontalDoubles(OnDoubles function) {
        return (unit, modrm, segment, offset, immediate) -> {
            unit.checkSse();
            unit.load(modrm, segment, offset);
            int at = 2 * reg(modrm), control = unit.begin();
            long low = function.apply(unit.xmm[at], unit.xmm[at + 1], control, unit.result);
            long high = function.apply(unit.low, unit.high, control, unit.result);
            unit.raise();
            unit.set(reg(modrm), low, high);
        };
    }

    static void addSubtractSingles(
            Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        int at = 2 * reg(modrm), control = unit.begin();
        long low = addSubtract(unit.xmm[at], unit.low, control, unit.result);
        long high = addSubtract(unit.xmm[at + 1], unit.high, control, unit.result);
        unit.raise();
        unit.set(reg(modrm), low, high);
    }

    private static long addSubtract(long a, long b, int control, FloatResult result) {
        return pair(
                Singles.subtract((int) a, (int) b, control, result),
                Singles.add(upper(a), upper(b), control, result));
    }

    static void addSubtractDoubles(
            Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        int at = 2 * reg(modrm), control = unit.begin();
        long low = Doubles.subtract(unit.xmm[at], unit.low, control, unit.result);
        long high = Doubles.add(unit.xmm[at + 1], unit.high, control, unit.result);
        unit.raise();
        unit.set(reg(modrm), low, high);
    }
}
