package pentimento.cpu.fpu.simd;

import static pentimento.cpu.state.CpuState.CR4_OSFXSR;
import static pentimento.memory.physical.PhysicalMemory.PAGE_MASK;
import static pentimento.memory.physical.PhysicalMemory.PAGE_SIZE;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.XmmState;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/**
 * FXSAVE and FXRSTOR: x87, MMX and SSE state in 512 bytes. XMM registers and MXCSR take part if the
 * system has set CR4.OSFXSR.
 *
 * @see "SDM vol. 1, 10.5.1"
 */
final class FxImage {
    private static final int BYTES = 512;
    private static final int FCW = 0,
            FSW = 2,
            FTW = 4,
            FOP = 6,
            FIP = 8,
            FCS = 12,
            FDP = 16,
            FDS = 20;
    private static final int MXCSR = 24, MXCSR_MASK = 28, ST = 32, XMM = 160, SLOT = 16;

    private FxImage() {}

    /** The Pentium II has OSFXSR without SSE. */
    private static boolean includesXmm(Simd unit) {
        return unit.hasSse() && (unit.cpu.cr4 & CR4_OSFXSR) != 0;
    }

    static void save(Simd unit, Segment segment, int offset) {
        unit.checkFxsr();
        unit.requireAligned(segment, offset);
        var memory = unit.memory;
        memory.probeWrite(segment, offset, BYTES);
        FpuState fpu = unit.fpu;
        memory.write16(segment, offset + FCW, fpu.control);
        memory.write16(segment, offset + FSW, fpu.statusWord());
        memory.write16(segment, offset + FTW, fpu.occupied);
        memory.write16(segment, offset + FOP, fpu.opcode);
        memory.write32(segment, offset + FIP, fpu.instructionOffset);
        memory.write32(segment, offset + FCS, fpu.instructionSelector);
        memory.write32(segment, offset + FDP, fpu.operandOffset);
        memory.write32(segment, offset + FDS, fpu.operandSelector);
        for (int i = 0; i < 8; i++) {
            int register = fpu.st(i), at = offset + ST + SLOT * i;
            memory.write64(segment, at, fpu.significand[register]);
            memory.write64(segment, at + 8, fpu.signExponent[register]);
        }
        if (!includesXmm(unit)) {
            return;
        }
        XmmState state = unit.state;
        memory.write32(segment, offset + MXCSR, state.mxcsr());
        memory.write32(segment, offset + MXCSR_MASK, state.maskField());
        for (int i = 0; i < 16; i++) {
            memory.write64(segment, offset + XMM + 8 * i, unit.xmm[i]);
        }
    }

    /** All faults of loads come before any register changes. */
    private static void probeRead(SegmentedMemory memory, Segment segment, int offset) {
        if (memory.readableIndex(segment, offset, BYTES) < 0) {
            memory.read8(segment, offset);
            int inPage = PAGE_SIZE - (segment.base + offset & PAGE_MASK);
            if (inPage < BYTES) {
                memory.read8(segment, offset + inPage);
            }
        }
    }

    static void restore(Simd unit, Segment segment, int offset) {
        unit.checkFxsr();
        unit.requireAligned(segment, offset);
        var memory = unit.memory;
        probeRead(memory, segment, offset);
        FpuState fpu = unit.fpu;
        if (includesXmm(unit)) {
            int mxcsr = memory.read32(segment, offset + MXCSR);
            if ((mxcsr & ~unit.state.writableBits()) != 0) {
                throw unit.cpu.fault(Vector.GP, 0);
            }
            unit.state.mxcsr(mxcsr);
            for (int i = 0; i < 16; i++) {
                unit.xmm[i] = memory.read64(segment, offset + XMM + 8 * i);
            }
        }
        fpu.controlWord(memory.read16(segment, offset + FCW));
        fpu.statusWord(memory.read16(segment, offset + FSW));
        fpu.occupied = memory.read8(segment, offset + FTW);
        fpu.opcode = memory.read16(segment, offset + FOP) & 0x7FF;
        fpu.instructionOffset = memory.read32(segment, offset + FIP);
        fpu.instructionSelector = memory.read16(segment, offset + FCS);
        fpu.operandOffset = memory.read32(segment, offset + FDP);
        fpu.operandSelector = memory.read16(segment, offset + FDS);
        for (int i = 0; i < 8; i++) {
            int register = fpu.st(i), at = offset + ST + SLOT * i;
            fpu.significand[register] = memory.read64(segment, at);
            fpu.signExponent[register] = memory.read16(segment, at + 8);
        }
        unit.x87StateLoaded();
    }
}
