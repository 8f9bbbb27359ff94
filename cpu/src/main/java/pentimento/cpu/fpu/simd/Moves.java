package pentimento.cpu.fpu.simd;

import static pentimento.cpu.fpu.simd.Simd.isRegister;
import static pentimento.cpu.fpu.simd.Simd.reg;
import static pentimento.cpu.fpu.simd.Simd.rm;

import pentimento.cpu.state.Segment;

/** Moves between registers and memory, whole or in part, and between kinds of registers. */
final class Moves {
    private Moves() {}

    // 128 bits: MOVAPS, MOVAPD, MOVDQA; MOVUPS, MOVUPD, MOVDQU; MOVNTPS, MOVNTPD, MOVNTDQ; LDDQU.

    static void loadAligned(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        unit.set(reg(modrm), unit.low, unit.high);
    }

    static void loadUnaligned(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.loadUnaligned(modrm, segment, offset);
        unit.set(reg(modrm), unit.low, unit.high);
    }

    static void loadFromMemory(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireMemory(modrm);
        loadUnaligned(unit, modrm, segment, offset, immediate);
    }

    static void storeAligned(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        if (!isRegister(modrm)) {
            unit.requireAligned(segment, offset);
        }
        storeUnaligned(unit, modrm, segment, offset, immediate);
    }

    static void storeUnaligned(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        if (isRegister(modrm)) {
            int from = 2 * reg(modrm);
            unit.set(rm(modrm), unit.xmm[from], unit.xmm[from + 1]);
        } else {
            unit.storeUnaligned(reg(modrm), segment, offset);
        }
    }

    static void storeNonTemporal(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireMemory(modrm);
        storeAligned(unit, modrm, segment, offset, immediate);
    }

    // Scalars: from memory the rest becomes zero, between registers it stays.

    static void loadSingle(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        if (isRegister(modrm)) {
            unit.setSingle(reg(modrm), (int) unit.xmm[2 * rm(modrm)]);
        } else {
            unit.set(reg(modrm), unit.read32(modrm, segment, offset) & 0xFFFF_FFFFL, 0);
        }
    }

    static void storeSingle(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        int value = (int) unit.xmm[2 * reg(modrm)];
        if (isRegister(modrm)) {
            unit.setSingle(rm(modrm), value);
        } else {
            unit.memory.write32(segment, offset, value);
        }
    }

    static void loadDouble(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        if (isRegister(modrm)) {
            unit.xmm[2 * reg(modrm)] = unit.xmm[2 * rm(modrm)];
        } else {
            unit.set(reg(modrm), unit.read64(modrm, segment, offset), 0);
        }
    }

    static void storeDouble(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        long value = unit.xmm[2 * reg(modrm)];
        if (isRegister(modrm)) {
            unit.xmm[2 * rm(modrm)] = value;
        } else {
            unit.memory.write64(segment, offset, value);
        }
    }

    /** F3 0F 7E: MOVQ xmm, xmm/m64. */
    static void loadQuadword(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.set(reg(modrm), unit.quadword(modrm, segment, offset), 0);
    }

    /** 66 0F D6: MOVQ xmm/m64, xmm. */
    static void storeQuadword(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        long value = unit.xmm[2 * reg(modrm)];
        if (isRegister(modrm)) {
            unit.set(rm(modrm), value, 0);
        } else {
            unit.memory.write64(segment, offset, value);
        }
    }

    // Halves. The register forms of 0F 12 and 0F 16 are MOVHLPS and MOVLHPS.

    static void loadLow(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.xmm[2 * reg(modrm)] =
                isRegister(modrm)
                        ? unit.xmm[2 * rm(modrm) + 1]
                        : unit.read64(modrm, segment, offset);
    }

    static void loadHigh(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.xmm[2 * reg(modrm) + 1] =
                isRegister(modrm) ? unit.xmm[2 * rm(modrm)] : unit.read64(modrm, segment, offset);
    }

    /** MOVLPD has no register form. */
    static void loadLowDouble(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireMemory(modrm);
        loadLow(unit, modrm, segment, offset, immediate);
    }

    /** MOVHPD has no register form. */
    static void loadHighDouble(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireMemory(modrm);
        loadHigh(unit, modrm, segment, offset, immediate);
    }

    static void storeLow(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireMemory(modrm);
        unit.checkSse();
        unit.memory.write64(segment, offset, unit.xmm[2 * reg(modrm)]);
    }

    static void storeHigh(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireMemory(modrm);
        unit.checkSse();
        unit.memory.write64(segment, offset, unit.xmm[2 * reg(modrm) + 1]);
    }

    // SSE3 duplicates.

    static void duplicateDouble(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        long value = unit.quadword(modrm, segment, offset);
        unit.set(reg(modrm), value, value);
    }

