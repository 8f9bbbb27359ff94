package pentimento.cpu.fpu.simd;

import static pentimento.cpu.fpu.simd.Simd.isRegister;
import static pentimento.cpu.fpu.simd.Simd.reg;
import static pentimento.cpu.fpu.simd.Simd.rm;

import pentimento.cpu.fpu.softfloat.Approximation;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/** Shuffles by an immediate, gathered signs, words in and out, state, hints, approximations. */
final class MiscellaneousOps {
    private MiscellaneousOps() {}

    static void emms(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkMmx();
        unit.fpu.top = 0;
        unit.fpu.occupied = 0;
    }

    // Shuffles.

    static void pshufw(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkMmx();
        long source = unit.mmxOperand(modrm, segment, offset);
        unit.setMmx(reg(modrm), Shuffles.words(source, immediate));
    }

    static void pshufd(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        unit.set(
                reg(modrm),
                Shuffles.doublewords(unit.low, unit.high, immediate),
                Shuffles.doublewords(unit.low, unit.high, immediate >>> 4));
    }

    static void pshufhw(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        unit.set(reg(modrm), unit.low, Shuffles.words(unit.high, immediate));
    }

    static void pshuflw(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        unit.set(reg(modrm), Shuffles.words(unit.low, immediate), unit.high);
    }

    static void shufps(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        int at = 2 * reg(modrm);
        long low = Shuffles.doublewords(unit.xmm[at], unit.xmm[at + 1], immediate);
        unit.set(reg(modrm), low, Shuffles.doublewords(unit.low, unit.high, immediate >>> 4));
    }

    static void shufpd(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        unit.set(
                reg(modrm),
                unit.xmm[2 * reg(modrm) + (immediate & 1)],
                (immediate & 2) == 0 ? unit.low : unit.high);
    }

    static void pshufbXmm(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        int at = 2 * reg(modrm);
        long low = unit.xmm[at], high = unit.xmm[at + 1];
        unit.set(
                reg(modrm),
                Shuffles.bytes(low, high, unit.low),
                Shuffles.bytes(low, high, unit.high));
    }

    static void palignrMmx(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkMmx();
        long source = unit.mmxOperand(modrm, segment, offset);
        int register = reg(modrm);
        unit.setMmx(register, Shuffles.align(source, unit.fpu.significand[register], immediate));
    }

    static void palignrXmm(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        int at = 2 * reg(modrm);
        long third = unit.xmm[at], fourth = unit.xmm[at + 1];
        unit.set(
                reg(modrm),
                window(unit.low, unit.high, third, fourth, immediate),
                window(unit.low, unit.high, third, fourth, immediate + 8));
    }

    /** Eight bytes out of 32, zeros beyond. */
    private static long window(long first, long second, long third, long fourth, int at) {
        return switch (at >>> 3) {
            case 0 -> Shuffles.align(first, second, at);
            case 1 -> Shuffles.align(second, third, at - 8);
            case 2 -> Shuffles.align(third, fourth, at - 16);
            default -> Shuffles.align(fourth, 0, at - 24);
        };
    }

    // Signs and words to and from general registers.

    static void pmovmskbMmx(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkMmx();
        unit.cpu.gpr[reg(modrm)] = Shuffles.byteSigns(unit.fpu.significand[rm(modrm)]);
        unit.fpu.enterMmx();
    }

    static void pmovmskbXmm(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkSse();
        int at = 2 * rm(modrm);
        unit.cpu.gpr[reg(modrm)] =
                Shuffles.byteSigns(unit.xmm[at]) | Shuffles.byteSigns(unit.xmm[at + 1]) << 8;
    }

    static void movmskps(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkSse();
        long low = unit.xmm[2 * rm(modrm)], high = unit.xmm[2 * rm(modrm) + 1];
        unit.cpu.gpr[reg(modrm)] =
                (int) (low >>> 31 & 1 | low >>> 62 & 2 | high >>> 29 & 4 | high >>> 60 & 8);
    }

    static void movmskpd(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkSse();
        long low = unit.xmm[2 * rm(modrm)], high = unit.xmm[2 * rm(modrm) + 1];
        unit.cpu.gpr[reg(modrm)] = (int) (low >>> 63 | high >>> 62 & 2);
    }

    static void pinsrwMmx(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkMmx();
        long word = word(unit, modrm, segment, offset);
        int register = reg(modrm);
        unit.setMmx(register, insert(unit.fpu.significand[register], word, immediate & 3));
    }

    static void pinsrwXmm(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        long word = word(unit, modrm, segment, offset);
        int at = 2 * reg(modrm) + (immediate >>> 2 & 1);
        unit.xmm[at] = insert(unit.xmm[at], word, immediate & 3);
    }

    private static long word(Simd unit, int modrm, Segment segment, int offset) {
        return isRegister(modrm)
                ? unit.cpu.gpr[rm(modrm)] & 0xFFFF
                : unit.read16(modrm, segment, offset);
    }

    private static long insert(long words, long word, int i) {
        return words & ~(0xFFFFL << 16 * i) | word << 16 * i;
    }

    static void pextrwMmx(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkMmx();
        long words = unit.fpu.significand[rm(modrm)];
        unit.cpu.gpr[reg(modrm)] = (int) (words >>> 16 * (immediate & 3)) & 0xFFFF;
        unit.fpu.enterMmx();
    }

    static void pextrwXmm(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkSse();
        long words = unit.xmm[2 * rm(modrm) + (immediate >>> 2 & 1)];
        unit.cpu.gpr[reg(modrm)] = (int) (words >>> 16 * (immediate & 3)) & 0xFFFF;
    }

    // 0F AE: state and fences.

    /** Without prefix; the processor has FXSR. */
    static void group15(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        if (isRegister(modrm)) {
            fence(unit, modrm);
            return;
        }
        switch (reg(modrm)) {
            case 0 -> FxImage.save(unit, segment, offset);
            case 1 -> FxImage.restore(unit, segment, offset);
            case 2 -> ldmxcsr(unit, segment, offset);
            case 3 -> stmxcsr(unit, segment, offset);
            case 7 -> clflush(unit, segment, offset);
            default -> throw unit.cpu.fault(Vector.UD);
        }
    }

    /** SFENCE came with SSE, LFENCE and MFENCE with SSE2. Stores are in order here anyway. */
    private static void fence(Simd unit, int modrm) {
        boolean defined =
                switch (reg(modrm)) {
                    case 5, 6 -> unit.hasSse2();
                    case 7 -> unit.hasSse();
                    default -> false;
                };
        if (!defined) {
            throw unit.cpu.fault(Vector.UD);
        }
    }

    /**
     * There are no caches to flush: only the access is checked, as a load, but also from
     * execute-only code.
     */
    private static void clflush(Simd unit, Segment segment, int offset) {
        if (!unit.hasClflush()) {
            throw unit.cpu.fault(Vector.UD);
        }
        unit.memory.probeByte(segment, offset);
    }

    private static void ldmxcsr(Simd unit, Segment segment, int offset) {
        unit.requireSse();
        unit.checkSse();
        int value = unit.memory.read32(segment, offset);
        if ((value & ~unit.state.writableBits()) != 0) {
            throw unit.cpu.fault(Vector.GP, 0);
        }
        unit.state.mxcsr(value);
    }

    private static void stmxcsr(Simd unit, Segment segment, int offset) {
        unit.requireSse();
        unit.checkSse();
        unit.memory.write32(segment, offset, unit.state.mxcsr());
    }

    // RCP and RSQRT: no exceptions; the second element stands for the destination's and is unused.

    static int reciprocal(int unused, int a) {
        return Approximation.reciprocal(a);
    }

    static int reciprocalRoot(int unused, int a) {
        return Approximation.reciprocalRoot(a);
    }
}