    static void duplicateLow(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        unit.set(
                reg(modrm),
                Shuffles.interleaveLow(unit.low, unit.low, 32),
                Shuffles.interleaveLow(unit.high, unit.high, 32));
    }

    static void duplicateHigh(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.load(modrm, segment, offset);
        unit.set(
                reg(modrm),
                Shuffles.interleaveHigh(unit.low, unit.low, 32),
                Shuffles.interleaveHigh(unit.high, unit.high, 32));
    }

    // MMX registers.

    /** 0F 6F. */
    static void loadMmx(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkMmx();
        unit.setMmx(reg(modrm), unit.mmxOperand(modrm, segment, offset));
    }

    /** 0F 7F. */
    static void storeMmx(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkMmx();
        long value = unit.fpu.significand[reg(modrm)];
        if (isRegister(modrm)) {
            unit.setMmx(rm(modrm), value);
        } else {
            unit.fpu.top = 0; // also if the store faults, as processors do
            unit.memory.write64(segment, offset, value);
            unit.fpu.enterMmx();
        }
    }

    static void storeMmxNonTemporal(
            Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireMemory(modrm);
        storeMmx(unit, modrm, segment, offset, immediate);
    }

    /** 0F 6E: MOVD mm, r/m32. */
    static void loadMmxDoubleword(
            Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkMmx();
        int value = unit.doubleword(modrm, segment, offset);
        unit.setMmx(reg(modrm), value & 0xFFFF_FFFFL);
    }

    /** 0F 7E: MOVD r/m32, mm. */
    static void storeMmxDoubleword(
            Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkMmx();
        int value = (int) unit.fpu.significand[reg(modrm)];
        unit.fpu.top = 0; // also if the store faults, as processors do
        storeDoubleword(unit, modrm, segment, offset, value);
        unit.fpu.enterMmx();
    }

    /** 66 0F 6E: MOVD xmm, r/m32. */
    static void loadXmmDoubleword(
            Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        unit.set(reg(modrm), unit.doubleword(modrm, segment, offset) & 0xFFFF_FFFFL, 0);
    }

    /** 66 0F 7E: MOVD r/m32, xmm. */
    static void storeXmmDoubleword(
            Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.checkSse();
        storeDoubleword(unit, modrm, segment, offset, (int) unit.xmm[2 * reg(modrm)]);
    }

    private static void storeDoubleword(
            Simd unit, int modrm, Segment segment, int offset, int value) {
        if (isRegister(modrm)) {
            unit.cpu.gpr[rm(modrm)] = value;
        } else {
            unit.memory.write32(segment, offset, value);
        }
    }

    /** F3 0F D6. */
    static void movq2dq(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkSseAndMmx();
        unit.set(reg(modrm), unit.fpu.significand[rm(modrm)], 0);
        unit.fpu.enterMmx();
    }

    /** F2 0F D6. */
    static void movdq2q(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkSseAndMmx();
        unit.setMmx(reg(modrm), unit.xmm[2 * rm(modrm)]);
    }

    /** 0F C3: from a general register, past the caches; no XMM state is involved. */
    static void movnti(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireMemory(modrm);
        unit.memory.write32(segment, offset, unit.cpu.gpr[reg(modrm)]);
    }

    // Bytes under a mask, to (E)DI.

    static void maskMmx(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkMmx();
        long mask = unit.fpu.significand[rm(modrm)], value = unit.fpu.significand[reg(modrm)];
        probeMasked(unit, segment, offset, mask);
        writeMasked(unit, segment, offset, mask, value);
        unit.fpu.enterMmx();
    }

    static void maskXmm(Simd unit, int modrm, Segment segment, int offset, int immediate) {
        unit.requireRegister(modrm);
        unit.checkSse();
        int mask = 2 * rm(modrm), value = 2 * reg(modrm);
        probeMasked(unit, segment, offset, unit.xmm[mask]);
        probeMasked(unit, segment, offset + 8, unit.xmm[mask + 1]);
        writeMasked(unit, segment, offset, unit.xmm[mask], unit.xmm[value]);
        writeMasked(unit, segment, offset + 8, unit.xmm[mask + 1], unit.xmm[value + 1]);
    }

    private static void probeMasked(Simd unit, Segment segment, int offset, long mask) {
        for (int i = 0; i < 8; i++) {
            if ((mask >>> 8 * i & 0x80) != 0) {
                unit.memory.probeWrite(segment, offset + i, 1);
            }
        }
    }

    private static void writeMasked(Simd unit, Segment segment, int offset, long mask, long value) {
        for (int i = 0; i < 8; i++) {
            if ((mask >>> 8 * i & 0x80) != 0) {
                unit.memory.write8(segment, offset + i, (int) (value >>> 8 * i) & 0xFF);
            }
        }
    }
}
